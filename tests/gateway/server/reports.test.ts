// report.* at a running gateway: what office and cashier get, files, comparison, the entries behind a row.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reports } from "../../../gateway/reports/registry.ts";
import {
  type Answer,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let today = "";
const keys = Array.from({ length: 100 }, (_, at) => `report test ${at}`);
const call = async (
  role: "cashier" | "office" | "test",
  method: string,
  params: object = {},
): Promise<Answer> => {
  const { body } = await gateway.post(
    { jsonrpc: "2.0", id: 1, method, params },
    gateway.tokens[role],
  );
  return body;
};
const did = async (method: string, params: object): Promise<Record<string, unknown>> => {
  const { result, error } = await call("test", method, { ...params, key: keys.pop() });
  expect(error).toBeUndefined();
  return result ?? {};
};
const ran = async (report: string, more: object = {}): Promise<Record<string, unknown>> => {
  const { result, error } = await call("test", "report.run", {
    report,
    from: today,
    to: today,
    ...more,
  });
  expect(error).toBeUndefined();
  return result ?? {};
};

beforeAll(async () => {
  gateway = await startTestGateway();
  const info = await call("test", "store.info");
  today = String(info.result?.["businessDate"]);
  const lines = [
    { venue: "tea", sku: "longjing", list: 6_800, quantity: 2 },
    { venue: "shop", sku: "water", list: 500, quantity: 1 },
  ];
  const tenders = [{ type: "cash", amount: 14_100 }];
  await did("bill.settle", { lines, tenders });
  const second = await did("bill.settle", { lines, tenders });
  await did("bill.reverse", {
    bill: second["bill"],
    lines: [{ line: 0, quantity: 1 }],
    reason: "spilt",
  });
}, 60_000);
afterAll(() => gateway.close());

describe("the office", () => {
  test("is told of every report, in its language", async () => {
    const { result } = await call("test", "report.list", { lang: "en" });
    expect(result).toMatchObject({ reports: reports.map(({ id }) => ({ id })) });
    expect(result).toHaveProperty("reports.0.name", "Takings by day");
  });

  test("gets rows, totals and names; a return is taken off", async () => {
    const goods = await ran("sales-goods", { lang: "zh-CN" });
    expect(goods["rows"]).toMatchObject([
      { venue: "tea", sku: "longjing", quantity: 3, net: 20_400 },
      { venue: "shop", sku: "water", quantity: 2, net: 1_000 },
    ]);
    expect(goods["totals"]).toMatchObject({ net: 21_400 });
    expect(goods["names"]).toMatchObject({ sku: { longjing: "龙井一壶" }, venue: { tea: "茶室" } });
  });

  test("finds the entries behind a row, and they come to it", async () => {
    const { result } = await call("test", "report.entries", {
      report: "sales-goods",
      from: today,
      to: today,
      row: { venue: "tea", sku: "longjing" },
      limit: 2,
    });
    expect(result).toMatchObject({
      count: 3,
      amount: 20_400,
      entries: [
        { op: "bill.reverse", amount: -6_800 },
        { op: "bill.settle", amount: 13_600 },
      ],
    });
    const next = await call("test", "report.entries", {
      report: "sales-goods",
      from: today,
      to: today,
      row: { venue: "tea", sku: "longjing" },
      cursor: result?.["cursor"],
    });
    expect(next.result).toMatchObject({ entries: [{ op: "bill.settle", amount: 13_600 }] });
  });

  test("compares with another span", async () => {
    const day = await ran("sales-day", { compare: { from: "2020-01-01", to: "2020-01-01" } });
    expect(day).toMatchObject({
      totals: { net: 21_400, bills: 2 },
      compared: { rows: [], totals: { net: 0, bills: 0 } },
    });
  });

  test.each(["csv", "xlsx"])("gets a %s file", async (format) => {
    const { file } = await ran("sales-goods", { format, lang: "en" });
    const { name, data } = file as { name: string; data: string };
    expect(name).toBe(`sales-goods_${today}_${today}.${format}`);
    const bytes = Buffer.from(data, "base64");
    if (format === "xlsx") expect(bytes.subarray(0, 2).toString()).toBe("PK");
    else
      expect(bytes.toString("utf8")).toContain(
        "Tea room,Pot of Longjing tea,3,204.00,0.00,204.00,95.32%",
      );
  });

  test.each(reports)("$id runs", async ({ id, columns }) => {
    const { rows } = await ran(id, { from: "2020-01-01" });
    for (const row of rows as object[])
      expect(Object.keys(row).toSorted()).toEqual(columns.map((column) => column.id).toSorted());
  });

  test.each([
    [{ report: "nothing" }, "not_found"],
    [{ from: "2030-01-01" }, "not_permitted"],
    [{ filter: { colour: "red" } }, "not_permitted"],
    [{ report: "rfm", filter: { station: "x" } }, "not_permitted"],
  ])("is refused %o", async (wrong, code) => {
    const params = { report: "sales-day", from: today, to: today, ...wrong };
    const { error } = await call("test", "report.run", params);
    expect(error?.data?.code).toBe(code);
  });
});

describe("a cashier", () => {
  const asCashier = async () => {
    const till = await gateway.session("cashier");
    await till.call("staff.signIn", { staff: "1001", pin: "1234" });
    return till;
  };

  test("sees the own till since the shift began, and nothing without a shift", async () => {
    const till = await asCashier();
    const ask = { report: "sales-category", from: today, to: today };
    expect((await till.call("report.run", ask)).error?.data?.code).toBe("missing.shift");
    await till.call("shift.open", { float: 0, key: keys.pop() });
    const lines = [{ venue: "shop", sku: "water", list: 500, quantity: 1 }];
    const tenders = [{ type: "cash", amount: 500 }];
    await till.call("bill.settle", { lines, tenders, key: keys.pop() });
    expect((await till.call("report.run", ask)).result).toMatchObject({
      rows: [{ venue: "shop", net: 500 }],
      totals: { net: 500 },
    });
    const other = await till.call("report.run", { ...ask, report: "liability" });
    expect(other.error?.data?.code).toBe("not_permitted");
    const list = await till.call("report.list");
    expect(list.result?.["reports"]).toHaveLength(reports.filter(({ own }) => own === true).length);
    till.close();
  });
});
