// Whatever is done in whatever order: every entry balances, lots are what the journal says, nothing is
// below zero but a debt the programme allows, and what has lapsed is not there to be spent.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { fromJournal, fromState, unbalanced } from "../../support/given.ts";
import {
  begin,
  historiesEach,
  histories,
  historiesTimeoutMs,
  type Life,
  perform,
  scenes,
} from "../../support/histories.ts";

const accountOf = ({ world, account }: Life) => {
  const found = world.get("account", account);
  if (found === undefined) throw new Error("the account is gone");
  return found;
};

const assetsOf = ({ world, account }: Life): readonly (readonly [string, JsonObject])[] =>
  Object.entries(world.account(account)["assets"] as Readonly<Record<string, JsonObject>>);

/** Below zero only where the programme lets a clawback make a debt. */
const inTheRed = (life: Life): readonly string[] =>
  assetsOf(life).flatMap(([id, { available }]) => {
    const mayOwe = life.world.programme.asset(id)?.debt === "allow";
    return Number(available) < 0 && !mayOwe ? [id] : [];
  });

/** What is owed and what could pay it never stand side by side. */
const besideDebt = (life: Life): readonly string[] => {
  const lots = accountOf(life).lots.map((lot) => ({ ...lot, left: lot.parts["avail"] ?? 0 }));
  const owed = new Set(lots.filter(({ left }) => left < 0).map(({ asset }) => asset));
  return lots.filter(({ asset, left }) => owed.has(asset) && left > 0).map(({ lot }) => lot);
};

describe.each(scenes)("any history of programme $programme", (scene) => {
  test("keeps the books", { timeout: historiesTimeoutMs }, () => {
    fc.assert(
      fc.property(histories, (history) => {
        const life = begin(scene, { quick: true });
        for (const act of history) perform(life, act);
        const { world, account } = life;
        expect(fromState(account, accountOf(life))).toEqual(fromJournal(world.journal, account));
        expect(unbalanced(world.journal.flatMap(({ lines }) => lines))).toEqual({});
        expect(inTheRed(life)).toEqual([]);
        expect(besideDebt(life)).toEqual([]);
      }),
      { numRuns: historiesEach },
    );
  });

  test("is decided the same when it is told again", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [first, second] = [begin(scene), begin(scene, { quick: true })];
        for (const act of history) {
          perform(first, act);
          perform(second, act);
        }
        const told = (life: Life) => life.world.journal.filter(({ op }) => op !== "day.close");
        expect(told(second)).toEqual(told(first));
        expect(accountOf(second)).toEqual(accountOf(first));
      }),
      { numRuns: 20 },
    );
  });
});
