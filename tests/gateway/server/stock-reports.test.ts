// Goods on the shelf and how they move, out of the ledger's own lines; and the tiers' forecast as a report.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { type Answered, postRpc } from "../../support/post-rpc.ts";

let store: GatewayProcess;
let keys = 0;
const call = (op: string, params: object): Promise<Answered> =>
  postRpc(store, op, { ...params, key: `s-${++keys}` });
const report = (name: string, more: object = {}): Promise<Answered> =>
  postRpc(store, "report.run", { report: name, from: "2026-03-01", to: "2026-03-31", ...more });

beforeAll(async () => {
  store = await startGatewayProcess({ args: ["--clock", "2026-03-02T10:00:00+08:00"] });
});
afterAll(() => store[Symbol.asyncDispose]());

const sells = (quantity: number): Promise<Answered> =>
  call("bill.settle", {
    lines: [{ venue: "shop", sku: "swimsuit", list: 9_900, quantity }],
    tenders: [{ type: "cash", amount: 9_900 * quantity }],
  });

test("stock is what was received less what was sold, and a row leads to its entries", async () => {
  await call("goods.put", { sku: "swimsuit", name: "泳衣", lowAt: 5 });
  await call("goods.receive", { rows: [{ sku: "swimsuit", quantity: 30 }] });
  await sells(6);
  const { bill } = await sells(2);
  await call("bill.reverse", { bill, reason: "x" }).catch(() => undefined);
  await call("goods.count", { rows: [{ sku: "swimsuit", counted: 20 }], reason: "盘点" });
  const stock = await report("stock");
  expect(stock).toMatchObject({
    rows: [{ sku: "swimsuit", onHand: 20 }],
    names: { sku: { swimsuit: "泳衣" } },
    totals: { onHand: 20 },
  });
  const [row] = stock["rows"] as readonly Answered[];
  const behind = await postRpc(store, "report.entries", {
    report: "stock",
    from: "2026-03-01",
    to: "2026-03-31",
    row,
  });
  expect(behind["amount"]).toBe(20);
  const [ranked] = (await report("stock-ranking"))["rows"] as readonly Answered[];
  const moved = { received: 30, sold: 8 };
  expect(ranked).toMatchObject({ sku: "swimsuit", ...moved });
  const { received, net, counted } = ranked as Readonly<Record<string, number>>;
  expect((received ?? 0) - (net ?? 0) + (counted ?? 0)).toBe(20);
});

test("the tiers' forecast is a report with a picture, a file and no entries", async () => {
  const forecast = await report("tier-forecast", { lang: "en" });
  expect(forecast).toMatchObject({ name: "Tier forecast", chart: { by: "ends", split: "after" } });
  const rows = forecast["rows"] as readonly Answered[];
  const sum = rows.reduce((all, row) => all + Number(row["accounts"]), 0);
  expect((forecast["totals"] as Answered)["accounts"]).toBe(sum);
  const { file } = await report("tier-forecast", { format: "csv" });
  const text = Buffer.from(String((file as Answered)["data"]), "base64").toString("utf8");
  expect(text).toContain("周期结束");
});
