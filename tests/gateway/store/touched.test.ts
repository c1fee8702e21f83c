// What is written aside of the tills' commands, as a chain's fold writes, is what the next command is decided on:
// random writes beside commands, and after each of them every entity by the writer's memory and by a fresh read.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { accepted, type Decider, type Ref } from "../../../gateway/members/contract.ts";
import type {
  ExclusiveBooks,
  Execution,
  ReadView,
  Store,
  WriteRow,
} from "../../../gateway/store/contract.ts";
import { alsoTouched, untouched } from "../../../gateway/store/touched.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { fc } from "../../support/seeded.ts";
import {
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
  wrongPin,
} from "../../support/test-store.ts";

const accounts = ["a_1", "a_2"];
/** All that anybody writes here; some of it is not there at first, and now and then goes again. */
const everything: readonly Ref[] = [
  ...accounts.flatMap((id): Ref[] => [
    { kind: "account", id },
    { kind: "setting", id: `tries ${id}` },
  ]),
  { kind: "member", id: "m_1" },
];

/** Tells all that the writer decides on. */
const look: Decider<JsonObject> = {
  roots: () => everything,
  decide: (_, view) => accepted({ events: [], lines: [], result: { seen: seenIn(view) } }),
};

/** Everything as JSON; null where there is none. */
const seenIn = (view: ReadView): readonly JsonObject[] =>
  JSON.parse(JSON.stringify(everything.map(({ kind, id }) => view.get(kind, id) ?? null)));

const byMemory = async (store: Store): Promise<unknown> => {
  const looked = await store.execute(run("look", look, {}));
  return looked.ok ? looked.value.result["seen"] : looked.error;
};

const byFreshRead = async (store: Store): Promise<unknown> => seenIn(await store.view(everything));

/** The key a member's name is sealed under has 34 signs; what the store keeps of her beside it is found by them. */
const key = "mk_1".padEnd(34, "0");
const shownMember = (value: number): WriteRow => {
  const body = { at: value, person: { sealed: `v1.${key}.x` } };
  return ["chain_shown", "member", "m_1", JSON.stringify(body), "[]"];
};
const shownAccount = (id: string, value: number): WriteRow => {
  const body = { member: "m_1", cards: [], lots: [], coupons: [], holds: [], value };
  return ["chain_shown", "account", id, JSON.stringify(body), '[["member","m_1"]]'];
};
const tries = (id: string, count: number): WriteRow => {
  return ["entity", "setting", `tries ${id}`, JSON.stringify({ count }), "[]", null];
};
const traits = (day: number): string => JSON.stringify({ traits: { birthday: `${day}` } });

const account = fc.constantFrom(...accounts);
const value = fc.nat(99);
const row = fc.oneof(
  fc.tuple(account, value).map(([id, at]) => shownAccount(id, at)),
  value.map(shownMember),
  account.map((id): WriteRow => ["chain_shown", "account", id, null, "[]"]),
  fc.tuple(account, value).map(([id, count]) => tries(id, count)),
  value.map((day): WriteRow => ["chain_key_taken", key, traits(day)]),
  fc.constant<WriteRow>(["chain_key_taken", key, null]),
  value.map((at): WriteRow => ["chain_position", "heard", `${at}`]),
  fc.tuple(account, value).map(([id, at]): WriteRow => ["chain_shadow", "account", id, "{}", at]),
  account.map((id): WriteRow => ["chain_lifted", "account", id]),
  fc.constant<WriteRow>(["chain_emptied"]),
);

type Step = (store: Store) => Promise<unknown>;

const carriedOut = <P>(execution: Execution<P>): Step => {
  return (store) => store.execute(execution);
};
const aside = (task: (books: ExclusiveBooks) => Promise<void>): Step => {
  return (store) => store.exclusive(task).catch((error: unknown) => expect(error).toBe(broken));
};
const broken = new Error("the task ends here");

const rows = fc.array(row, { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  account.map((id) => carriedOut(run("open", openAccount, { account: id }))),
  account.map((id) => carriedOut(run("pin", wrongPin, { account: id }))),
  { weight: 8, arbitrary: rows.map((written) => aside((books) => books.write(written))) },
  rows.map((written) =>
    aside(async (books) => {
      await books.write(written);
      throw broken;
    }),
  ),
  fc.tuple(rows, rows, fc.boolean()).map(([first, second, breaks]) =>
    aside((books) =>
      books.together(async () => {
        await books.write(first);
        await books.write(second);
        if (breaks) throw broken;
      }),
    ),
  ),
);

const burst = fc.array(step, { minLength: 1, maxLength: 3 });

describe("writes aside of the tills' commands", () => {
  test("are what is decided on next, whatever was written in which order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(burst, { maxLength: 30, size: "max" }), async (bursts) => {
        using folder = temporaryFolder();
        const store = await createStore(storeOptions(join(folder.path, "store.db")));
        for (const steps of bursts) {
          // Without waiting for one another: what is decided meanwhile is decided on what stands by then.
          await Promise.all([...steps.map((one) => one(store)), byMemory(store)]);
          expect(await byMemory(store)).toEqual(await byFreshRead(store));
        }
        await store.reset();
        expect(await byMemory(store)).toEqual(everything.map(() => null));
        await store.close();
      }),
      { numRuns: 15 },
    );
  });

  test("touch what they name; rows that do not say it may have touched anything", () => {
    const shown = shownAccount("a_1", 1);
    const beside: WriteRow = ["chain_position", "stream", "{}"];
    expect(alsoTouched(untouched, [beside])).toEqual([]);
    const [, , , body, links] = shown;
    const account = { kind: "account", id: "a_1", shown: { body, links } };
    expect(alsoTouched(untouched, [shown, beside])).toEqual([account]);
    expect(alsoTouched(untouched, [shownMember(1)])).toEqual([{ kind: "member", id: "m_1" }]);
    expect(alsoTouched(untouched, [tries("a_1", 1)])).toEqual([
      { kind: "setting", id: "tries a_1" },
    ]);
    const taken: WriteRow = ["chain_key_taken", key, null];
    expect(alsoTouched([{ kind: "card", id: "c_1" }], [shown, taken])).toBe("any");
    expect(alsoTouched("any", [beside])).toBe("any");
  });
});
