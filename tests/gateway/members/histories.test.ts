// Whatever is done in whatever order: entries balance, lots are the journal, nothing is spent twice, and a
// bill undone leaves the account as if it had never been. A failing history is printed with its seed.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromJournal, fromState, unbalanced } from "../../support/given.ts";
import { type Act, acts, begin, type Life, perform, scenes } from "../../support/histories.ts";

const historyLengthMax = 25;
const runs = 250;

const trialBalance = (life: Life): Readonly<Record<string, number>> =>
  unbalanced(life.world.journal.flatMap(({ lines }) => lines));

/** Everything an account holds and counts, without what time alone changes. */
const standing = (life: Life): object => {
  const { assets, progress, tier } = life.world.account(life.account);
  const account = life.world.get("account", life.account);
  return { assets, progress, tier, open: account?.coupons.toSorted() };
};

const runAll = (life: Life, history: readonly Act[]): void => {
  for (const act of history) perform(life, act);
};

describe.each(scenes)("any history of programme $programme", (scene) => {
  const histories = fc.array(acts, { maxLength: historyLengthMax });

  test("keeps the books: Σ = 0 per unit, and lots are what the journal says", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const life = begin(scene);
        for (const act of history) {
          perform(life, act);
          const account = life.world.get("account", life.account);
          if (account === undefined) throw new Error("the account is gone");
          expect(fromState(life.account, account)).toEqual(
            fromJournal(life.world.journal, life.account),
          );
        }
        expect(trialBalance(life)).toEqual({});
      }),
      { numRuns: runs },
    );
  });

  test("settling a bill and undoing it whole is as if nothing had been", () => {
    const bill = acts.filter((act) => act.act === "bill");
    fc.assert(
      fc.property(histories, bill, (history, act) => {
        const life = begin(scene);
        runAll(life, history);
        const before = standing(life);
        const known = life.bills.length;
        perform(life, act);
        const settled = life.bills[known];
        if (settled === undefined) return;
        life.world.do("bill.reverse", { bill: settled, reason: "test" });
        expect(standing(life)).toEqual(before);
        expect(life.world.refused("bill.reverse", { bill: settled, reason: "again" })).toBe(
          "not_permitted",
        );
      }),
      { numRuns: runs },
    );
  });
});
