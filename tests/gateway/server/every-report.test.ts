// Every report the issue names is there; each is defined in both languages, drawn, compared, put into files, and
// leads to entries that come to its rows, at a running gateway where things have happened.
import { readSheet } from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reports } from "../../../gateway/reports/registry.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

/** What must be reported, and which reports do. */
const named: Readonly<Record<string, readonly string[]>> = {
  "day, shift, till and store takings": ["takings-day", "takings-shift", "takings-till"],
  "sales by goods, category, time, room": [
    "sales-goods",
    "sales-category",
    "sales-time",
    "sales-room",
  ],
  "member consumption": ["member-consumption"],
  "card types that are popular": ["card-types"],
  "new-member trend": ["new-members"],
  "region, sex, age": ["demographics"],
  "top-up against spend": ["topup-spend"],
  "punch use": ["punch-use"],
  "points issued, used, expiring, and breakage": ["points", "points-expiring", "breakage"],
  "stored-value liability by age": ["liability-age", "liability"],
  "vouchers of nobody by name": ["bearer"],
  "tier moves and forecast": ["tiers", "tier-moves", "tier-forecast"],
  commission: ["commission"],
  "referral ranking": ["referrals"],
  "RFM grid": ["rfm"],
  "four quadrants": ["quadrants"],
  "20 % core": ["core"],
  "churn and credit warnings": ["churn", "credit"],
  "discounts by hand and drawers without a sale": ["own-word"],
  "coupon return": ["coupons"],
  "discount depth": ["discounts"],
  "stock and its ranking": ["stock", "stock-ranking"],
  "who the members are, and how sales go": ["member-list", "sales-day"],
};

interface Ran {
  readonly name: string;
  readonly says: string;
  readonly columns: readonly { readonly id: string; readonly total: boolean }[];
  readonly chart: { readonly by: string; readonly of: readonly string[]; readonly split?: string };
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly totals: Readonly<Record<string, number>>;
  readonly compared?: { readonly from: string; readonly totals: object };
  readonly file?: { readonly name: string; readonly data: string };
}

let gateway: TestGateway;
let span = { from: "", to: "" };
let keys = 0;
const call = async (method: string, params: object): Promise<Record<string, unknown>> => {
  const { body } = await gateway.post(
    { jsonrpc: "2.0", id: 1, method, params },
    gateway.tokens.test,
  );
  expect([method, params, body.error]).toEqual([method, params, undefined]);
  return body.result ?? {};
};
const did = (method: string, params: object): Promise<Record<string, unknown>> =>
  call(method, { ...params, key: `every ${(keys += 1)}` });
const ran = async (report: string, more: object = {}): Promise<Ran> =>
  (await call("report.run", { report, ...span, ...more })) as unknown as Ran;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { businessDate } = await call("store.info", {});
  span = { from: String(businessDate), to: String(businessDate) };
  const cash = (amount: number) => [{ type: "cash", amount }];
  const lines = [
    { venue: "tea", sku: "longjing", list: 6_800, quantity: 2 },
    { venue: "shop", sku: "water", list: 500, quantity: 1 },
  ];
  await did("goods.put", { sku: "water", name: "水" });
  await did("goods.receive", { rows: [{ sku: "water", quantity: 20 }] });
  const { member } = await did("member.enrol", {
    name: "郑和",
    phone: "13611112222",
    consent: { rules: true, marketing: true },
  });
  const firstTopUp = { amount: 300_000, tenders: cash(300_000) };
  const issued = await did("card.issue", { member, type: "standard", firstTopUp });
  const { card, account } = issued;
  const paid = [{ type: "stored", amount: 20_000 }];
  const rooms = [{ venue: "rooms", list: 20_000, quantity: 1 }];
  const { due } = await call("bill.quote", { lines: rooms, card: { card } });
  await did("bill.settle", {
    lines: rooms,
    card: { card },
    tenders: paid.map((one) => ({ ...one, amount: Number(due) })),
  });
  const { bill } = await did("bill.settle", { lines, tenders: cash(14_100) });
  await did("bill.reverse", { bill, lines: [{ line: 0, quantity: 1 }], reason: "spilt" });
  const [water] = lines.slice(1).map((line) => ({ ...line, off: 40 }));
  const byHand = { reason: "a dent" };
  await did("bill.settle", { lines: [water], tenders: cash(460), byHand });
  await did("drawer.open", { reason: "no_sale", note: "change" });
  await did("coupon.issue", { account, kind: "voucher", value: 5_000, reason: "sorry" });
  await did("voucher.sell", { value: 10_000, count: 2, tenders: cash(20_000) });
}, 60_000);
afterAll(() => gateway.close());

