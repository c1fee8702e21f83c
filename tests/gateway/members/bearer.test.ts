// Bearer vouchers: sold or handed out, good once at any till, owed until then; a lost one is lost.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { emptyReport, type TillReport, withEntry } from "../../../gateway/members/shift/report.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const manager = { staff: "M1", pin: "9009" };
const shop = (programme = "counter"): Guest => {
  const it = guest({ programme, type: programme === "counter" ? "basic" : "standard" });
  it.do("staff.put", { staff: "M1", name: "店长", pin: "9009", rights: ["manager"] });
  return it;
};
const list = (made: JsonObject): readonly { coupon: string; code: string }[] => {
  const rows = made["vouchers"];
  if (!Array.isArray(rows)) throw new Error("no vouchers");
  return rows.map((row) => {
    const { coupon, code } = row as JsonObject;
    return { coupon: asText(coupon), code: asText(code) };
  });
};
const sell = (it: Guest, value: number, count = 1, more: JsonObject = {}) =>
  list(it.do("voucher.sell", { value, count, tenders: cash(value * count), ...more }));
const hand = (it: Guest, value: number, expiresOn: string, count = 1) =>
  list(it.do("voucher.hand", { value, count, expiresOn, reason: "开业", approval: manager }));
const bill = (list: number): JsonObject[] => [{ venue: "shop", list, quantity: 1 }];
/** What the journal says is owed to holders. */
const owed = (it: Guest): number =>
  it.world.journal
    .flatMap(({ lines }) => lines)
    .filter(({ account }) => account.startsWith("liab:voucher:bv_"))
    .reduce((sum, { amount }) => sum - amount, 0);
const income = (it: Guest, name: string): number =>
  it.world.journal
    .flatMap(({ lines }) => lines)
    .filter(({ account }) => account.startsWith(`income:${name}`))
    .reduce((sum, { amount }) => sum - amount, 0);

