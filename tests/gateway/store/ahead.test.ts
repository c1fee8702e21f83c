// What is decided while an earlier commit is on its way to the disk knows of that commit, and of the time it is now.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { accepted, type Decider } from "../../../gateway/members/contract.ts";
import { evolver } from "../../../gateway/members/evolver.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { run, storeOptions, temporaryFolder, testDomain } from "../../support/test-store.ts";

/** Spends one apart and tells what it was told to be at risk before it. */
const spend: Decider<Record<string, never>> = {
  roots: () => [],
  decide: (_params, _view, { away, moment }) =>
    accepted({
      events: [{ type: "OfflineSpent", amount: 1 }],
      lines: [],
      result: { before: away.storeSpent ?? -1, on: moment.businessDate },
    }),
};

const domain = {
  ...testDomain,
  evolvers: { ...testDomain.evolvers, OfflineSpent: evolver(() => undefined) },
};

test("what a commit under way lets be spent apart counts at once", async () => {
  using folder = temporaryFolder();
  let atRisk = 0;
  const store = await createStore({
    ...storeOptions(join(folder.path, "store.db")),
    domain,
    chain: () => ({ awayMs: 0, chainBase: 0, atRisk }),
  });
  store.onCommitted((entries) => {
    atRisk += entries.length;
  });
  const told: unknown[] = [];
  const spends = Array.from({ length: 300 }, async (_, at) => {
    await sleep(at % 30);
    const answer = await store.execute(run("spend", spend, {}, `k${at}`));
    told.push(answer.ok ? answer.value.result["before"] : answer.error.code);
  });
  await Promise.all(spends);
  expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(told.map((_, at) => at));
  await store.close();
});

test("a batch that stays open is decided on the day it is, not on the one it was begun", async () => {
  using folder = temporaryFolder();
  let nowMs = Date.parse("2026-11-20T12:00:00Z");
  const options = storeOptions(join(folder.path, "store.db"));
  const clock = { ...options.clock, nowMs: () => nowMs };
  const store = await createStore({ ...options, clock, domain });
  for (let day = 0; day < 40; day += 1) {
    const first = store.execute(run("spend", spend, {}, `first ${day}`));
    const rows = store.side([{ table: "meta", id: "row", body: { day } }]);
    for (let turn = 0; turn < day % 8; turn += 1) await Promise.resolve();
    nowMs += 86_400_000;
    const expected = options.momentAt(nowMs).businessDate;
    const then = await store.execute(run("spend", spend, {}, `then ${day}`));
    expect(then).toMatchObject({ ok: true, value: { result: { on: expected } } });
    await Promise.all([first, rows]);
  }
  await store.close();
});

test("what was decided meanwhile is being written before the answers of the last write bring new work", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const store = await createStore({ ...storeOptions(file), domain });
  using reader = new DatabaseSync(file, { readOnly: true });
  const count = reader.prepare("SELECT count(*) AS entries FROM journal");
  const onDisk = (): number => Number(count.get()?.["entries"]);
  /** The decision blocks this process, as a long one does. */
  const book = async (key: string, decided: () => void): Promise<void> => {
    const decide: Decider<Record<string, never>>["decide"] = (...given) => {
      decided();
      return spend.decide(...given);
    };
    await store.execute(run("book", { roots: () => [], decide }, {}, key));
  };
  let beside = 0;
  for (let round = 0; round < 500 && beside < 3; round += 1) {
    const before = onDisk();
    let isBeside = false;
    const first = book(`first ${round}`, () => undefined);
    await nextTurn();
    const second = book(`second ${round}`, () => (isBeside = onDisk() === before));
    const third = first.then(() =>
      book(`third ${round}`, () => {
        if (!isBeside) return; // the disk was quicker than this process: nothing was decided meanwhile
        const givenUpAt = performance.now() + 5000;
        while (onDisk() < before + 2 && performance.now() < givenUpAt);
        expect(onDisk()).toBe(before + 2);
        beside += 1;
      }),
    );
    await Promise.all([first, second, third]);
  }
  expect(beside).toBe(3);
  await store.close();
});
