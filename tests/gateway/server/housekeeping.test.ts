// What a running gateway does for its books unasked: backups that can be restored, and an audit that stops the writing.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../gateway/clock.ts";
import { RefusalError } from "../../../gateway/protocol/client.ts";
import { createHousekeeping } from "../../../gateway/server/housekeeping.ts";
import {
  createBackup,
  lastBackupMs,
  listBackups,
  restoreBackup,
} from "../../../gateway/store/backup.ts";
import { backupFolder, databaseFile } from "../../../gateway/store/files.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";
import { connectAs } from "../../support/pages.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

const untilMs = { timeout: 20_000, interval: 50 };
const silent = { info: () => undefined, error: () => undefined };

describe("a running gateway", () => {
  test("backs up when a shift is closed; the backup is a whole store", async () => {
    await using gateway = await startGatewayProcess();
    using other = temporaryFolder();
    const desk = connectAs(gateway, "test");
    await desk.call("shift.open", { key: desk.newKey(), float: 10_000 });
    const folder = backupFolder(gateway.dir);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    await desk.call("shift.close", { key: desk.newKey() });
    const made = await vi.waitFor(async () => {
      const [first] = await listBackups(folder);
      if (first === undefined) throw new Error("no backup yet");
      return first;
    }, untilMs);
    const restored = await restoreBackup({
      backup: made.file,
      file: databaseFile(other.path),
      key: Buffer.from(readFileSync(join(gateway.dir, "credentials", "backup"), "utf8"), "hex"),
      clock: systemClock,
    });
    expect(restored.entries).toBe(made.entries);
    expect(new Set(Object.values(restored.trialBalance))).toEqual(new Set([0]));
    const metrics = await (await fetch(`${gateway.simulated.url}/metrics`)).text();
    const backedUp = /^tallygate_backup_timestamp_seconds ([\d.]+)$/mu.exec(metrics)?.[1];
    expect(Number(backedUp) * 1000).toBe(Date.parse(made.madeAt));
    expect(metrics).toMatch(/^tallygate_books_whole 1$/mu);
    expect(metrics).toMatch(/^tallygate_backups_failed 0$/mu);
    desk.close();
  });

  test("audits on a new day; books that were changed are read and not written to", async () => {
    await using gateway = await startGatewayProcess({
      args: ["--clock", "2024-01-10T10:00:00+08:00"],
    });
    const desk = connectAs(gateway, "test");
    await changeBooks(databaseFile(gateway.dir));
    await desk.call("shift.open", { key: desk.newKey() });
    await desk.call("sim.clock.set", { now: "2024-01-11T10:00:00+08:00" });
    await desk.call("shift.count", { key: desk.newKey(), counted: { cash: 0 } });
    await vi.waitFor(async () => {
      const ready = await fetch(`${gateway.simulated.url}/readyz`);
      expect(await ready.json()).toMatchObject({ ready: false, why: ["books"] });
    }, untilMs);
    const refused = await desk.call("shift.close", { key: desk.newKey() }).catch(codeOf);
    expect(refused).toBe("store.read_only");
    expect(await desk.call("shift.get", {})).toMatchObject({ expected: {} });
    desk.close();
  });
});

test("a round backs up what has changed since the last one, and rests where nothing has", async () => {
  using folder = temporaryFolder();
  const file = databaseFile(folder.path);
  const store = await createStore(storeOptions(file));
  const taken: number[] = [];
  const housekeeping = createHousekeeping({
    store,
    log: silent,
    businessDate: () => "2024-01-10",
    nowMs: () => 7,
    backedUpMs: () => lastBackupMs(folder.path),
    roundMs: 5,
    takeBackup: async () => {
      const key = Buffer.alloc(32, 1);
      const made = await createBackup({ file, folder: folder.path, key, clock: systemClock });
      taken.push(made.entries);
      return made;
    },
  });
  // Nobody knows what the last run left: the first round takes one in any case.
  await vi.waitFor(() => expect(taken).toEqual([0]), untilMs);
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  await vi.waitFor(() => expect(taken).toEqual([0, 1]), untilMs);
  await store.execute(run("account.topUp", move, { account: "a_1", amount: 5 }));
  await vi.waitFor(() => expect(taken).toEqual([0, 1, 2]), untilMs);
  // Whoever asks meanwhile gets a backup of its own; rounds without a change took none.
  const asked = await Promise.all([housekeeping.backUp(), housekeeping.backUp()]);
  expect(asked.map(({ entries }) => entries)).toEqual([2, 2]);
  await housekeeping.stop();
  expect(taken).toEqual([0, 1, 2, 2, 2]);
  const backedUpMs = Date.parse(asked[1]?.madeAt ?? "");
  const health = { backedUpMs, backupsFailed: 0, auditedMs: 7, areWhole: true };
  expect(housekeeping.health()).toEqual(health);
  expect(await lastBackupMs(folder.path)).toBe(backedUpMs);
  await store.close();
});

test("a backup that cannot be made is tried again, and has the books audited", async () => {
  using folder = temporaryFolder();
  const file = databaseFile(folder.path);
  const store = await createStore(storeOptions(file));
  const blocked = join(folder.path, "no-folder-at-all");
  const errors: unknown[] = [];
  const audited: unknown[] = [];
  const housekeeping = createHousekeeping({
    store,
    log: {
      info: (facts: unknown) => void audited.push(facts),
      error: (facts: unknown) => void errors.push(facts),
    },
    businessDate: () => "2024-01-10",
    nowMs: () => 7,
    backedUpMs: () => lastBackupMs(blocked),
    roundMs: 5,
    takeBackup: () => {
      if (!existsSync(blocked)) throw new Error("the backup disk is away");
      return createBackup({ file, folder: blocked, key: Buffer.alloc(32), clock: systemClock });
    },
  });
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1), untilMs);
  await vi.waitFor(() => expect(audited).toContainEqual({ entries: 1 }), untilMs);
  mkdirSync(blocked);
  await vi.waitFor(async () => expect(await listBackups(blocked)).not.toEqual([]), untilMs);
  await housekeeping.stop();
  expect(housekeeping.health().backupsFailed).toBeGreaterThan(1);
  expect(housekeeping.health().backedUpMs).toBeGreaterThan(0);
  await store.close();
});

/** Somebody at the file itself changes an amount, past everything that forbids it. */
const changeBooks = async (file: string): Promise<void> => {
  const database = await openDatabase({ file });
  await database.exec(
    `PRAGMA busy_timeout = 5000; DROP TRIGGER journal_unchanged;
     UPDATE journal SET body = replace(body, '"v":1', '"v":1 ') WHERE seq = 2`,
  );
  await database.close();
};

const codeOf = (error: unknown): string =>
  error instanceof RefusalError ? error.code : String(error);
