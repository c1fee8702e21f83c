// What other systems send in: each row once, whatever is repeated, cut off or wrong beside it.
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseFile } from "../../../gateway/store/files.ts";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

type Answered = Readonly<Record<string, unknown>>;

let gateway: TestGateway;
let shop: RawSocket;
let office: RawSocket;
let account: unknown;
let number: unknown;
let keys = 0;

beforeAll(async () => {
  gateway = await startTestGateway();
  shop = await gateway.session("integration");
  office = await gateway.session("test");
  const { result = {} } = await office.call("card.identify", { token: gateway.cards[1]?.token });
  account = result["account"];
  number = (result["member"] as Answered)["number"];
});
afterAll(() => gateway.close());

const send = async (events: readonly object[], source = "web-shop"): Promise<Answered> => {
  const { result, error } = await shop.call("event.import", { source, events, key: `i-${++keys}` });
  if (result === undefined) throw new Error(JSON.stringify(error));
  return result;
};
const rowsOf = (answered: Answered): readonly Answered[] => answered["rows"] as readonly Answered[];
const line = { venue: "shop", sku: "swimsuit", list: 9_900, quantity: 1 };
const online = (amount: number) => [{ type: "wechat", amount }];
const order = (id: string, more: object = {}) => ({
  type: "order",
  id,
  at: "2026-01-10T09:00:00+08:00",
  lines: [line],
  tenders: online(9_900),
  ...more,
});
const stored = async (): Promise<number> => {
  const { result = {} } = await office.call("account.get", { account });
  return (result["assets"] as { stored: { available: number } }).stored.available;
};
const entries = async (): Promise<unknown> =>
  (await office.call("ledger.verify")).result?.["entries"];
const waiting = async (): Promise<readonly Answered[]> => {
  const ask = { kind: "import.refused", state: "open" };
  return (await office.call("exception.list", ask)).result?.["exceptions"] as readonly Answered[];
};

