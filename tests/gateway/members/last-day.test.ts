// Until when units may be used: a giver's own word on it, and periods that end on a holiday.
import { describe, expect, test } from "vitest";
import type { ProgrammeFile, Rule } from "../../../gateway/programme/format.ts";
import { rule, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const withRules = (rules: readonly Rule[], assets: ProgrammeFile["assets"] = []) =>
  variantOf("counter", (file) => ({
    ...file,
    assets: [...file.assets, ...assets],
    rules: [...file.rules, ...rules],
  }));

const week = { rule: "per_lot", after: "P7D" } as const;
const shop = (it: Guest, list: number, quantity = 1): string => {
  const { bill } = it.do("bill.settle", {
    lines: [{ venue: "shop", list, quantity }],
    card: { card: it.card },
    tenders: cash(list * quantity),
  });
  return asText(bill);
};

const lotsOf = (it: Guest, asset: string) =>
  (it.world.get("account", it.account)?.lots ?? [])
    .filter((lot) => lot.asset === asset)
    .map(({ parts, expiresOn }) => [parts["avail"] ?? 0, expiresOn]);

describe("units that lapse by the rule that gave them", () => {
  const gift = rule("gift", "earn", {
    when: { billNet: { gte: 20_000 } },
    effect: { grant: { asset: "pts", qty: 5, expiry: week } },
  });

  test("lie apart from the points of the bill and lapse alone", () => {
    const it = guest({ programme: withRules([gift]), type: "basic" });
    shop(it, 20_000);
    const [common = [], own = []] = lotsOf(it, "pts");
    expect(own).toEqual([5, "2024-01-17"]);
    expect(it.asset("pts")).toMatchObject({ available: Number(common[0]) + 5 });
    it.world.clock("2024-01-18T10:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({ available: common[0] });
  });

  test("go back out of their own lot, and only when the smaller bill gives them no more", () => {
    const it = guest({ programme: withRules([gift]), type: "basic" });
    const before = shop(it, 20_000);
    const bill = shop(it, 10_000, 3);
    it.do("bill.reverse", { bill, lines: [{ line: 0, quantity: 1 }], reason: "test" });
    expect(lotsOf(it, "pts").filter(([, last]) => last === "2024-01-17")).toEqual([
      [5, "2024-01-17"],
      [5, "2024-01-17"],
    ]);
    it.do("bill.reverse", { bill, lines: [{ line: 0, quantity: 1 }], reason: "test" });
    expect(lotsOf(it, "pts").filter(([, last]) => last === "2024-01-17")).toEqual([
      [5, "2024-01-17"],
      [0, "2024-01-17"],
    ]);
    it.do("bill.reverse", { bill, reason: "test" });
    it.do("bill.reverse", { bill: before, reason: "test" });
    expect(lotsOf(it, "pts").every(([left]) => left === 0)).toBe(true);
  });

  test("also with a card, as counts and where points are credited later", () => {
    const waiting = {
      id: "slow",
      kind: "points",
      credit: { mode: "delay", delay: "P3D" },
      expiry: { rule: "per_lot", after: "P1Y" },
    } as const;
    const rules = [
      rule("welcome", "issue", { effect: { grant: { asset: "wash", qty: 2, expiry: week } } }),
      rule("late", "earn", { effect: { grant: { asset: "slow", qty: 4, expiry: week } } }),
    ];
    const it = guest({ programme: withRules(rules, [waiting]), type: "basic" });
    expect(lotsOf(it, "wash")).toEqual([[2, "2024-01-17"]]);
    shop(it, 1_000);
    expect(it.asset("slow")).toMatchObject({ available: 0, pending: 4 });
    it.world.clock("2024-01-20T10:00:00+08:00");
    // A week from the day of their credit, the thirteenth, not from the day they were earned.
    expect(lotsOf(it, "slow")).toEqual([[4, "2024-01-20"]]);
    it.world.clock("2024-01-21T10:00:00+08:00");
    expect(it.asset("slow")).toMatchObject({ available: 0 });
  });

  test("in spite of an inactivity rule, which moves the others", () => {
    const idle = {
      id: "idle",
      kind: "points",
      expiry: { rule: "inactivity", after: "P1M" },
    } as const;
    const rules = [
      rule("each", "earn", { effect: { grant: { asset: "idle", qty: 1 } } }),
      rule("short", "earn", { effect: { grant: { asset: "idle", qty: 2, expiry: week } } }),
    ];
    const it = guest({ programme: withRules(rules, [idle]), type: "basic" });
    shop(it, 1_000);
    it.world.clock("2024-01-18T10:00:00+08:00");
    expect(it.asset("idle")).toMatchObject({ available: 1 });
    it.world.clock("2024-02-11T10:00:00+08:00");
    expect(it.asset("idle")).toMatchObject({ available: 0 });
  });
});

describe("gifts of points with one window", () => {
  test("lapse with the window that runs, not with one of their own", () => {
    const windowed = {
      id: "win",
      kind: "points",
      expiry: { rule: "window_from_first_credit", after: "P1M" },
    } as const;
    const rules = [
      rule("first", "topup", { effect: { grant: { asset: "win", qty: 1 } } }),
      rule("bill", "earn", { effect: { grant: { asset: "win", qty: 1 } } }),
    ];
    const it = guest({ programme: withRules(rules, [windowed]), type: "basic", topUp: 10_000 });
    it.world.clock("2024-02-01T10:00:00+08:00");
    shop(it, 1_000);
    it.do("account.topUp", { account: it.account, amount: 10_000, tenders: cash(10_000) });
    expect(lotsOf(it, "win")).toEqual([[3, "2024-02-10"]]);
    it.world.clock("2024-02-11T10:00:00+08:00");
    expect(it.asset("win")).toMatchObject({ available: 0 });
  });
});

describe("a period that ends on a holiday", () => {
  // 10 February 2024 is the Spring Festival; work begins on the eighteenth, a Sunday that is worked.
  const holidays = ["10", "11", "12", "13", "14", "15", "16", "17"].map((day) => ({
    date: `2024-02-${day}`,
    workday: false,
  }));
  const worked = { date: "2024-02-18", workday: true };

  const over = (holidayExtension: boolean) => {
    const programme = variantOf("counter", (file) => ({
      ...file,
      period: { ...file.period, holidayExtension },
      cards: file.cards.map((card) => ({ ...card, validity: "P1M" })),
      assets: [
        ...file.assets,
        { id: "month", kind: "points", expiry: { rule: "per_lot", after: "P1M" } } as const,
        { id: "idle", kind: "points", expiry: { rule: "inactivity", after: "P1M" } } as const,
      ],
      passes: { month: { asset: "wash", quantity: 3, price: 3_000, validity: "P1M" } },
      rules: [
        ...file.rules,
        rule("each", "earn", { effect: { grant: { asset: "month", qty: 1 } } }),
        rule("idle", "earn", { effect: { grant: { asset: "idle", qty: 1 } } }),
      ],
    }));
    const it = guest({ programme, type: "basic", at: "2024-01-09T10:00:00+08:00" });
    it.do("calendar.put", { calendar: "CN", days: [...holidays, worked] });
    it.world.clock("2024-01-10T10:00:00+08:00");
    const other = it.another("李四");
    shop(other, 1_000);
    other.do("pass.sell", { account: other.account, pass: "month", tenders: cash(3_000) });
    return other;
  };

  test("ends on the next workday where the programme says so: card, pass and points", () => {
    const it = over(true);
    expect(it.world.get("card", it.card)?.validTo).toBe("2024-02-18");
    expect(lotsOf(it, "wash")).toEqual([[3, "2024-02-18"]]);
    it.world.clock("2024-02-18T20:00:00+08:00");
    for (const asset of ["month", "idle"]) expect(it.asset(asset)).toMatchObject({ available: 1 });
    it.world.clock("2024-02-19T10:00:00+08:00");
    for (const asset of ["month", "idle"]) expect(it.asset(asset)).toMatchObject({ available: 0 });
    expect(it.asset("wash")).toMatchObject({ available: 0 });
    it.do("card.renew", { card: it.card });
    expect(it.world.get("card", it.card)?.validTo).toBe("2024-03-19");
  });

  test("ends on the holiday elsewhere", () => {
    const it = over(false);
    expect(it.world.get("card", it.card)?.validTo).toBe("2024-02-10");
    expect(lotsOf(it, "wash")).toEqual([[3, "2024-02-10"]]);
    it.world.clock("2024-02-11T10:00:00+08:00");
    expect(it.asset("idle")).toMatchObject({ available: 0 });
  });
});