test("every report that was asked for is there, and none that nobody asked for", () => {
  expect(new Set(Object.values(named).flat())).toEqual(new Set(reports.map(({ id }) => id)));
});

test("an employee's day has what was given on the own word, beside what was sold", async () => {
  const { rows } = await ran("own-word");
  const [mine] = rows;
  expect(rows).toHaveLength(1);
  expect(mine).toMatchObject({ bills: 3, times: 1, off: 40, noSale: 1 });
  const sold = Number(mine?.["sold"]);
  expect(mine?.["share"]).toBe(Math.floor((40 * 10_000) / (sold + 40)));
});

describe.each(reports)("$id", (report) => {
  const isAsked = report.asked === "programme";

  test("says in both languages what it counts, and draws columns of its table", async () => {
    const zh = await ran(report.id, { lang: "zh-CN" });
    const en = await ran(report.id, { lang: "en" });
    expect([zh.name, zh.says].every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
    expect([en.name, en.says].some((text) => /\p{Script=Han}/u.test(text))).toBe(false);
    const { by, of, split } = zh.chart;
    const columns = zh.columns.map(({ id }) => id);
    expect(columns).toEqual(
      expect.arrayContaining([by, ...of, ...(split === undefined ? [] : [split])]),
    );
    for (const { id, total } of zh.columns.filter((column) => column.total))
      expect([id, total, zh.totals[id]]).toEqual([
        id,
        true,
        zh.rows.reduce((sum, row) => sum + Number(row[id] ?? 0), 0),
      ]);
  });

  test("is held against another span", async () => {
    const compare = { from: "2020-01-01", to: "2020-01-31" };
    const { compared } = await ran(report.id, { compare });
    const { file } = await ran(report.id, { compare, format: "csv" });
    const text = Buffer.from(file?.data ?? "", "base64").toString("utf8");
    expect(text.includes(report.standing === true ? "2020-01-31" : "2020-01-01 – 2020-01-31")).toBe(
      !isAsked,
    );
    // What has not happened yet is the same whatever it is compared with.
    if (isAsked) expect(compared).toBeUndefined();
    else expect(compared).toMatchObject({ from: "2020-01-01", to: "2020-01-31" });
  });

  test("leaves as CSV and as a workbook, a line a row and the totals", async () => {
    const { rows, columns } = await ran(report.id);
    const csv = await ran(report.id, { format: "csv" });
    const text = Buffer.from(csv.file?.data ?? "", "base64").toString("utf8");
    const lines = text.replace("\u{FEFF}", "").trim().split("\r\n");
    expect(csv.file?.name).toMatch(new RegExp(`^${report.id}_.*[.]csv$`, "u"));
    expect(lines.length).toBeGreaterThan(rows.length);
    const xlsx = await ran(report.id, { format: "xlsx" });
    const sheet = await readSheet(Buffer.from(xlsx.file?.data ?? "", "base64"));
    const wide = sheet.filter((row) => row.filter((cell) => cell !== null).length > 0);
    expect(wide.length).toBeGreaterThan(rows.length);
    expect(Math.max(...wide.map((row) => row.length))).toBe(columns.length);
  });

  test("leads from each row to entries that come to it", async () => {
    const { rows } = await ran(report.id);
    for (const row of rows.slice(0, 5)) {
      const keyed = Object.fromEntries(report.keys.map((key) => [key, row[key] ?? null]));
      const behind = await call("report.entries", { report: report.id, ...span, row: keyed });
      if (isAsked) expect(behind["count"]).toBe(0);
      else expect([keyed, behind["amount"]]).toEqual([keyed, row[report.measure ?? ""]]);
    }
  });
});
