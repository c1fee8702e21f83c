// programme.compare: history asked again under another programme.
import { describe, expect, test } from "vitest";
import { createComparer } from "../../../gateway/members/compare/compare.ts";
import type { Bill } from "../../../gateway/members/state.ts";
import { compileProgramme } from "../../../gateway/programme/compile.ts";
import type { ProgrammeFile, Rule } from "../../../gateway/programme/format.ts";
import { createWorld, loadProgramme, type World } from "../../support/given.ts";
import { call, cash, issued, li, textIn } from "../../support/people.ts";

const base = loadProgramme("counter");

const withRules = (change: (rules: readonly Rule[]) => readonly Rule[]) => {
  const file: ProgrammeFile = { ...base.file, version: 2, rules: change(base.file.rules) };
  return compileProgramme(file);
};

const settled = (world: World, list: number, card?: string): Bill => {
  const bill = call(world, "bill.settle", {
    lines: [{ venue: "shop", list, quantity: 1 }],
    tenders: cash(list),
    ...(card === undefined ? {} : { card: { card } }),
  });
  const found = world.get("bill", textIn(bill, "bill"));
  if (found === undefined) throw new Error("no bill");
  return found;
};

const history = () => {
  const world = createWorld({ programme: "counter", at: "2024-01-10T10:00:00+08:00" });
  const one = issued(world);
  const other = issued(world, {}, li);
  const bills = [
    settled(world, 15_000, one.card),
    settled(world, 15_000, one.card),
    settled(world, 40_000, other.card),
    settled(world, 9_900),
  ];
  return { world, one, other, bills };
};

const compared = (programme: typeof base, bills: readonly Bill[]) => {
  const comparer = createComparer(programme);
  for (const bill of bills) comparer.add(bill);
  return comparer.result();
};

describe("comparing programmes", () => {
  test("with itself finds no difference", () => {
    expect(compared(base, history().bills)).toEqual({
      bills: 4,
      denied: 0,
      due: { before: 79_900, after: 79_900 },
      points: { pts: { before: 6, after: 6 } },
      accounts: { winners: 0, losers: 0, same: 2 },
      mostWon: [],
      mostLost: [],
    });
  });

  test("says who saves and what it costs the house", () => {
    const { one, other, bills } = history();
    const cheaper = withRules((rules) => [
      {
        id: "big",
        at: "discount",
        group: "offer",
        when: { authenticated: true, lineNet: { gte: 20_000 } },
        then: { payRatio: 9_000 },
      },
      ...rules,
    ]);
    const result = compared(cheaper, bills);
    expect(result.due).toEqual({ before: 79_900, after: 75_900 });
    expect(result.accounts).toEqual({ winners: 1, losers: 0, same: 1 });
    expect(result.mostWon).toEqual([
      { account: other.account, bills: 1, saved: 4_000, points: { pts: -1 } },
    ]);
    expect(result.mostWon.map(({ account }) => account)).not.toContain(one.account);
  });

  test("lets the carry run on from bill to bill, each account for itself", () => {
    const { one, bills } = history();
    const carrying = withRules((rules) =>
      rules.map((rule) =>
        rule.then.points === undefined
          ? rule
          : { ...rule, then: { points: { ...rule.then.points, carry: true } } },
      ),
    );
    const result = compared(carrying, bills);
    expect(result.points).toEqual({ pts: { before: 6, after: 7 } });
    const again = compared(
      carrying,
      bills.filter((bill) => bill.account === one.account),
    );
    expect(again.points).toEqual({ pts: { before: 2, after: 3 } });
  });

  test("leaves out what was given back", () => {
    const { world, one } = history();
    const bill = call(world, "bill.settle", {
      lines: [{ venue: "shop", list: 5_000, quantity: 3 }],
      tenders: cash(15_000),
      card: { card: one.card },
    });
    const left = () => {
      const found = world.get("bill", textIn(bill, "bill"));
      if (found === undefined) throw new Error("no bill");
      return compared(base, [found]);
    };
    const back = { bill: textIn(bill, "bill"), reason: "test" };
    call(world, "bill.reverse", { ...back, lines: [{ line: 0, quantity: 1 }] });
    expect(left()).toMatchObject({ bills: 1, due: { before: 10_000, after: 10_000 } });
    call(world, "bill.reverse", back);
    expect(left()).toMatchObject({ bills: 0, due: { before: 0, after: 0 }, points: {} });
  });

  test("counts what the other programme would have refused", () => {
    const { bills } = history();
    const strict = withRules((rules) => [
      {
        id: "no",
        at: "tender",
        when: { billNet: { gte: 40_000 } },
        then: { deny: "not_permitted" },
      },
      ...rules,
    ]);
    const result = compared(strict, bills);
    expect([result.bills, result.denied]).toEqual([4, 1]);
    expect(result.due).toEqual({ before: 39_900, after: 39_900 });
  });
});
