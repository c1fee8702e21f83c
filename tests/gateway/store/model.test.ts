// The store against a model of a few lines: any mix of calls, repeats, refusals, bugs and restarts, many at once.
import { join } from "node:path";
import { fc } from "../../support/seeded.ts";
import { expect, test } from "vitest";
import type { Store } from "../../../gateway/store/contract.ts";
import { createStore } from "../../../gateway/store/store.ts";
import {
  balanceOf,
  bugs,
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
} from "../../support/test-store.ts";

interface Call {
  readonly account: string;
  readonly amount: number;
  readonly key: string;
}

const accounts = ["a_0", "a_1", "a_2"];
const calls = fc.array(
  fc.record({
    account: fc.constantFrom(...accounts),
    amount: fc.integer({ min: -40, max: 60 }).filter((amount) => amount !== 0),
    // Few keys, so that they repeat: with the same params now and then, with others more often.
    key: fc.integer({ min: 0, max: 25 }).map((key) => `k${key}`),
  }),
  { maxLength: 30 },
);
/** What happens at once, then a bug in the midst of it or a restart after it. */
const story = fc.array(fc.record({ calls, bug: fc.boolean(), restart: fc.boolean() }), {
  maxLength: 4,
});

/** What the protocol says must come out, call by call. */
const createModel = () => {
  const balances = new Map(accounts.map((account) => [account, 0]));
  const answers = new Map<string, { readonly call: string; readonly after: number }>();
  return {
    balances,
    answer: ({ account, amount, key }: Call): string => {
      const call = `${account} ${amount}`;
      const known = answers.get(key);
      if (known !== undefined) return known.call === call ? `again ${known.after}` : "key.conflict";
      const after = (balances.get(account) ?? 0) + amount;
      if (after < 0) return "insufficient_balance";
      balances.set(account, after);
      answers.set(key, { call, after });
      return `first ${after}`;
    },
    entries: () => answers.size,
  };
};

const answerOf = async (store: Store, { account, amount, key }: Call): Promise<string> => {
  const answer = await store.execute(run("move", move, { account, amount }, key));
  if (!answer.ok) return answer.error.code;
  const { replay, result } = answer.value;
  return `${replay ? "again" : "first"} ${JSON.stringify(result["after"])}`;
};

test("does what the model does", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (scenes) => {
      using folder = temporaryFolder();
      const options = storeOptions(join(folder.path, "store.db"));
      let store = await createStore(options);
      for (const account of accounts) {
        await store.execute(run("account.open", openAccount, { account }));
      }
      const model = createModel();
      for (const { calls: together, bug, restart } of scenes) {
        const answers = together.map((call) => answerOf(store, call));
        const failing = bug
          ? store.execute(run("bug", bugs.unbalanced, { account: "a_0" }))
          : Promise.reject(new Error("no bug"));
        await expect(failing).rejects.toThrow();
        expect(await Promise.all(answers)).toEqual(together.map((call) => model.answer(call)));
        if (!restart) continue;
        await store.close();
        store = await createStore(options);
      }
      for (const account of accounts) {
        expect(await balanceOf(store, account)).toBe(model.balances.get(account));
      }
      const entries = accounts.length + model.entries();
      expect(await store.verify()).toMatchObject({ ok: true, entries });
      await store.close();
    }),
    { numRuns: 40 },
  );
}, 180_000);
