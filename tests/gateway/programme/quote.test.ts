// Bills priced, discounted, paid and rewarded: the rulebooks' clauses and the stages one by one.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { describe, expect, it } from "vitest";
import { quoteBill } from "../../../gateway/programme/quote.ts";
import { billOf, line, programmeFile, programmeWith, shipped } from "./bills.ts";

const mudan = shipped("mudan");
const zhaohua = shipped("zhaohua");
const vip = { card: "vip", tier: "vip", balanceBefore: 550_000 };
const gold = { card: "gold", tier: "gold", balanceBefore: 2_000_000 };
const netsOf = (quote: ReturnType<typeof quoteBill>): readonly number[] =>
  quote.lines.map((one) => one.net);

describe("prices and discounts", () => {
  it("a member price is one source, the signed price another, the list a third", () => {
    const suites = [
      line("rooms", 69_800, { quantity: 2, sku: "deluxe_suite" }),
      line("rooms", 63_800, { sku: "multi_suite" }),
    ];
    expect(quoteBill(mudan, billOf(suites, vip)).due).toBe(176_400);
    const room = [line("rooms", 38_800, { sku: "deluxe_single" })];
    const signed = { agreementPrices: { deluxe_single: 32_000 } };
    expect(quoteBill(mudan, billOf(room, gold, signed)).due).toBe(32_000);
    expect(quoteBill(mudan, billOf(room, gold)).due).toBe(38_800);
  });

  it("a member price above today's list does not raise it", () => {
    const quote = quoteBill(mudan, billOf([line("rooms", 30_000, { sku: "std_twin" })], vip));
    expect(quote.due).toBe(30_000);
    expect(quote.lines[0]?.refused).toContainEqual({
      rule: "price.vip.std_twin",
      cite: "二.2",
      why: "no_gain",
    });
  });

  it("tags keep dishes and drinks apart, and every line says why", () => {
    const quote = quoteBill(
      mudan,
      billOf(
        [
          line("cn_restaurant", 30_000),
          line("cn_restaurant", 12_000, { tags: ["drinks"] }),
          line("cn_restaurant", 20_000, { tags: ["seafood"] }),
          line("cn_restaurant", 8_800, { tags: ["special"] }),
        ],
        vip,
      ),
    );
    expect(netsOf(quote)).toEqual([26_400, 12_000, 20_000, 8_800]);
    expect(quote.earns["pts"]).toMatchObject({ quantity: 5, carry: 8_400 });
    expect(quote.lines[0]?.applied).toEqual([
      { rule: "disc.cn_restaurant", cite: "二.3", amount: 3_600 },
    ]);
    expect(quote.lines[1]?.refused).toContainEqual({
      rule: "disc.cn_restaurant",
      cite: "二.3",
      why: "not_met",
      fact: "tags",
    });
  });

  it("of card and house offer the lower alone counts", () => {
    const dish = [line("cn_restaurant", 40_000)];
    const lunch = { offers: [{ id: "lunch", venue: "cn_restaurant", payRatio: 9_000 }] };
    const quote = quoteBill(mudan, billOf(dish, vip, lunch));
    expect(quote.due).toBe(35_200);
    expect(quote.lines[0]?.refused).toContainEqual({
      rule: "offer:lunch",
      why: "beaten",
      by: "disc.cn_restaurant",
    });
    const opening = { offers: [{ id: "opening", venue: "cn_restaurant", payRatio: 8_000 }] };
    const better = quoteBill(
      mudan,
      billOf([...dish, line("cn_restaurant", 5_000, { tags: ["drinks"] })], vip, opening),
    );
    expect(netsOf(better)).toEqual([32_000, 4_000]);
    expect(better.lines[0]?.refused).toContainEqual({
      rule: "disc.cn_restaurant",
      cite: "二.3",
      why: "beaten",
      by: "offer:opening",
    });
  });

  it("each line is rounded for itself, half up", () => {
    const lines = [3_333, 3_555, 3_835].map((list) => line("cn_restaurant", list));
    expect(netsOf(quoteBill(mudan, billOf(lines, vip)))).toEqual([2_933, 3_128, 3_375]);
  });

  it("a bill rounded once loses nothing to its lines", () => {
    const half = programmeWith({
      rounding: { money: "half_up", per: "bill" },
      rules: [{ id: "half", at: "discount", then: { payRatio: 5_000 } }],
    });
    const lines = [line("a", 101), line("b", 101), line("c", 101)];
    const quote = quoteBill(half, billOf(lines));
    expect(quote.due).toBe(152);
    expect(quote.lines.every((one) => one.list - one.net === one.applied[0]?.amount)).toBe(true);
    const jiao = programmeWith({
      rounding: { money: "floor", unit: 10, per: "bill" },
      rules: [{ id: "half", at: "discount", then: { payRatio: 5_000 } }],
    });
    expect(quoteBill(jiao, billOf(lines)).due).toBe(150);
  });
});

