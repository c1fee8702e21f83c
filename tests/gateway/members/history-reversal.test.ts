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

test("a rise that a part of its bill given back still deserves stays, in the cycle it ended", () => {
  const scene = scenes.find(({ programme }) => programme === "chain-hotel");
  if (scene === undefined) throw new Error("no such scene");
  const life = begin(scene, { quick: true });
  const rooms = (...sold: readonly (readonly [list: number, quantity: number])[]): Act => ({
    act: "bill",
    lines: sold.map(([list, quantity]) => ({ venue: 0, sku: 0, list, quantity, tagged: false })),
    stored: 0,
    voucher: false,
    points: 0,
    shown: true,
  });
  // 625 growth on the first day, 435 on the next: silver from 1,000 on. 6,093 cents less leave 1,000.
  perform(life, rooms([17_688, 2], [11_312, 2], [2_253, 2]));
  perform(life, { act: "days", days: 1 });
  perform(life, rooms([6_093, 3], [25_308, 1]));
  expect(life.world.account(life.account).tier).toBe("silver");
  perform(life, { act: "reverse", which: 1, line: 0, whole: false });
  expect(life.world.account(life.account).tier).toBe("silver");
});

test("a voucher that came back with one part pays for nothing that stays", () => {
  const scene = scenes.find(({ programme }) => programme === "chain-hotel");
  if (scene === undefined) throw new Error("no such scene");
  const life = begin(scene, { quick: true });
  perform(life, { act: "voucher", value: 1, days: 0 });
  perform(life, { act: "sell", which: 0, quantity: 1 });
  const line = { venue: 5, quantity: 4, tagged: false };
  perform(life, {
    act: "bill",
    lines: [
      { venue: 0, sku: 0, list: 0, quantity: 1, tagged: false },
      { ...line, sku: 1, list: 2 },
      { ...line, sku: 0, list: 1 },
    ],
    stored: 0,
    voucher: true,
    points: 0,
    shown: true,
  });
  // Three cents, one of them by the voucher; what stays costs nothing for a while, then a cent again.
  const [bill = ""] = life.bills;
  undoByUnits(life, bill, [0, 1]);
  expect(life.world.get("bill", bill)).toMatchObject({ state: "reversed", vouchers: [], due: 0 });
});
