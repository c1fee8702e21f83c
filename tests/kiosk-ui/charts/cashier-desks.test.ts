// The desks' pure parts: what may begin from which card, which units come back, which code names a receipt.
import { describe, expect, test } from "vitest";
import {
  actionByLetter,
  cardActions,
  fieldsFor,
  firstAction,
  mayBegin,
} from "../../../kiosk-ui/charts/cashier/card-desk.ts";
import {
  allPicks,
  noPicks,
  pick,
  pickSku,
  receiptIn,
  toLines,
} from "../../../kiosk-ui/charts/cashier/refund.ts";
import { receiptCode } from "../../../gateway/ledger/receipt-code.ts";
import { fc } from "../../support/seeded.ts";

describe("the card desk", () => {
  test("begins nothing with a card that is closed or replaced", () => {
    for (const [action] of cardActions)
      for (const state of ["closed", "replaced"]) expect(mayBegin(action, state)).toBe(false);
  });

  test("replaces lost cards only and offers that first", () => {
    expect(mayBegin("replace", "lost")).toBe(true);
    expect(mayBegin("replace", "active")).toBe(false);
    expect(firstAction("lost")).toBe("replace");
    for (const state of ["active", "expired", "lost", "blocked"])
      expect(mayBegin(firstAction(state), state)).toBe(true);
  });

  test("asks for a card's PIN only where its type has one, and for two persons when money goes out", () => {
    expect(fieldsFor("refund", { pin: false })).not.toContain("cardPin");
    expect(fieldsFor("refund", { pin: true })).toContain("cardPin");
    expect(fieldsFor("refund", { pin: false })).toContain("second");
  });

  test("has a letter of its own for each act", () => {
    const letters = cardActions.map(([, letter]) => letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters.map(actionByLetter)).toEqual(cardActions.map(([action]) => action));
  });
});

const rows = [
  { sku: "tea", quantity: 3, returned: 1 },
  { sku: "swim", quantity: 1, returned: 1 },
  { sku: "tea", quantity: 1, returned: 0 },
];

describe("a refund", () => {
  test("takes back by scan what is left of those goods, row after row, and then says no", () => {
    let picks = noPicks(rows);
    for (const expected of [
      [1, 0, 0],
      [2, 0, 0],
      [2, 0, 1],
    ]) {
      picks = pickSku(rows, picks, "tea") ?? [];
      expect(picks).toEqual(expected);
    }
    expect(pickSku(rows, picks, "tea")).toBeUndefined();
    expect(pickSku(rows, picks, "swim")).toBeUndefined();
  });

  test("never picks more than is left nor less than none, whatever is typed", () => {
    fc.assert(
      fc.property(fc.nat(2), fc.oneof(fc.integer(), fc.constant(Number.NaN)), (at, units) => {
        const picks = pick(rows, noPicks(rows), { at, units: Number.isNaN(units) ? 0 : units });
        const most = allPicks(rows);
        return picks.every((one, each) => one >= 0 && one <= (most[each] ?? 0));
      }),
    );
  });

  test("names only rows that something of comes back", () => {
    expect(toLines([0, 2, 0, 1])).toEqual([
      { line: 1, quantity: 2 },
      { line: 3, quantity: 1 },
    ]);
  });

  test("reads the receipt out of the symbol on the paper, and takes nothing else for one", () => {
    const hash = "ab".repeat(32);
    expect(receiptIn(receiptCode({ receipt: "r_0123456789", hash }))).toBe("r_0123456789");
    expect(receiptIn(" r_0123456789 ")).toBe("r_0123456789");
    for (const text of ["6901234567892", "tg1::x", "", "r_"])
      expect(receiptIn(text)).toBeUndefined();
  });
});
