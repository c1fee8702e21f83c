// The filter of answered keys: it is never wrong about a key it has, rarely about another, and says nothing before it
// has read the file. The writer that asks it answers a repeated key once, whenever it comes.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAnsweredKeys } from "../../../gateway/store/answered-keys.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { fc } from "../../support/seeded.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

const keysOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at.toString(36)}`);

describe("the filter", () => {
  test("may have every key until it has read the file, then those of the file and of now", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const stored = keysOf("stored", 12_000);
    const writer = await openDatabase({ file });
    await writer.exec("CREATE TABLE answer (key TEXT PRIMARY KEY)");
    await writer.run("INSERT INTO answer SELECT value FROM json_each(?)", JSON.stringify(stored));
    const keys = createAnsweredKeys();
    expect(keys.mayHave("never")).toBe(true);
    keys.add("now");
    await keys.load(writer);
    await writer.close();
    expect(["now", ...stored].filter((key) => !keys.mayHave(key))).toEqual([]);
    expect(keys.mayHave("never")).toBe(false);
  });

  test("is mistaken about fewer than one in a thousand of others", async () => {
    using folder = temporaryFolder();
    const empty = await openDatabase({ file: join(folder.path, "store.db") });
    await empty.exec("CREATE TABLE answer (key TEXT PRIMARY KEY)");
    const keys = createAnsweredKeys();
    await keys.load(empty);
    await empty.close();
    for (const key of keysOf("one", 200_000)) keys.add(key);
    const mistaken = keysOf("other", 100_000).filter((key) => keys.mayHave(key)).length;
    expect(mistaken).toBeLessThan(100);
  });
});

test("keys in any order, at once, over a restart: each once", { timeout: 120_000 }, async () => {
  const accounts = keysOf("a", 20);
  const calls = keysOf("k", 200).map((key, at) =>
    run("move", move, { account: accounts[at % accounts.length] ?? "", amount: 5 }, key),
  );
  const orders = fc.array(fc.array(fc.nat(calls.length - 1), { maxLength: 80 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(orders, fc.nat(11), async (rounds, restartAfter) => {
      using folder = temporaryFolder();
      const open = () => createStore(storeOptions(join(folder.path, "store.db")));
      let store = await open();
      for (const account of accounts)
        await store.execute(run("account.open", openAccount, { account }));
      const first = new Map<number, number | undefined>();
      for (const [round, order] of rounds.entries()) {
        const asked = order.flatMap((at) => calls.slice(at, at + 1));
        const answers = await Promise.all(asked.map((call) => store.execute(call)));
        for (const [place, at] of order.entries()) {
          const answer = answers[place];
          const seq = answer?.ok === true ? answer.value.seq : -1;
          if (!first.has(at)) first.set(at, seq);
          expect(seq).toBe(first.get(at));
        }
        if (round !== restartAfter) continue;
        await store.close();
        store = await open();
      }
      const { ok, entries } = await store.verify();
      expect({ ok, entries }).toEqual({ ok: true, entries: accounts.length + first.size });
      await store.close();
    }),
    { numRuns: 20 },
  );
});
