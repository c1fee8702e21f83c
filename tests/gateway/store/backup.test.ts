// Backups are encrypted, proved by restoring, refused when touched, and begin a new epoch when they are used.
import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../gateway/clock.ts";
import { createBackup, listBackups, restoreBackup } from "../../../gateway/store/backup.ts";
import { BackupUnreadable, readBackup, readManifest } from "../../../gateway/store/backup-file.ts";
import { keysFileOf } from "../../../gateway/store/member-keys.ts";
import { schemaVersion } from "../../../gateway/store/schema.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { createVault } from "../../../gateway/store/vault.ts";
import {
  balanceOf,
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
} from "../../support/test-store.ts";

const key = randomBytes(32);

const liveStore = async (folder: string) => {
  const file = join(folder, "store.db");
  const store = await createStore(storeOptions(file));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  await store.execute(run("move", move, { account: "a_1", amount: 500 }, "k1"));
  const deps = { file, folder: join(folder, "backups"), key, clock: systemClock };
  return { store, deps };
};

const restoreInto = (backup: string, file: string, withKey = key) =>
  restoreBackup({ backup, file, key: withKey, clock: systemClock });

describe("a backup", () => {
  test("taken from a working store restores to the same books in a new epoch", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const backup = await createBackup(deps);
    await store.execute(run("move", move, { account: "a_1", amount: -100 }));
    await store.close();

    const file = join(folder.path, "restored.db");
    const restored = await restoreInto(backup.file, file);
    expect(restored).toMatchObject({ entries: 2, head: backup.head, trialBalance: { CNY: 0 } });
    const after = await createStore(storeOptions(file));
    expect(await balanceOf(after, "a_1")).toBe(500);
    const again = await after.execute(run("move", move, { account: "a_1", amount: 500 }, "k1"));
    expect(again).toMatchObject({ ok: true, value: { replay: true } });
    await after.execute(run("move", move, { account: "a_1", amount: -1 }));
    const [entry] = await after.entries({ limit: 1 });
    expect(entry?.body).toMatchObject({ seq: 3, epoch: restored.newEpoch });
    expect(restored.newEpoch).toBeGreaterThan(backup.epoch);
    expect((await after.verify()).ok).toBe(true);
    await after.close();
  });

  test("holds no member's key: whoever is erased later stays erased when it is restored", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const masterKey = randomBytes(32);
    const vault = createVault({ masterKey, store });
    const [gone, stays] = [vault.seal({ name: "张三" }), vault.seal({ name: "李四" })];
    await store.side([gone.row, stays.row]);
    const before = await createBackup(deps);
    const read = async (file: string, keys?: string) => {
      const restored = await restoreBackup({
        backup: before.file,
        file: join(folder.path, file),
        key,
        clock: systemClock,
        ...(keys === undefined ? {} : { keys }),
      });
      const made = await createStore(storeOptions(join(folder.path, file)));
      const opener = createVault({ masterKey, store: made });
      const names = [await opener.open(gone.person.sealed), await opener.open(stays.person.sealed)];
      await made.close();
      return [restored.memberKeys, ...names.map((person) => person?.name)];
    };
    expect(await read("same-day.db")).toEqual([2, "张三", "李四"]);

    await store.side([vault.shred(gone.person.sealed)]);
    await createBackup(deps);
    await store.close();
    expect(await read("after-erasure.db")).toEqual([1, undefined, "李四"]);

    const beside = join(deps.folder, keysFileOf("s_test"));
    const elsewhere = join(folder.path, "keys");
    renameSync(beside, elsewhere);
    expect(await read("without-keys.db")).toEqual([undefined, undefined, undefined]);
    expect(await read("keys-from-elsewhere.db", elsewhere)).toEqual([1, undefined, "李四"]);
  });

  test("shows nothing of the books but counts", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const { file } = await createBackup(deps);
    const bytes = readFileSync(file);
    expect(["SQLite format", "journal", "a_1", "stored"].filter((s) => bytes.includes(s))).toEqual(
      [],
    );
    await store.close();
  });

  test.each([
    ["in its first line", (size: number) => size - size + 60],
    ["in the middle", (size: number) => size >> 1],
    ["in its last byte", (size: number) => size - 1],
  ])("changed %s is not restored", async (_, position) => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const { file } = await createBackup(deps);
    await store.close();
    const bytes = readFileSync(file);
    const at = position(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
    const target = join(folder.path, "restored.db");
    await expect(restoreInto(file, target)).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
  });

  test("is not read with another key", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const { file } = await createBackup(deps);
    await store.close();
    const target = join(folder.path, "restored.db");
    await expect(restoreInto(file, target, randomBytes(32))).rejects.toThrow("key is another one");
    expect(readdirSync(folder.path).filter((name) => name.includes("restor"))).toEqual([
      "restored.db.lock",
    ]);
  });

  test("of a newer version is refused before anything is touched", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const { file } = await createBackup(deps);
    await store.close();
    const line = JSON.stringify({ ...(await readManifest(file)), schema: schemaVersion + 1 });
    writeFileSync(file, `${line}\nrest`);
    const target = join(folder.path, "restored.db");
    await expect(restoreInto(file, target)).rejects.toMatchObject({ code: "newer_schema" });
    expect(existsSync(`${target}.lock`)).toBe(false);
  });

  test("never overwrites a store, nor one that runs", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    const { file } = await createBackup(deps);
    await expect(restoreInto(file, deps.file)).rejects.toMatchObject({ code: "in_use" });
    await store.close();
    await expect(restoreInto(file, deps.file)).rejects.toMatchObject({ code: "in_use" });
  });

  test.each(["-wal", "-journal"])(
    "is not restored beside the %s of a store that was lost",
    async (log) => {
      using folder = temporaryFolder();
      const { store, deps } = await liveStore(folder.path);
      const { file: backup } = await createBackup(deps);
      const file = join(folder.path, "restored.db");
      copyFileSync(`${deps.file}-wal`, file + log);
      await store.close();
      await expect(restoreInto(backup, file)).rejects.toMatchObject({
        code: "in_use",
        message: expect.stringContaining(file + log),
      });
      rmSync(file + log);
      await restoreInto(backup, file);
      const after = await createStore(storeOptions(file));
      expect(await balanceOf(after, "a_1")).toBe(500);
      await after.close();
    },
  );

  test("unpacks to what it says of itself and to no byte more", async () => {
    using folder = temporaryFolder();
    const at = (name: string): string => join(folder.path, name);
    const { store, deps } = await liveStore(folder.path);
    const { file, salt, ...said } = await createBackup(deps);
    await store.close();
    const zeros = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024));
    expect(zeros.length).toBeLessThan(20_000);
    /** Sealed with the store's own key: only what it says of itself is a lie. */
    const claiming = async (bytes: unknown): Promise<string> => {
      const line = Buffer.from(`${JSON.stringify({ ...said, salt, bytes })}\n`);
      const fileKey = Buffer.from(hkdfSync("sha256", key, salt, "tallygate backup 1", 32));
      const sealing = createCipheriv("aes-256-gcm", fileKey, Buffer.alloc(12)).setAAD(line);
      const sealed = [sealing.update(zeros), sealing.final()];
      writeFileSync(at("bomb.tgb"), Buffer.concat([line, ...sealed, sealing.getAuthTag()]));
      rmSync(at("plain"), { force: true });
      const fault: unknown = await readBackup(at("bomb.tgb"), at("plain"), key).catch(
        (error: unknown) => error,
      );
      return fault instanceof BackupUnreadable ? fault.message : "read";
    };
    const { bavail, bsize } = statfsSync(folder.path);
    for (const absurd of [1e15, -1, 0.5, "many", bavail * bsize + 2 ** 30]) {
      expect(await claiming(absurd)).toMatch(/more than it may|has room for/u);
      expect(existsSync(at("plain"))).toBe(false);
    }
    expect(await claiming(4096)).toContain("more than 4096 bytes");
    expect(statSync(at("plain")).size).toBeLessThanOrEqual(4096);
    expect(await claiming(64 * 1024 * 1024)).toBe("read");
    await readBackup(file, at("books"), key);
    expect(await readManifest(file)).toMatchObject({ bytes: statSync(at("books")).size });
  });

  test("of which there are too many pushes out the oldest", async () => {
    using folder = temporaryFolder();
    const { store, deps } = await liveStore(folder.path);
    let nowMs = Date.parse("2026-01-01T00:00:00Z");
    const clock = { nowMs: () => (nowMs += 1000) };
    for (let round = 0; round < 3; round += 1) await createBackup({ ...deps, clock, keep: 2 });
    const times = (await listBackups(deps.folder)).map(({ madeAt }) => madeAt.slice(17, 19));
    expect(times).toEqual(["02", "03"]);
    await store.close();
  });
});
