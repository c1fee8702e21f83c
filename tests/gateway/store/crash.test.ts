// Processes killed and power cut in the middle of commits: nothing acknowledged is lost, nothing is there twice.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { text } from "../../../gateway/store/sqlite/columns.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { StartRefused } from "../../../gateway/store/faults.ts";
import { diskShim } from "../../support/disk-shim.ts";
import { lacks } from "../../support/parts.ts";
import { killOften } from "../../support/kill-often.ts";
import { cutPower } from "../../support/power-cut.ts";
import { fakedTime } from "../../support/faked-time.ts";
import { stopAWhile } from "../../support/stop-a-while.ts";
import { move, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";
import { judge, startVictim } from "../../support/victims.ts";

const clients = 8;

/** The instant of every entry, first to last. */
const timesIn = async (file: string): Promise<readonly number[]> => {
  const database = await openDatabase({ file, readOnly: true });
  const rows = await database.all("SELECT body ->> 'at' AS at FROM journal ORDER BY seq");
  await database.close();
  return rows.map((row) => Date.parse(text(row["at"])));
};

describe("F01 kill -9 during commits", () => {
  test.concurrent.each([1, 2])(
    "50 times over loses and doubles nothing (lane %i)",
    async (lane) => {
      using folder = temporaryFolder();
      const file = join(folder.path, "store.db");
      const told = await killOften({ file, clients, kills: 50, seed: lane });
      expect(told.inFlight, "calls were in flight at the kills").toBeGreaterThanOrEqual(50);
      expect(told.verdict.unheard, "answers of commits were in flight").toBeGreaterThan(0);
      expect(told.verdict).toMatchObject({ lost: [], surplus: 0, wholeBooks: true });
      expect(told.verdict.entries).toBeGreaterThanOrEqual(told.acked);
    },
    300_000,
  );

  test("a client that asks again with its key gets its one answer", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const victim = startVictim({ file, clients: 1, round: 0 });
    await victim.ackedSome(10);
    victim.process.kill("SIGKILL");
    await victim.ended;
    const store = await createStore(storeOptions(file));
    const unanswered = [...victim.sent].filter((key) => !victim.acked.has(key));
    for (const key of [...victim.acked.keys(), ...unanswered]) {
      const params = { account: "a_0", amount: 1 + (Number(key.split("-")[2]) % 7) };
      const call = run("account.topUp", move, params, key);
      const [first, second] = [await store.execute(call), await store.execute(call)];
      const known = victim.acked.get(key);
      if (known !== undefined) expect(first).toMatchObject({ value: { result: { after: known } } });
      expect(second).toMatchObject({ ok: true, value: { replay: true } });
    }
    const [last] = await store.entries({ limit: 1 });
    expect(last?.body.seq).toBe(1 + victim.sent.size);
    await store.close();
  });
});

test("F10 a store that is stopped and goes on answers each call once, and nobody takes it over", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const told = await stopAWhile({ file, clients, pauseMs: 2000 });
  const [atStop, atWake, atEnd] = told.acked;
  expect(told.inFlight).toBeGreaterThan(0);
  expect(atWake, "acknowledged while it stood still").toBe(atStop);
  expect(atEnd).toBeGreaterThan(atWake);
  expect(told.intruder).toBeInstanceOf(StartRefused);
  expect(told.intruder).toMatchObject({ code: "in_use" });
  expect(told.failures).toEqual([]);
  expect(told.verdict).toMatchObject({ lost: [], surplus: 0, wholeBooks: true });
}, 60_000);

test.skipIf(lacks("faketime"))(
  "F09 a machine whose clock jumps under load: no time goes back, nothing is lost",
  async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "store.db");
    const time = fakedTime(join(folder.path, "time"));
    const victim = startVictim({ file, clients, round: 0, env: time.env });
    for (const hours of [-1, 2, -24, 1]) {
      await victim.ackedSome(victim.acked.size + 100);
      time.jumpTo(hours);
    }
    await victim.ackedSome(victim.acked.size + 100);
    victim.process.kill("SIGKILL");
    await victim.ended;
    expect(await judge(file, victim)).toMatchObject({ lost: [], surplus: 0, wholeBooks: true });
    const times = await timesIn(file);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const hoursPassed = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 3_600_000;
    expect(hoursPassed, "the jump ahead was seen").toBeCloseTo(2, 1);
  },
  60_000,
);

describe.skipIf(lacks("loopDevice", "compiler"))("F02 power cut during commits", () => {
  test("10 times over loses nothing that was acknowledged", async () => {
    for (let round = 0; round < 10; round += 1) {
      using folder = temporaryFolder();
      const cut = await cutPower({ folder: folder.path, clients, afterAcks: 100 + round * 40 });
      expect(cut.inFlight).toBeGreaterThan(0);
      expect(cut.verdict, `round ${round}`).toMatchObject({
        lost: [],
        surplus: 0,
        wholeBooks: true,
      });
      expect(cut.verdict.entries).toBeGreaterThanOrEqual(cut.acked);
    }
  }, 300_000);

  test("F03 is seen to lose entries where the disk only pretends to sync", async () => {
    using folder = temporaryFolder();
    using tools = temporaryFolder();
    const env = diskShim(tools.path, { lies: true });
    const cut = await cutPower({ folder: folder.path, clients, afterAcks: 300, env });
    expect(cut.verdict.lost.length).toBeGreaterThan(0);
  }, 60_000);
});