describe("a card that does not count", () => {
  const room = [line("rooms", 28_800, { sku: "deluxe_twin" })];
  it("leaves the bill as a guest's, and says why on every rule it would have had", () => {
    const facts = { card: "member", maxSingleTopup: 100_000 };
    const quote = quoteBill(zhaohua, billOf(room, facts, { recognised: "pin.wrong" }));
    expect(quote.due).toBe(28_800);
    expect(quote.tenders).toEqual([{ type: "cash", amount: 28_800 }]);
    expect(quote.earns).toEqual({});
    expect(quote.lines[0]?.refused.map((one) => [one.rule, one.why])).toEqual([
      ["disc.room", "pin.wrong"],
      ["disc.room80", "pin.wrong"],
      ["earn.base", "pin.wrong"],
    ]);
  });

  it("that was not shown is missing", () => {
    const quote = quoteBill(zhaohua, billOf(room, {}, { recognised: null }));
    expect(quote.lines[0]?.refused[0]?.why).toBe("missing.card");
    expect(quote.benefits).toEqual([]);
  });
});

describe("payment", () => {
  it("a voucher pays after the discount, gives no change, and its part earns nothing", () => {
    const voucher = { vouchers: [{ coupon: "v", value: 3_000 }] };
    const quote = quoteBill(mudan, billOf([line("cn_restaurant", 20_000)], vip, voucher));
    expect(quote).toMatchObject({
      due: 17_600,
      tenders: [
        { type: "voucher", amount: 3_000 },
        { type: "stored", amount: 14_600 },
      ],
      earns: { pts: { quantity: 1, carry: 4_600 } },
    });
    const small = quoteBill(
      mudan,
      billOf([line("shop", 3_200)], vip, { vouchers: [{ coupon: "v", value: 5_000 }] }),
    );
    expect(small.voucherUse).toEqual([{ coupon: "v", used: 3_200, forfeited: 1_800 }]);
    expect(small.tenders).toEqual([{ type: "voucher", amount: 3_200 }]);
  });

  it("a second voucher is one too many", () => {
    const two = {
      vouchers: [
        { coupon: "v", value: 1 },
        { coupon: "w", value: 1 },
      ],
    };
    expect(quoteBill(mudan, billOf([line("shop", 12_000)], vip, two)).denied).toEqual({
      code: "coupon.not_applicable",
      cite: "三.3",
      rule: "voucher",
    });
  });

  it("stored value goes first, cash makes up what is missing", () => {
    const quote = quoteBill(
      mudan,
      billOf(
        [line("shop", 30_000)],
        { ...vip, balanceBefore: 20_000 },
        { holdings: { stored: 20_000 } },
      ),
    );
    expect(quote.tenders).toEqual([
      { type: "stored", amount: 20_000 },
      { type: "cash", amount: 10_000 },
    ]);
  });

  it("a venue the card does not pay in is proposed in cash and limits what the card may pay", () => {
    const quote = quoteBill(mudan, billOf([line("mahjong", 12_000), line("shop", 5_000)], vip));
    expect(quote.tenders).toEqual([
      { type: "stored", amount: 5_000 },
      { type: "cash", amount: 9_600 },
    ]);
    expect(quote.payable).toEqual({ stored: 5_000 });
  });

  it("points pay in whole steps, never more than is due, and only when asked", () => {
    const demo = shipped("demo");
    const facts = { card: "standard", tier: "standard" };
    const ask = { holdings: { stored: 0, pts: 990 }, redeem: [{ asset: "pts", quantity: 950 }] };
    const quote = quoteBill(demo, billOf([line("shop", 9_900)], facts, ask));
    expect(quote.tenders).toEqual([
      { type: "pts", amount: 4_500 },
      { type: "cash", amount: 5_400 },
    ]);
    expect(quote.redeemed).toEqual([{ asset: "pts", quantity: 900, amount: 4_500 }]);
    expect(quote.earns["pts"]?.quantity).toBe(5);
    const free = quoteBill(demo, billOf([line("shop", 9_900)], facts, { holdings: { pts: 990 } }));
    expect(free.tenders).toEqual([{ type: "cash", amount: 9_900 }]);
  });
});

