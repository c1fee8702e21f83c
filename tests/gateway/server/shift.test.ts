// shift.* at a running gateway: the count is blind, the drawer's log tells each opening, the reports carry the code.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let keys = 0;
const did = async (method: string, params: object): Promise<Record<string, unknown>> => {
  const { result, error } = await till.call(method, { ...params, key: `s-${++keys}` });
  expect(error).toBeUndefined();
  return result ?? {};
};
const shiftNow = async (): Promise<Record<string, unknown>> =>
  (await till.call("shift.get")).result ?? {};

beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("cashier");
  await till.call("staff.signIn", { staff: "1001", pin: "1234" });
}, 60_000);
afterAll(() => gateway.close());

describe("a cashier's shift", () => {
  test("does not say what should be in the drawer before it was counted", async () => {
    await did("shift.open", { float: 50_000 });
    const lines = [{ venue: "shop", sku: "water", list: 500, quantity: 2 }];
    await did("bill.settle", { lines, tenders: [{ type: "cash", amount: 1_000 }] });
    await did("shift.cash", { way: "out", with: "expense", amount: 300, reason: "stamps" });
    const blind = await shiftNow();
    expect(blind).toMatchObject({ state: "open", float: 50_000, staff: "1001" });
    for (const field of ["expected", "report", "counted"]) expect(blind).not.toHaveProperty(field);
    expect(blind["drawer"]).toMatchObject([{ what: "cash", amount: -300, reason: "stamps" }]);
  });

  test("tells it after the count, with the ledger's code, and to a manager at once", async () => {
    await till.call("staff.signIn", { staff: "1002", pin: "5678" });
    expect(await shiftNow()).toMatchObject({ expected: { cash: 50_700 } });
    await till.call("staff.signIn", { staff: "1001", pin: "1234" });
    expect(await shiftNow()).not.toHaveProperty("expected");
    const x = await did("shift.count", { counted: { cash: 50_600 } });
    expect(x).toMatchObject({
      expected: { cash: 50_700 },
      difference: { cash: -100 },
      ledger: { code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) },
    });
    expect(await shiftNow()).toMatchObject({ state: "counted", expected: { cash: 50_700 } });
  });

  test("has each opening in the drawer's log with who and why, and counts them on X and Z", async () => {
    await did("drawer.open", { reason: "no_sale", note: "change for a guest" });
    await did("drawer.open", { reason: "count" });
    const { drawer, report } = await shiftNow();
    expect(drawer).toMatchObject([
      { what: "opened", reason: "count", staff: "1001" },
      { what: "opened", reason: "no_sale", note: "change for a guest", staff: "1001" },
      { what: "cash" },
    ]);
    expect(report).toMatchObject({ openings: { all: 2, noSale: 1 } });
    for (const note of [undefined, " "]) {
      const bare = {
        reason: "no_sale",
        key: `bare ${note}`,
        ...(note === undefined ? {} : { note }),
      };
      const { error } = await till.call("drawer.open", bare);
      expect(error?.data?.code).toBe("missing.reason");
    }
    expect((await shiftNow()).drawer).toHaveLength(3);
    const long = { reason: "no_sale", note: "x".repeat(201), key: "long" };
    expect((await till.call("drawer.open", long)).error).toBeDefined();
  });

  test("closes over the difference with a reason, and begins anew", async () => {
    const bare = await till.call("shift.close", { key: "z" });
    expect(bare.error?.data?.code).toBe("missing.reason");
    const z = await did("shift.close", { reason: "a coin under the drawer" });
    expect(z).toMatchObject({
      difference: { cash: -100 },
      ledger: { code: expect.any(String) },
      report: { openings: { all: 2, noSale: 1 } },
    });
    const { result: receipt } = await till.call("print.preview", { receipt: z["receipt"] });
    const printed = String(receipt?.["svg"]).replaceAll(/<[^>]*>/g, "");
    expect(printed.includes("其中没有收款")).toBe(true);
    expect(await shiftNow()).toEqual({ shift: null });
  });
});
