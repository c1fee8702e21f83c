// Issue, top-up, rewards, benefits and commission.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { describe, expect, it } from "vitest";
import {
  benefits,
  commission,
  issueTerms,
  rewardTerms,
  topUpTerms,
} from "../../../gateway/programme/terms.ts";
import { programmeFile, programmeWith, shipped } from "./bills.ts";

const mudan = shipped("mudan");
const zhaohua = shipped("zhaohua");

describe("issue", () => {
  const open = { hours: ["desk"], channel: "desk" };

  it("takes a first top-up or the year's spend, to the fen", () => {
    expect(issueTerms(mudan, "vip", { ...open, firstTopup: 300_000 })).toMatchObject({
      met: true,
      fee: 1_000,
      tier: "vip",
    });
    expect(issueTerms(mudan, "vip", { ...open, firstTopup: 299_999 })).toMatchObject({
      met: false,
      unmet: ["firstTopup"],
    });
    expect(issueTerms(mudan, "vip", { ...open, firstTopup: 0, spendInYear: 2_000_000 }).met).toBe(
      true,
    );
  });

  it("says which facts are missing", () => {
    expect(issueTerms(zhaohua, "member", { formFilled: true }).unmet).toEqual(["identityVerified"]);
    expect(issueTerms(zhaohua, "unheard_of", {}).met).toBe(false);
  });

  it("outside desk hours is denied with the clause", () => {
    expect(issueTerms(mudan, "vip", { firstTopup: 300_000, hours: [] }).denied).toEqual({
      code: "counter_closed",
      rule: "issue.desk_hours",
      cite: "六.1",
    });
    expect(issueTerms(mudan, "vip", { ...open, firstTopup: 300_000 }).denied).toBeUndefined();
  });

  it("waives the fee for 500.00, a trial bill or a gift, and says by which clause", () => {
    const ready = { identityVerified: true, formFilled: true };
    expect(issueTerms(zhaohua, "member", { ...ready, firstTopup: 50_000 })).toMatchObject({
      fee: 0,
      waivedBy: { rule: "fee.waive500", amount: 3_800 },
    });
    expect(issueTerms(zhaohua, "member", { ...ready, firstTopup: 49_999 }).fee).toBe(3_800);
    const trial = {
      ...ready,
      trial: true,
      "trialBill.date": "2024-01-31",
      "trialBill.cardShown": false,
    };
    expect(issueTerms(zhaohua, "member", { ...trial, "trialBill.roomNightAtList": true }).fee).toBe(
      0,
    );
    expect(
      issueTerms(zhaohua, "member", { ...trial, "trialBill.list.restaurant": 37_999 }).fee,
    ).toBe(3_800);
    expect(
      issueTerms(zhaohua, "member", { ...trial, "trialBill.list.restaurant": 38_000 }).fee,
    ).toBe(0);
    expect(
      issueTerms(zhaohua, "member", {
        ...trial,
        "trialBill.date": "2024-02-01",
        "trialBill.list.restaurant": 38_000,
      }).fee,
    ).toBe(3_800);
  });

  it("gives a referred member her welcome points, and nobody else", () => {
    expect(issueTerms(shipped("retail"), "combo", { firstTopup: 50_000 }).grants).toEqual([]);
    expect(
      issueTerms(shipped("retail"), "combo", { firstTopup: 50_000, referredBy: "m1" }).grants,
    ).toEqual([{ asset: "pts", quantity: 200, rule: "refer" }]);
  });
});

describe("top-up", () => {
  it("gives ten per cent from 5,000.00 on, half up", () => {
    const bonus = (amount: number, more = {}) =>
      topUpTerms(mudan, { card: "vip", channel: "desk", amount, ...more }).bonus;
    expect([499_999, 500_000, 800_000, 1_234_567, 600_025].map((amount) => bonus(amount))).toEqual([
      0, 50_000, 80_000, 123_457, 60_003,
    ]);
    expect(bonus(500_000, { channel: "ota" })).toBe(0);
    expect(bonus(2_000_000, { card: "gold" })).toBe(0);
    expect(topUpTerms(mudan, { amount: 1 }).minimum).toBe(100_000);
  });

  it("takes the better step of an exclusive group and keeps its bounds", () => {
    const retail = shipped("retail");
    expect(topUpTerms(retail, { amount: 100_000 })).toMatchObject({
      bonus: 10_000,
      limit: 500_000,
    });
    expect(topUpTerms(retail, { amount: 300_000 })).toMatchObject({
      bonus: 50_000,
      rules: [{ rule: "topup.3000_500" }],
    });
    const capped = programmeWith({
      rules: [{ id: "b", at: "topup", then: { bonus: { rate: 5_000, max: 7 } } }],
    });
    expect(topUpTerms(capped, { amount: 100 }).bonus).toBe(7);
  });
});