describe("entitlements", () => {
  it("punches pay for the dearest units first and for no more than there are", () => {
    const demo = shipped("demo");
    const bill = billOf(
      [
        line("restaurant", 3_800, { sku: "breakfast" }),
        line("restaurant", 4_800, { sku: "breakfast", quantity: 2 }),
      ],
      { card: "standard", tier: "standard" },
      { holdings: { breakfast: 2 } },
    );
    const quote = quoteBill(demo, bill);
    expect(quote.lines.map((one) => one.used)).toEqual([[], [{ asset: "breakfast", quantity: 2 }]]);
    expect(quote.due).toBe(3_610);
    expect(quote.redeemed).toEqual([{ asset: "breakfast", quantity: 2, amount: 0 }]);
  });

  it("a free night won by points pays for a room of its kinds when the guest asks", () => {
    const room = [line("rooms", 28_800, { sku: "single" })];
    const has = {
      holdings: { stored: 0, free_night: 1 },
      redeem: [{ asset: "free_night", quantity: 1 }],
    };
    const quote = quoteBill(zhaohua, billOf(room, { card: "member" }, has));
    expect(quote.due).toBe(0);
    expect(quote.earns["pts"]?.quantity).toBe(0);
    expect(
      quoteBill(zhaohua, billOf(room, { card: "member" }, { holdings: { free_night: 1 } })).due,
    ).toBe(25_344);
  });

  it("a pass opens the door at no price", () => {
    const retail = shipped("retail");
    const visit = [line("gym", 5_000, { sku: "gym_visit", quantity: 2 })];
    expect(quoteBill(retail, billOf(visit, {}, { holdings: { "pass.gym": 1 } })).due).toBe(0);
    expect(quoteBill(retail, billOf(visit, {}, { holdings: {} })).due).toBe(10_000);
  });
});

describe("discounts of the whole bill", () => {
  const retail = shipped("retail");
  it("spend-and-save counts the bill as it would stand, and the better offer of its group wins", () => {
    const quote = (list: number) =>
      quoteBill(retail, billOf([line("shop", list)], { tier: "silver" }));
    expect(quote(19_999).due).toBe(18_999);
    expect(quote(20_000).due).toBe(17_000);
    expect(quote(20_500).due).toBe(17_500);
    expect(quote(80_000).due).toBe(76_000);
    expect(quote(80_000).lines[0]?.refused).toContainEqual({
      rule: "full_off",
      why: "beaten",
      by: "disc.silver",
    });
    expect(quote(20_000).lines[0]?.refused).toContainEqual({
      rule: "disc.silver",
      why: "beaten",
      by: "full_off",
    });
  });

  it("money off the bill is shared over its lines by largest remainder", () => {
    const quote = quoteBill(
      retail,
      billOf([line("a", 10_000), line("b", 10_000), line("c", 10_000)]),
    );
    expect(netsOf(quote)).toEqual([9_000, 9_000, 9_000]);
    expect(quote.due).toBe(27_000);
  });

  it("of every three dumplings, dearest first, the cheapest is free, twice at most", () => {
    const demo = shipped("demo");
    const facts = { card: "standard", tier: "standard" };
    const dumplings = (list: number, quantity: number) =>
      line("shop", list, { sku: "dumplings", quantity });
    expect(quoteBill(demo, billOf([dumplings(3_000, 3)], facts)).due).toBe(6_000);
    expect(quoteBill(demo, billOf([dumplings(3_000, 2), dumplings(2_000, 1)], facts)).due).toBe(
      6_000,
    );
    expect(quoteBill(demo, billOf([dumplings(1_000, 12)], facts)).due).toBe(10_000);
    expect(quoteBill(demo, billOf([dumplings(1_000, 2)], facts)).due).toBe(2_000);
    expect(quoteBill(demo, billOf([dumplings(1, 1_000_000_000)], facts)).due).toBe(999_999_998);
  });
});

