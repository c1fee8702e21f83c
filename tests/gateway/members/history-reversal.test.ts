// A bill undone, whole or line by line, leaves the account as if it had never been.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import {
  type Act,
  acts,
  begin,
  historiesEach,
  histories,
  historiesTimeoutMs,
  type Life,
  perform,
  scenes,
} from "../../support/histories.ts";

/** Everything an account holds and counts. */
const standing = ({ world, account }: Life): object => {
  const { assets, progress, tier } = world.account(account);
  return { assets, progress, tier, open: world.get("account", account)?.coupons.toSorted() };
};

const bills: fc.Arbitrary<Act> = acts.filter((act) => act.act === "bill");

/** Gives the units of a bill back one by one, in the order of the dice. */
const undoByUnits = ({ world }: Life, bill: string, dice: readonly number[]): void => {
  const left = (): readonly number[] =>
    (world.get("bill", bill)?.rows ?? []).flatMap(({ quantity, returned }, line) =>
      quantity > returned ? [line] : [],
    );
  for (let at = 0, lines = left(); lines.length > 0; at += 1, lines = left()) {
    const line = lines[(dice[at % dice.length] ?? 0) % lines.length] ?? 0;
    world.do("bill.reverse", { bill, lines: [{ line, quantity: 1 }], reason: "test" });
  }
};

const dice = fc.array(fc.nat(9), { minLength: 1, maxLength: 8 });

describe.each(scenes)("any bill of programme $programme", (scene) => {
  test("settled and undone is as if nothing had been", { timeout: historiesTimeoutMs }, () => {
    fc.assert(
      fc.property(histories, bills, fc.option(dice), (history, act, byUnits) => {
        const life = begin(scene, { quick: true });
        for (const past of history) perform(life, past);
        const before = standing(life);
        const known = life.bills.length;
        perform(life, act);
        const bill = life.bills[known];
        if (bill === undefined) return;
        if (byUnits === null) life.world.do("bill.reverse", { bill, reason: "test" });
        else undoByUnits(life, bill, byUnits);
        expect(standing(life)).toEqual(before);
        expect(life.world.refused("bill.reverse", { bill, reason: "again" })).toBe("not_permitted");
      }),
      { numRuns: historiesEach },
    );
  });
});
