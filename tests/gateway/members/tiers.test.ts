// Tiers rise with what was done, fall as the programme says, and may be lent; tasks pay once in their period.
import { describe, expect, test } from "vitest";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { rule, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const spend = (it: Guest, list: number): string =>
  asText(
    it.do("bill.settle", {
      lines: [{ venue: "shop", list, quantity: 1 }],
      card: { card: it.card },
      tenders: cash(list),
    })["bill"],
  );

const tierOf = (it: Guest): unknown => it.world.account(it.account)["tier"];

const withTiers = (
  tiers: NonNullable<ProgrammeFile["tiers"]>,
  rules: ProgrammeFile["rules"] = [],
): Guest =>
  guest({
    programme: variantOf("counter", (file) => ({
      ...file,
      tiers,
      rules: [...file.rules, ...rules],
      cards: file.cards.map((card) => ({ ...card, tier: "base" })),
    })),
    type: "basic",
  });

const cycle = { anchor: "join_date", length: "P1Y" } as const;
const ladder = [
  { id: "base", rank: 1, cycle },
  {
    id: "silver",
    rank: 2,
    cycle,
    up: { any: [{ spend12m: { gte: 100_000 } }] },
    keep: { any: [{ spendInYear: { gte: 50_000 } }] },
    down: "one",
  },
] as const;

describe("a tier", () => {
  test("rises with the bill that reaches it, and falls back when that bill is undone", () => {
    const it = withTiers(ladder);
    spend(it, 99_999);
    expect(tierOf(it)).toBe("base");
    const bill = spend(it, 1);
    expect(tierOf(it)).toBe("silver");
    it.do("bill.reverse", { bill, reason: "test" });
    expect(tierOf(it)).toBe("base");
  });

  test("stays when what is left still deserves it", () => {
    const it = withTiers(ladder);
    const bill = spend(it, 100_000);
    spend(it, 200_000);
    it.do("bill.reverse", { bill, reason: "test" });
    expect(tierOf(it)).toBe("silver");
  });

  test("is lost at the end of a cycle in which it was not kept, not a day earlier", () => {
    const it = withTiers(ladder);
    spend(it, 100_000);
    it.world.clock("2025-01-11T10:00:00+08:00");
    expect(tierOf(it)).toBe("silver");
    spend(it, 49_999);
    it.world.clock("2026-01-10T23:00:00+08:00");
    expect(tierOf(it)).toBe("silver");
    it.world.clock("2026-01-11T00:00:01+08:00");
    expect(tierOf(it)).toBe("base");
  });

  test("that was lent goes back to the one before on its last day", () => {
    const lend = rule("lend", "topup", {
      when: { amount: { gte: 10_000 } },
      effect: { tier: { to: "silver", for: "P1M" } },
    });
    const it = withTiers(ladder, [lend]);
    it.do("account.topUp", { account: it.account, amount: 10_000, tenders: cash(10_000) });
    expect(tierOf(it)).toBe("silver");
    it.world.clock("2024-02-10T23:00:00+08:00");
    expect(tierOf(it)).toBe("silver");
    it.world.clock("2024-02-11T00:00:01+08:00");
    expect(tierOf(it)).toBe("base");
  });
});

describe("a tier bought with points", () => {
  const reward = rule("buy.silver", "redeem", {
    effect: {
      spend: { asset: "pts", qty: 5, for: { reward: "silver", tier: "silver", period: "P1Y" } },
    },
  });

  test("is lent for its period and cannot be bought twice", () => {
    const it = withTiers(ladder, [reward]);
    const ask = { account: it.account, reward: "silver" };
    expect(it.refused("points.redeem", ask)).toBe("not_enough_points");
    spend(it, 50_000);
    spend(it, 49_999);
    expect(it.do("points.redeem", ask)).toMatchObject({ spent: 5, available: 4 });
    expect(tierOf(it)).toBe("silver");
    spend(it, 10_000);
    expect(it.refused("points.redeem", ask)).toBe("not_permitted");
    expect(it.asset("pts")).toMatchObject({ available: 5 });
    it.world.clock("2025-01-10T23:00:00+08:00");
    expect(tierOf(it)).toBe("silver");
    it.world.clock("2025-01-11T00:00:01+08:00");
    expect(tierOf(it)).toBe("base");
  });
});

describe("a task", () => {
  const task = rule("three", "earn", {
    effect: {
      task: {
        goal: { visits12m: { gte: 3 } },
        reward: [{ grant: { asset: "wash", qty: 1 } }, { grant: { asset: "pts", qty: 5 } }],
        every: "year",
      },
    },
  });

  test("gives all its rewards when its goal is reached, once in its period", () => {
    const it = withTiers(ladder, [task]);
    for (const washes of [0, 0, 1, 1]) {
      spend(it, 100);
      expect(it.asset("wash")).toMatchObject({ available: washes });
    }
    expect(it.asset("pts")).toMatchObject({ available: 5 });
    it.world.clock("2025-01-02T10:00:00+08:00");
    spend(it, 100);
    expect(it.asset("wash")).toMatchObject({ available: 2 });
  });
});

describe("a benefit that a task gives", () => {
  const dinner = rule("ten", "earn", {
    effect: {
      task: {
        goal: { visits12m: { gte: 2 } },
        reward: { benefit: { code: "dinner", perYear: 2 } },
        every: "year",
      },
    },
  });

  test("is kept until it is handed over, as often as it was won", () => {
    const it = withTiers(ladder, [dinner]);
    const give = { account: it.account, benefit: "dinner" };
    expect(it.refused("benefit.give", give)).toBe("benefit.not_due");
    for (const _ of [1, 2, 3]) spend(it, 100);
    it.world.clock("2024-12-30T10:00:00+08:00");
    expect(it.do("benefit.give", give)).toMatchObject({ benefit: { code: "dinner", left: 1 } });
    expect(it.do("benefit.give", give)).toMatchObject({ benefit: { left: 0 } });
    expect(it.refused("benefit.give", give)).toBe("benefit.not_due");
  });
});

describe("days of grace", () => {
  const graced = ladder.map((tier) => (tier.id === "silver" ? { ...tier, grace: "P1M" } : tier));

  test("put off a fall, and a rise in them undoes it", () => {
    const [idle, busy] = [withTiers(graced), withTiers(graced)];
    for (const it of [idle, busy]) {
      spend(it, 100_000);
      it.world.clock("2026-01-11T10:00:00+08:00");
      expect(tierOf(it)).toBe("silver");
    }
    spend(busy, 100_000);
    for (const it of [idle, busy]) it.world.clock("2026-02-10T23:00:00+08:00");
    expect([tierOf(idle), tierOf(busy)]).toEqual(["silver", "silver"]);
    for (const it of [idle, busy]) it.world.clock("2026-02-11T00:00:01+08:00");
    expect([tierOf(idle), tierOf(busy)]).toEqual(["base", "silver"]);
  });
});
