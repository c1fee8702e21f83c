// What is taken off by hand: whole units, in their shares, never more than a line costs.
import { describe, expect, test } from "vitest";
import {
  addItem,
  emptyBasket,
  setQuantity,
  toBill,
} from "../../../kiosk-ui/charts/cashier/basket.ts";
import {
  byHandOf,
  offRule,
  offsFor,
  payRatioIn,
  roundDown,
  takeOff,
} from "../../../kiosk-ui/charts/cashier/by-hand.ts";
import { fc } from "../../support/seeded.ts";

const basketOf = (lists: readonly number[]) =>
  lists.reduce(
    (basket, list, at) =>
      addItem(basket, { venue: "shop", sku: `s${at}`, description: `${at}`, list, tags: [] }),
    emptyBasket,
  );
/** As the gateway prices it when the programme gives nothing. */
const priced = ({ lines }: ReturnType<typeof basketOf>) =>
  lines.map(({ list, quantity, off = 0 }) => ({
    net: list * quantity - off,
    applied: off === 0 ? [] : [{ rule: offRule, amount: off }],
  }));
const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);
const dueOf = (basket: ReturnType<typeof basketOf>): number =>
  sum(priced(basket).map(({ net }) => net));

describe("a discount by hand", () => {
  test("is read as the language says it", () => {
    expect(payRatioIn("9", false)).toBe(9_000);
    expect(payRatioIn("9.5", false)).toBe(9_500);
    expect(payRatioIn("8.88", false)).toBe(8_880);
    expect(payRatioIn("5", true)).toBe(9_500);
    expect(payRatioIn("12.5", true)).toBe(8_750);
    for (const [text, english] of [
      ["10", false],
      ["0", false],
      ["0", true],
      ["100", true],
      ["nine", false],
      ["-1", true],
      ["", true],
    ] as const)
      expect(payRatioIn(text, english)).toBeUndefined();
  });

  test("of the whole bill is shared out to the unit; asked again it takes the place of the first", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 9_999 }), (lists, payRatio) => {
        const basket = basketOf(lists);
        const list = sum(lists);
        const less = { kind: "ratio", payRatio } as const;
        const once = takeOff(basket, offsFor(basket, priced(basket), { scope: "bill", less }), "r");
        expect(dueOf(once)).toBe(Math.round((list * payRatio) / 10_000));
        const again = offsFor(once, priced(once), { scope: "bill", less });
        expect(again).toEqual(once.lines.map(({ off = 0 }) => off));
        for (const { net } of priced(once)) expect(net).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("of one line leaves the others alone and never takes more than it costs", () => {
    const basket = takeOff(basketOf([1_000, 500]), [100, 0], "scratched");
    const less = { kind: "amount", amount: 9_999 } as const;
    expect(offsFor(basket, priced(basket), { scope: "line", less })).toEqual([100, 500]);
  });

  test("is gone with the quantity it was given for, and kept with the line otherwise", () => {
    const basket = takeOff(basketOf([1_000, 500]), [0, 50], "scratched");
    expect(toBill(basket).lines.map(({ off }) => off)).toEqual([undefined, 50]);
    expect(byHandOf(basket, undefined)).toEqual({ byHand: { reason: "scratched" } });
    const approval = { staff: "1002", pin: "5678" };
    expect(byHandOf(basket, approval).byHand?.approval).toEqual(approval);
    expect(JSON.stringify(basket)).not.toContain("5678");
    const three = setQuantity(basket, 3);
    expect(byHandOf(three, approval)).toEqual({});
  });
});

describe("a sum rounded down", () => {
  test("has whole units of money, and is given back when asked once more", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(amounts, (lists) => {
        const basket = basketOf(lists);
        const rounded = roundDown(basket, priced(basket), "rounded");
        expect(dueOf(rounded)).toBe(sum(lists) - (sum(lists) % 100));
        const back = roundDown(rounded, priced(rounded), "rounded");
        expect(dueOf(back)).toBe(sum(lists));
        expect(byHandOf(back, undefined)).toEqual({});
      }),
    );
  });

  test("keeps what was taken off for another reason, and its reason", () => {
    const basket = takeOff(basketOf([1_050]), [100], "scratched");
    const rounded = roundDown(basket, priced(basket), "rounded");
    expect(dueOf(rounded)).toBe(900);
    expect(rounded.reason).toBe("scratched");
    expect(roundDown(rounded, priced(rounded), "rounded")).toBe(rounded);
  });
});