describe("rows of other systems", () => {
  test("become sales, top-ups, coupons and refunds of the same books", async () => {
    const before = await stored();
    const answered = await send([
      order("o-1", { number }),
      { type: "top_up", id: "t-1", account, amount: 50_000, tenders: online(50_000) },
      { type: "coupon", id: "c-1", number, value: 2_000, reason: "newsletter" },
      { type: "refund", id: "r-1", order: "o-1", reason: "too small" },
    ]);
    expect(answered).toMatchObject({ accepted: 4, known: 0, refused: 0 });
    const [sold, , coupon] = rowsOf(answered);
    expect(sold).toMatchObject({ row: 0, id: "o-1", state: "accepted", bill: expect.any(String) });
    expect(await stored()).toBeGreaterThanOrEqual(before + 50_000);
    const bill = await office.call("bill.get", { bill: sold?.["bill"] });
    expect(bill.result).toMatchObject({ state: "reversed", account });
    const voucher = await office.call("coupon.get", { coupon: coupon?.["coupon"] });
    expect(voucher.result).toMatchObject({ state: "open", value: 2_000 });
    expect((await office.call("ledger.verify")).result).toMatchObject({ ok: true });
  });

  test("are known the second time, under any key, and change nothing", async () => {
    const row = order("o-2");
    const [first] = rowsOf(await send([row]));
    const before = await entries();
    const again = await send([row, row]);
    expect(again).toMatchObject({ accepted: 0, known: 2, refused: 0 });
    expect(rowsOf(again)[1]).toMatchObject({ state: "known", bill: first?.["bill"] });
    expect(await entries()).toBe(before);
    expect(await send([row], "other-shop")).toMatchObject({ accepted: 1 });
  });

  test("that say something else under a known id are refused", async () => {
    await send([order("o-3")]);
    const [changed] = rowsOf(await send([order("o-3", { lines: [{ ...line, quantity: 2 }] })]));
    expect(changed).toMatchObject({ state: "refused", code: "key.conflict" });
  });

  test("that are wrong keep no other out, and each says where", async () => {
    const answered = await send([
      order("w-0"),
      order("w-1", { lines: [{ ...line, list: "9900" }] }),
      { type: "party", id: "w-2" },
      order("w-3", { tenders: online(1) }),
      order("w-4", { number: "nobody" }),
      { type: "top_up", id: "w-5", amount: 50_000, tenders: online(50_000) },
      { type: "refund", id: "w-6", order: "never", reason: "?" },
      order("w-7"),
      { type: "coupon" },
    ]);
    expect(answered).toMatchObject({ accepted: 2, refused: 7 });
    expect(rowsOf(answered).map(({ row, state, code, at }) => [row, state, code, at])).toEqual([
      [0, "accepted", undefined, undefined],
      [1, "refused", "row.invalid", "/lines/0/list"],
      [2, "refused", "row.invalid", "/type"],
      [3, "refused", "tender.mismatch", undefined],
      [4, "refused", "card.unknown", undefined],
      [5, "refused", "row.invalid", "/account"],
      [6, "refused", "not_found", undefined],
      [7, "accepted", undefined, undefined],
      [8, "refused", "row.invalid", expect.any(String)],
    ]);
  });

  test("that were refused wait for a person, until they are taken", async () => {
    const bad = order("later", { tenders: online(5) });
    await send([bad]);
    await send([bad]);
    const found = (await waiting()).filter(
      ({ evidence }) => (evidence as Answered)["id"] === "later",
    );
    expect(found).toMatchObject([{ evidence: { source: "web-shop", code: "tender.mismatch" } }]);
    expect(await send([order("later")])).toMatchObject({ accepted: 1 });
    expect((await waiting()).some(({ exception }) => exception === found[0]?.["exception"])).toBe(
      false,
    );
  });

  test("keep the first answer under their key", async () => {
    const params = { source: "web-shop", events: [order("k-1")], key: "import-1" };
    const first = await shop.call("event.import", params);
    const again = await shop.call("event.import", params);
    expect(again.result).toEqual({ ...first.result, replay: true });
    const other = await shop.call("event.import", { ...params, events: [order("k-2")] });
    expect(other.error?.data?.code).toBe("key.conflict");
    const many = { source: "s", events: Array.from({ length: 501 }, () => ({})), key: "import-2" };
    expect((await shop.call("event.import", many)).error?.code).toBe(-32_602);
  });
});

const rpc = async (
  { simulated: { url, tokens } }: GatewayProcess,
  method: string,
  params: object,
): Promise<Answered | undefined> => {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.integration}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  }).catch(() => undefined);
  if (response === undefined) return undefined;
  const { result }: { readonly result?: Answered } = JSON.parse(await response.text());
  return result;
};

/** Sales that the journal says were imported. */
const importedSales = (dir: string): unknown => {
  const books = new DatabaseSync(databaseFile(dir), { readOnly: true });
  const sql = `SELECT count(*) AS sales FROM journal
    WHERE body ->> 'op' = 'bill.settle' AND body LIKE '%EventImported%'`;
  const counted = books.prepare(sql).get()?.["sales"];
  books.close();
  return counted;
};

test("three hundred orders sent again through two power cuts are three hundred sales", async () => {
  const events = Array.from({ length: 300 }, (_, at) => order(`p-${at}`));
  const chunks = Array.from({ length: 10 }, (_, at) => events.slice(at * 30, at * 30 + 30));
  const sendAll = (store: GatewayProcess): readonly Promise<Answered | undefined>[] =>
    chunks.map((chunk, at) =>
      rpc(store, "event.import", { source: "web-shop", events: chunk, key: `cut-${at}` }),
    );
  await using first = await startGatewayProcess();
  let store: GatewayProcess = first;
  for (const _cut of [1, 2]) {
    const sent = sendAll(store);
    await Promise.race(sent);
    await store.kill();
    await Promise.all(sent);
    store = await store.again();
  }
  await using last = store;
  const answers = await Promise.all(sendAll(last));
  const bills = answers.flatMap((answered) => rowsOf(answered ?? {}).map(({ bill }) => bill));
  expect(new Set(bills).size).toBe(300);
  await last.stop();
  expect(importedSales(last.dir)).toBe(300);
}, 180_000);