describe("rewards", () => {
  it("have a fixed price and grant, or the price of the owner's catalogue", () => {
    expect(rewardTerms(zhaohua, "free_night", { quantity: 2, facts: {} })).toEqual({
      rule: "redeem.night",
      cite: "七.2",
      spend: { asset: "pts", quantity: 100, clears: "used" },
      grant: { asset: "free_night", quantity: 2 },
      choices: ["deluxe_twin", "single"],
    });
    const desk = { where: "desk", workday: true, hours: ["redemption"] };
    expect(rewardTerms(mudan, "gift", { quantity: 1, points: 30, facts: desk })).toEqual({
      rule: "redeem.gift",
      cite: "三.3 四",
      spend: { asset: "pts", quantity: 30, clears: "used" },
    });
    expect(rewardTerms(zhaohua, "pony", { quantity: 1, facts: {} })).toBeUndefined();
    expect(
      rewardTerms(zhaohua, "free_night", { quantity: 1, points: 1, facts: {} })?.spend.quantity,
    ).toBe(50);
  });

  it("of which nothing is left are out of stock", () => {
    const chain = shipped("chain-hotel");
    const ask = (facts: Record<string, number>) =>
      rewardTerms(chain, "catalogue", { quantity: 1, points: 30, facts })?.denied?.code;
    expect(ask({ stock: 0 })).toBe("stock.empty");
    expect(ask({})).toBe("stock.empty");
    expect(ask({ stock: 1 })).toBeUndefined();
  });

  it("are denied at a kiosk, on a day off, after hours, in that order", () => {
    const denied = (facts: Record<string, string | boolean | string[]>) =>
      rewardTerms(mudan, "gift", { quantity: 1, points: 30, facts })?.denied?.code;
    expect(denied({ where: "kiosk", workday: false, hours: [] })).toBe("wrong_channel");
    expect(denied({ where: "desk", workday: false, hours: [] })).toBe("not_a_working_day");
    expect(denied({ where: "desk", workday: true, hours: ["desk"] })).toBe("outside_hours");
  });
});

describe("benefits", () => {
  it("follow the facts, and a yearly one is told until it is used up", () => {
    const birthday = { member: true, authenticated: true, birthdayToday: true, spentToday: 3_000 };
    const codes = (used?: Record<string, number>) =>
      benefits(zhaohua, birthday, used).map((one) => one.code);
    expect(codes()).toEqual(["late_checkout", "booking_priority", "birthday_gift"]);
    expect(codes({ birthday_gift: 1 })).not.toContain("birthday_gift");
    expect(benefits(zhaohua, birthday, {})).toContainEqual({
      code: "birthday_gift",
      perYear: 1,
      left: 1,
    });
    expect(benefits(zhaohua, { member: true, phoneConfirmed: true })).toContainEqual({
      code: "hold_until",
      until: "20:00",
    });
    expect(benefits(zhaohua, { member: false, phoneConfirmed: true })).toEqual([]);
  });
});

describe("commission", () => {
  it("pays per card and per whole step of a top-up, not for gifts", () => {
    expect(commission(zhaohua, { event: "card_sold", gifted: false }).amount).toBe(800);
    expect(commission(zhaohua, { event: "card_sold", gifted: true }).amount).toBe(0);
    expect(commission(zhaohua, { event: "topup", amount: 170_000 })).toEqual({
      amount: 2_400,
      rules: [{ rule: "comm.topup", cite: "八.2", amount: 2_400 }],
    });
    expect(commission(zhaohua, { event: "topup", amount: 49_999 }).amount).toBe(0);
  });
});

describe("a group that takes the first", () => {
  it("keeps to file order even where a later rule gives more", () => {
    const file = programmeFile("retail");
    const first = { ...file, groups: { ...file.groups, topup_bonus: "first" as const } };
    const rules = [
      { id: "small", at: "topup" as const, group: "topup_bonus", then: { bonus: { fixed: 1 } } },
      ...file.rules,
    ];
    expect(topUpTerms(programmeWith({ ...first, rules }), { amount: 300_000 }).bonus).toBe(1);
  });
});