describe("a bearer voucher", () => {
  test("is owed when it is sold and pays a stranger's bill by its code, once", () => {
    const it = shop();
    const [one, two] = sell(it, 10_000, 2);
    expect([owed(it), income(it, "sales")]).toEqual([20_000, 0]);
    const paid = { lines: bill(12_000), vouchers: [one?.code ?? ""], tenders: cash(2_000) };
    const settled = it.do("bill.settle", paid);
    expect(settled).toMatchObject({ due: 12_000 });
    expect([owed(it), income(it, "sales")]).toEqual([10_000, 12_000]);
    expect(it.refused("bill.settle", paid)).toBe("coupon.used");
    expect(it.world.get("coupon", two?.coupon ?? "")).toMatchObject({
      state: "open",
      bearer: { how: "sold", on: "2024-01-10", store: "S1" },
    });
  });

  test("comes back open with a returned bill", () => {
    const it = shop();
    const [one] = sell(it, 10_000);
    const lines = bill(8_000);
    const settled = it.do("bill.settle", { lines, vouchers: [one?.code ?? ""], tenders: [] });
    expect([owed(it), income(it, "breakage")]).toEqual([0, 2_000]);
    it.do("bill.reverse", { bill: settled["bill"], reason: "guest" });
    expect([owed(it), income(it, "breakage")]).toEqual([10_000, 0]);
    expect(it.world.get("coupon", one?.coupon ?? "")?.state).toBe("open");
  });

  test("that was lost is neither blocked nor replaced, for whoever found it holds it", () => {
    const it = shop();
    const [one] = sell(it, 10_000);
    const lost = { coupon: one?.coupon ?? "", reason: "guest says it is lost" };
    expect(it.refused("coupon.void", lost)).toBe("coupon.bearer");
    expect(owed(it)).toBe(10_000);
  });

  test("comes back for its money unused, with a manager, and once", () => {
    const it = shop();
    const [one, two] = sell(it, 10_000, 2);
    const back = { coupon: one?.code ?? "", reason: "bought by mistake" };
    expect(it.refused("voucher.takeBack", back)).toBe("missing.approval");
    expect(it.do("voucher.takeBack", { ...back, approval: manager })).toMatchObject({
      coupon: one?.coupon,
      paid: 10_000,
    });
    expect(owed(it)).toBe(10_000);
    expect(it.refused("voucher.takeBack", { ...back, approval: manager })).toBe(
      "coupon.not_applicable",
    );
    it.do("bill.settle", { lines: bill(10_000), vouchers: [two?.code ?? ""], tenders: [] });
    const used = { coupon: two?.code ?? "", reason: "no", approval: manager };
    expect(it.refused("voucher.takeBack", used)).toBe("coupon.used");
  });

  test("handed out needs a second person, may be voided, and is never paid out", () => {
    const it = shop();
    const given = { value: 5_000, count: 1, expiresOn: "2024-02-01", reason: "开业" };
    expect(it.refused("voucher.hand", given)).toBe("missing.approval");
    const [one] = hand(it, 5_000, "2024-02-01");
    const back = { coupon: one?.code ?? "", reason: "cash please", approval: manager };
    expect(it.refused("voucher.takeBack", back)).toBe("coupon.not_applicable");
    it.do("coupon.void", { coupon: one?.coupon ?? "", reason: "printed twice" });
    expect(owed(it)).toBe(0);
  });

  test("lapses at the close of its last good day, by the close's own list, and is told there", () => {
    const it = shop();
    hand(it, 5_000, "2024-01-11", 3);
    const [late] = hand(it, 7_000, "2024-01-12");
    it.world.clock("2024-01-11T10:00:00+08:00");
    expect(owed(it)).toBe(22_000);
    it.world.clock("2024-01-12T10:00:00+08:00");
    expect([owed(it), income(it, "breakage")]).toEqual([7_000, 15_000]);
    const closed = it.world.last();
    expect(closed).toMatchObject({ result: { businessDate: "2024-01-11", vouchers: 15_000 } });
    it.do("bill.settle", { lines: bill(7_000), vouchers: [late?.code ?? ""], tenders: [] });
    it.world.clock("2024-01-20T10:00:00+08:00");
    expect([owed(it), income(it, "breakage")]).toEqual([0, 15_000]);
  });

  test("keeps to the law that the programme names: its worth, its term", () => {
    const it = shop("demo");
    const tenders = cash(200_000);
    expect(it.refused("voucher.sell", { value: 200_000, count: 1, tenders })).toBe("limit.reached");
    const short = { value: 10_000, count: 1, tenders: cash(10_000), expiresOn: "2026-12-31" };
    expect(it.refused("voucher.sell", short)).toBe("not_permitted");
    expect(sell(it, 10_000, 1, { expiresOn: "2027-01-10" })).toHaveLength(1);
  });

  test("is money in and no income where it is sold: the till's report has its own lines", () => {
    const it = shop();
    const [one, two] = sell(it, 10_000, 3);
    const settled = it.do("bill.settle", {
      lines: bill(10_000),
      vouchers: [one?.code ?? ""],
      tenders: [],
    });
    it.do("voucher.takeBack", { coupon: two?.code ?? "", reason: "no", approval: manager });
    const body = { station: "desk-1", role: "cashier" };
    const report = (): TillReport =>
      it.world.journal.reduce(
        (sum, booked, at) =>
          withEntry(
            sum,
            { hash: "", body: { ...booked, actor: body, seq: at + 1 } } as never,
            "desk-1",
          ),
        emptyReport(0),
      );
    expect(report()).toMatchObject({
      taken: { cash: 20_000 },
      income: { "sales:shop": 10_000 },
      vouchers: {
        sold: { count: 3, amount: 30_000 },
        used: { count: 1, amount: 10_000 },
        returned: { count: 1, amount: 10_000 },
      },
    });
    it.do("bill.reverse", { bill: settled["bill"], reason: "guest" });
    expect(report().vouchers?.used).toEqual({ count: 0, amount: 0 });
  });
});