describe("earning", () => {
  it("carries the remainder where the programme says so and floors where it does not", () => {
    const carried = quoteBill(
      mudan,
      billOf([line("shop", 16_800)], vip, { carry: { pts: 3_800 } }),
    );
    expect(carried.earns["pts"]).toMatchObject({ quantity: 2, carry: 600 });
    const floored = quoteBill(zhaohua, billOf([line("tea", 19_900)]));
    expect(floored.earns["pts"]).toMatchObject({ quantity: 1, carry: 0 });
  });

  it("names the asset with nothing earned when the card counts", () => {
    const empty = quoteBill(mudan, billOf([line("shop", 50_000)], { ...vip, balanceBefore: 0 }));
    expect(empty.earns["pts"]).toMatchObject({ quantity: 0, carry: 0 });
  });

  it("multiplies after adding, the better of a group, floored once", () => {
    const retail = shipped("retail");
    const bill = billOf([line("x", 1_999, { sku: "shampoo" })], { birthdayToday: true, hour: 15 });
    expect(quoteBill(retail, bill).earns["pts"]).toMatchObject({ quantity: 19 * 2 + 50 });
  });

  it("counts visits, units and nights where the rule says so", () => {
    const counted = programmeWith({
      rules: [
        {
          id: "visit",
          at: "earn",
          then: { points: { asset: "pts", per: 1, give: 5, base: "visit" } },
        },
        {
          id: "unit",
          at: "earn",
          when: { venue: "cafe" },
          then: { points: { asset: "pts", per: 2, give: 3, base: "unit" } },
        },
        {
          id: "night",
          at: "earn",
          when: { venue: "rooms" },
          then: { points: { asset: "pts", per: 1, give: 100, base: "night" } },
        },
      ],
    });
    const bill = billOf([line("cafe", 100, { quantity: 5 }), line("rooms", 100, { quantity: 2 })]);
    expect(quoteBill(counted, bill).earns["pts"]?.quantity).toBe(5 + 6 + 200);
  });
});

describe("bills that cannot be", () => {
  it("are refused by name and not computed", () => {
    const huge = quoteBill(mudan, billOf([line("shop", 2 ** 53)]));
    expect(huge.denied).toEqual({ code: "amount.out_of_range" });
    expect(huge.lines).toEqual([]);
    expect(
      quoteBill(mudan, billOf([line("shop", 900_000_000_000, { quantity: 9 })])).denied?.code,
    ).toBe("amount.out_of_range");
    expect(quoteBill(mudan, billOf([line("shop", 1.5)])).denied?.code).toBe("amount.out_of_range");
    expect(quoteBill(mudan, billOf([line("shop", 1, { quantity: 0 })])).denied?.code).toBe(
      "amount.out_of_range",
    );
  });

  it("a bill without lines is nothing due", () => {
    expect(quoteBill(mudan, billOf([], vip))).toMatchObject({ due: 0, tenders: [], lines: [] });
  });

  it("a deny rule refuses the whole bill with its clause", () => {
    const file = programmeFile("counter");
    const closed = programmeWith({
      rules: [
        ...file.rules,
        {
          id: "no_vapes",
          cite: "9",
          at: "price",
          when: { tags: { any: ["vape"] } },
          then: { deny: "not_permitted" },
        },
      ],
    });
    expect(quoteBill(closed, billOf([line("shop", 1, { tags: ["vape"] })])).denied).toEqual({
      code: "not_permitted",
      rule: "no_vapes",
      cite: "9",
    });
    expect(quoteBill(closed, billOf([line("shop", 1)])).denied).toBeUndefined();
  });

  it("ten thousand lines are quoted in one piece", () => {
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      line("cn_restaurant", 1_000 + index),
    );
    const quote = quoteBill(mudan, billOf(lines, vip));
    expect(quote.lines).toHaveLength(10_000);
    expect(quote.due).toBe(quote.lines.reduce((sum, one) => sum + one.net, 0));
  });
});
