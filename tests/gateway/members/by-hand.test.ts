// What a cashier takes off by hand: who may, how it comes back with a return, and what the bill keeps of it.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";

const line = (list: number, quantity: number, off: number): JsonObject => ({
  venue: "shop",
  list,
  quantity,
  off,
});
const byHand = { reason: "scratched" };
const approval = { staff: "M1", pin: "1111" };

/** A till with a cashier on duty; a manager is in the house. */
const till = (): Guest => {
  const it = guest({ programme: "counter", type: "basic", topUp: 100_000 });
  it.do("staff.put", { staff: "M1", name: "赵敏", rights: ["manager"], pin: "1111" });
  it.do("staff.put", { staff: "C1", name: "小刘", rights: ["cashier"], pin: "2222" });
  it.world.actor({ staff: "C1", rights: ["cashier"] });
  return it;
};

const settle = (it: Guest, lines: readonly JsonObject[], due: number, more: JsonObject = {}) =>
  it.do("bill.settle", { lines, tenders: cash(due), byHand, ...more });

describe("a line reduced by hand", () => {
  test("costs that much less, says so among its reasons and on the receipt", () => {
    const it = till();
    const done = settle(it, [line(1_050, 2, 50), line(300, 1, 0)], 2_350);
    expect(done).toMatchObject({
      due: 2_350,
      lines: [{ net: 2_050, applied: [{ rule: "till:off", amount: 50 }] }, { applied: [] }],
    });
    const said = it.world.last();
    const rows = said?.kind === "accepted" ? (said.receipt?.rows ?? []) : [];
    expect(rows).toContainEqual({ label: "discount", amount: { value: -50, unit: "CNY" } });
  });

  test("comes after the programme's own discount and never makes a line cost less than nothing", () => {
    const it = guest({ programme: "mudan", type: "vip", topUp: 500_000, fee: 1_000 });
    it.world.actor({ staff: "M2", rights: ["manager"] });
    const dish = { venue: "cn_restaurant", list: 10_000, quantity: 1 };
    const card = { card: { card: it.card } };
    expect(settle(it, [{ ...dish, off: 800 }], 8_000, card)).toMatchObject({ due: 8_000 });
    expect(settle(it, [{ ...dish, off: 9_999 }], 0, card)).toMatchObject({ due: 0 });
  });

  test("needs a reason, and from 1.00 on a manager: the one on duty or a second person", () => {
    const it = till();
    const bill = (off: number, more: JsonObject = {}) => ({
      lines: [line(1_000, 1, off)],
      tenders: cash(1_000 - off),
      byHand,
      ...more,
    });
    const { byHand: _why, ...silent } = bill(99);
    expect(it.refused("bill.settle", silent)).toBe("missing.reason");
    expect(it.do("bill.settle", bill(99))).toMatchObject({ due: 901 });
    expect(it.refused("bill.settle", bill(100))).toBe("missing.approval");
    const wrong = { byHand: { ...byHand, approval: { ...approval, pin: "9999" } } };
    expect(it.refused("bill.settle", bill(100, wrong))).toBe("missing.approval");
    const approved = { byHand: { ...byHand, approval } };
    expect(it.do("bill.settle", bill(100, approved))).toMatchObject({ due: 900 });
    const settled = JSON.stringify(it.world.last());
    expect(settled).toContain('"byHand":{"reason":"scratched","approvedBy":"M1"}');
    expect(settled).not.toContain("v:1111");
    it.world.actor({ staff: "M1", rights: ["manager"] });
    expect(it.do("bill.settle", bill(100))).toMatchObject({ due: 900 });
  });

  test("two of them together are judged by their sum", () => {
    const it = till();
    const two = { lines: [line(1_000, 1, 60), line(500, 1, 60)], tenders: cash(1_380), byHand };
    expect(it.refused("bill.settle", two)).toBe("missing.approval");
  });

  test("is no matter of a kiosk", () => {
    const it = till();
    const bill = { lines: [line(1_000, 1, 10)], tenders: cash(990), byHand, where: "kiosk" };
    expect(it.refused("bill.settle", bill)).toBe("not_permitted");
  });

  test("comes back with a return in its part, and all of what was paid with the whole", () => {
    const sold = fc.record({
      list: fc.integer({ min: 1, max: 50_000 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      off: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(sold, { minLength: 1, maxLength: 4 }), fc.nat(), (lines, seed) => {
        const it = till();
        it.world.actor({ staff: "M1", rights: ["manager"] });
        const nets = lines.map(({ list, quantity, off }) => Math.max(0, list * quantity - off));
        const due = nets.reduce((sum, net) => sum + net, 0);
        const asked = lines.map(({ list, quantity, off }) => line(list, quantity, off));
        const { bill = "" } = settle(it, asked, due);
        const at = seed % lines.length;
        const back = { bill, reason: "test" };
        const one = it.do("bill.reverse", { ...back, lines: [{ line: at, quantity: 1 }] });
        const units = lines[at]?.quantity ?? 1;
        const first = cashOf(one);
        expect(Math.abs(first - (nets[at] ?? 0) / units)).toBeLessThanOrEqual(1);
        const isAll = lines.length === 1 && units === 1;
        const rest = isAll ? 0 : cashOf(it.do("bill.reverse", back));
        expect(first + rest).toBe(due);
      }),
      { numRuns: 60 },
    );
  });
});

describe("an offer of the till", () => {
  const meal = { venue: "shop", list: 20_000, quantity: 1 };
  const bill = (payRatio: number, due: number, more: JsonObject = {}): JsonObject => ({
    lines: [meal],
    offers: [{ id: "lunch", payRatio }],
    tenders: cash(due),
    ...more,
  });
  const approved = { byHand: { reason: "lunch", approval } };

  test("that saves more than small change needs a manager as a discount by hand does", () => {
    const it = till();
    expect(it.refused("bill.settle", bill(9_000, 18_000))).toBe("missing.approval");
    expect(it.refused("bill.settle", bill(0, 0))).toBe("missing.approval");
    const alone = bill(9_000, 18_000, { byHand });
    expect(it.refused("bill.settle", alone)).toBe("missing.approval");
    const own = { reason: "lunch", approval: { staff: "C1", pin: "2222" } };
    expect(it.refused("bill.settle", bill(9_000, 18_000, { byHand: own }))).toBe(
      "missing.approval",
    );
    expect(it.do("bill.settle", bill(9_000, 18_000, approved))).toMatchObject({ due: 18_000 });
    expect(JSON.stringify(it.world.last())).toContain(
      '"byHand":{"reason":"lunch","offered":2000,"approvedBy":"M1"}',
    );
    it.world.actor({ staff: "M1", rights: ["manager"] });
    expect(it.do("bill.settle", bill(9_000, 18_000))).toMatchObject({ due: 18_000 });
  });

  test("that saves less is the cashier's; together with what is taken off by hand it may be too much", () => {
    const it = till();
    expect(it.do("bill.settle", bill(9_960, 19_920))).toMatchObject({ due: 19_920 });
    const both = bill(9_960, 19_890, { lines: [{ ...meal, off: 30 }], byHand });
    expect(it.refused("bill.settle", both)).toBe("missing.approval");
  });

  test("split over many lines, or hidden behind a second one, is judged by all it saves", () => {
    const it = till();
    const lines = Array.from({ length: 20 }, () => ({ venue: "shop", list: 1_000, quantity: 1 }));
    const many = { ...bill(9_900, 19_800), lines };
    expect(it.refused("bill.settle", many)).toBe("missing.approval");
    const two = [
      { id: "small", payRatio: 9_990 },
      { id: "all", payRatio: 1 },
    ];
    expect(it.refused("bill.settle", { ...bill(1, 2), offers: two })).toBe("missing.approval");
  });

  test("is a connected program's own word, and never a kiosk's", () => {
    const it = till();
    it.world.actor({ role: "integration", rights: [] });
    expect(it.do("bill.settle", bill(9_000, 18_000))).toMatchObject({ due: 18_000 });
    it.world.actor({ role: "kiosk", rights: [] });
    const kiosk = bill(9_000, 18_000, { where: "kiosk" });
    expect(it.refused("bill.settle", kiosk)).toBe("not_permitted");
  });
});

const cashOf = (answer: JsonObject): number => {
  const { returned } = answer;
  const cashBack =
    typeof returned === "object" && returned !== null && "cash" in returned ? returned["cash"] : 0;
  return typeof cashBack === "number" ? cashBack : 0;
};
