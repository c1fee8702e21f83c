// The cashier's basket and tender split as pure values.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import {
  editableAmount,
  formatAmount,
  parseAmount,
} from "../../../kiosk-ui/charts/cashier/amount.ts";
import {
  addItem,
  addVoucher,
  cameSince,
  emptyBasket,
  forNextItem,
  listTotal,
  readBasket,
  setQuantity,
  showCard,
  toBill,
  withNote,
  withoutCard,
} from "../../../kiosk-ui/charts/cashier/basket.ts";
import { toSale } from "../../../kiosk-ui/charts/cashier/sale.ts";
import {
  cashSuggestions,
  planTenders,
  toTenders,
} from "../../../kiosk-ui/charts/cashier/tender.ts";

const tea = { venue: "tea", sku: "t1", description: "龙井", list: 3800, tags: [] };

describe("the basket", () => {
  test("counts the same item up and obeys the quantity typed before it", () => {
    const basket = addItem(forNextItem(addItem(emptyBasket, tea), 3), tea);
    expect(basket.lines).toEqual([{ ...tea, quantity: 4 }]);
    expect(listTotal(basket)).toBe(15_200);
    expect(basket.nextQuantity).toBe(1);
  });

  test("drops a line whose quantity becomes nought and marks its neighbour", () => {
    const two = addItem(addItem(emptyBasket, tea), { ...tea, sku: "t2" });
    const one = setQuantity(two, 0);
    expect(one.lines).toHaveLength(1);
    expect(one.marked).toBe(0);
  });

  test("becomes a bill, with the card only while it is shown", () => {
    const basket = showCard(addItem(emptyBasket, tea), "c_1");
    expect(toBill(basket)).toMatchObject({ card: { card: "c_1" }, lines: [{ quantity: 1 }] });
    expect(toBill(withoutCard(basket))).not.toHaveProperty("card");
  });

  test("that was handed over leaves what came since, and nothing of its own", () => {
    const cake = { ...tea, sku: "t2", description: "蛋糕" };
    const open = { venue: "tea", description: "散客消费", list: 1_000, tags: [] };
    const then = addVoucher(addItem(addItem(showCard(emptyBasket, "c_1"), tea), open), "v_1");
    expect(cameSince(then, then)).toEqual(emptyBasket);
    const now = addVoucher(addItem(addItem(addItem(then, tea), cake), open), "v_2");
    expect(cameSince(now, then)).toEqual({
      ...emptyBasket,
      lines: [
        { ...tea, quantity: 1 },
        { ...cake, quantity: 1 },
        { ...open, quantity: 1 },
      ],
      marked: 2,
      vouchers: ["v_2"],
    });
    expect(cameSince(emptyBasket, then)).toEqual(emptyBasket);
  });

  test("is read back as it was kept; anything else gives an empty basket", () => {
    const basket = showCard(addItem(emptyBasket, tea), "c_1");
    expect(readBasket(JSON.stringify(basket))).toEqual(basket);
    for (const text of [null, "", "{", "[]", '{"lines":[{}],"marked":0}'])
      expect(readBasket(text)).toEqual(emptyBasket);
  });
});

describe("a note on the basket", () => {
  const noted = withNote(addItem(emptyBasket, tea), { text: " no ice ", printed: true });

  test("is kept trimmed with the basket, and an empty one takes it away", () => {
    expect(noted.note).toEqual({ text: "no ice", printed: true });
    expect(readBasket(JSON.stringify(noted))).toEqual(noted);
    expect(withNote(noted, { text: "  ", printed: true })).not.toHaveProperty("note");
    expect(withNote(noted, { text: "x".repeat(300), printed: false }).note?.text).toHaveLength(200);
  });

  test("that is none makes a kept basket unreadable", () => {
    for (const note of ["no ice", { text: 1, printed: true }, { text: "x" }])
      expect(readBasket(JSON.stringify({ ...noted, note }))).toEqual(emptyBasket);
  });

  test("goes with the sale, not with the quote", () => {
    expect(toBill(noted)).not.toHaveProperty("note");
    const plan = { voucher: 0, stored: 0, other: 0, cashDue: 3_800, cash: 3_800, change: 0 };
    const sale = toSale({ basket: noted, pin: undefined, approval: undefined, plan, edits: {} });
    expect(sale.note).toEqual({ text: "no ice", printed: true });
  });
});

describe("the tender split", () => {
  const proposed = [
    { type: "voucher", amount: 3000 },
    { type: "stored", amount: 5000 },
    { type: "cash", amount: 2000 },
  ];

  test("follows the quote's proposal until somebody edits it", () => {
    const plan = planTenders({ due: 10_000, proposed, available: 5000, edits: {} });
    expect(plan).toEqual({
      voucher: 3000,
      stored: 5000,
      other: 0,
      cashDue: 2000,
      cash: 2000,
      change: 0,
    });
    expect(toTenders(plan, {})).toEqual([
      { type: "stored", amount: 5000 },
      { type: "cash", amount: 2000 },
    ]);
  });

  test("gives change for the note that was handed over, and says what is short", () => {
    const due = { due: 10_000, proposed, available: 5000 };
    expect(planTenders({ ...due, edits: { cash: 5000 } }).change).toBe(3000);
    expect(planTenders({ ...due, edits: { cash: 1000 } }).problem).toBe("cash_short");
    expect(planTenders({ ...due, edits: { stored: 6000 } }).problem).toBe("stored_short");
    expect(
      planTenders({ ...due, edits: { other: { type: "wechat", amount: 9000 } } }).problem,
    ).toBe("too_much");
  });

  test("always adds up to what is due, plus the change", () => {
    fc.assert(
      fc.property(fc.nat(1e7), fc.nat(1e7), fc.nat(1e7), (due, voucher, stored) => {
        const v = Math.min(voucher, due);
        const s = Math.min(stored, due - v);
        const plan = planTenders({
          due,
          proposed: [
            { type: "voucher", amount: v },
            { type: "stored", amount: s },
          ],
          available: s,
          edits: {},
        });
        expect(plan.voucher + plan.stored + plan.other + plan.cash - plan.change).toBe(due);
      }),
    );
  });

  test("suggests round notes above the amount", () => {
    expect(cashSuggestions(1080)).toEqual([2000, 5000, 10_000]);
    expect(cashSuggestions(10_000)).toEqual([]);
  });
});

describe("amounts", () => {
  test("are typed and shown without ever being a float", () => {
    expect([parseAmount("12"), parseAmount("12.5"), parseAmount("1,234.05")]).toEqual([
      1200, 1250, 123_405,
    ]);
    for (const text of ["", "-1", "1.234", "1e3", "abc", "9999999999"])
      expect(parseAmount(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(99_999_999_999), (minor) => {
        expect(parseAmount(editableAmount(minor))).toBe(minor);
        expect(parseAmount(formatAmount(minor))).toBe(minor);
      }),
    );
  });
});
