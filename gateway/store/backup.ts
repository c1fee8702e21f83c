// Backups: a snapshot of the live store, encrypted, and proved by restoring it before anybody relies on it.
import { existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "../clock.ts";
import { auditStore } from "./audit.ts";
import {
  BackupUnreadable,
  newSalt,
  readBackup,
  readManifest,
  writeBackup,
  type BackupManifest,
} from "./backup-file.ts";
import { draftOf, isDraft, removeDraft, removeLeftDrafts } from "./drafts.ts";
import { StartRefused } from "./faults.ts";
import { takeLock } from "./lock.ts";
import { keysFileOf, putKeysIn, takeKeysOut } from "./member-keys.ts";
import { headOf, storeIdOf } from "./open.ts";
import { schemaVersion, versionOf } from "./schema.ts";
import { openDatabase, type Database } from "./sqlite/database.ts";

export interface BackupDeps {
  /** the live database */
  readonly file: string;
  readonly folder: string;
  /** 32 secret bytes; whoever restores needs the same */
  readonly key: Buffer;
  readonly clock: Clock;
  /** backups kept; older ones are removed after a new one is proved */
  readonly keep?: number;
}

export interface Backup extends BackupManifest {
  readonly file: string;
}

const keptDefault = 96;
const suffix = ".tgb";

/**
 * Takes a backup while the store works, restores it beside the store, audits it, and only then gives it its name. What
 * is not sealed never lies in the folder of the backups: that may be a stick.
 */
export const createBackup = async (deps: BackupDeps): Promise<Backup> => {
  const { folder, key } = deps;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const home of [folder, dirname(deps.file)]) removeLeftDrafts(home);
  const draft = draftOf(deps.file);
  const snapshot = `${draft}.db`;
  const restored = `${draft}.restored.db`;
  const encrypted = `${draftOf(join(folder, "backup"))}${suffix}`;
  const keys = { plain: `${draft}.keys.db`, encrypted: draftOf(join(folder, "backup-keys")) };
  const drafts = [snapshot, restored, encrypted, keys.plain, keys.encrypted];
  try {
    drafts.forEach(removeDraft);
    await takeSnapshot(deps.file, snapshot);
    await takeKeysOut(snapshot, keys.plain);
    const manifest = await describe(snapshot, new Date(deps.clock.nowMs()).toISOString());
    const ofKeys = { manifest: { ...manifest, salt: newSalt() }, key };
    await writeBackup(keys.plain, keys.encrypted, ofKeys);
    await writeBackup(snapshot, encrypted, { manifest, key });
    await readBackup(encrypted, restored, key);
    await proveCopy(restored, manifest);
    const stamp = manifest.madeAt.replaceAll(/[-:]|\.\d+/gu, "");
    const file = join(folder, `${manifest.store}-${stamp}-${manifest.entries}${suffix}`);
    await rename(keys.encrypted, join(folder, keysFileOf(manifest.store)));
    await rename(encrypted, file);
    await syncFolder(folder);
    await removeOldest(folder, deps.keep ?? keptDefault);
    return { ...manifest, file };
  } finally {
    drafts.forEach(removeDraft);
  }
};

/** Backups of a folder, oldest first. */
export const listBackups = async (folder: string): Promise<readonly Backup[]> => {
  const names = await backupNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return { ...(await readManifest(file)), file };
    }),
  );
};

/** When the newest backup of a folder was made, ms; 0 where there is none that can be read. */
export const lastBackupMs = async (folder: string): Promise<number> => {
  const backups = await listBackups(folder).catch(() => []);
  return Math.max(0, ...backups.map(({ madeAt }) => Date.parse(madeAt)));
};

export interface RestoreDeps {
  readonly backup: string;
  /** the file of the members' keys; without it the one beside the backup, if there is one */
  readonly keys?: string;
  /** the database file to make; neither it nor a log of it may exist */
  readonly file: string;
  readonly key: Buffer;
  readonly clock: Clock;
}

export interface Restored extends BackupManifest {
  /** the epoch the store goes on in */
  readonly newEpoch: number;
  /** keys of members, or undefined where no file of them was found: then only those an older backup holds */
  readonly memberKeys: number | undefined;
  readonly trialBalance: { readonly [unit: string]: number };
}

/**
 * Makes a store from a backup. Everything is checked before the file gets its name: schema, count of entries, head
 * hash, totals. The store goes on in a new epoch, so that its numbers never repeat those of the one that was lost.
 */
export const restoreBackup = async (deps: RestoreDeps): Promise<Restored> => {
  const { backup, file, key, clock } = deps;
  refuseNewerCopy(await readManifest(backup));
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const lock = await takeLock(file);
  const draft = draftOf(file);
  try {
    refuseExisting(file);
    removeLeftDrafts(dirname(file));
    removeDraft(draft);
    const manifest = await readBackup(backup, draft, key);
    const trialBalance = await proveCopy(draft, manifest);
    const memberKeys = await restoreKeys(deps, manifest, draft);
    const newEpoch = epochAfter(manifest, clock);
    await beginEpoch(draft, newEpoch);
    await rename(draft, file);
    await syncFolder(dirname(file));
    return { ...manifest, newEpoch, memberKeys, trialBalance };
  } finally {
    removeDraft(draft);
    await lock.release();
  }
};

/**
 * Makes a store of a copy that was kept beside the store itself, members' keys included. Proved like a backup, then
 * renamed; it goes on in a new epoch. Throws StartRefused and BackupUnreadable; the copy stays then.
 */
export const restoreCopy = async (deps: {
  readonly copy: string;
  /** the database file to make; neither it nor a log of it may exist */
  readonly file: string;
  readonly clock: Clock;
}): Promise<Omit<Restored, "memberKeys">> => {
  const { copy, file, clock } = deps;
  const lock = await takeLock(file);
  try {
    refuseExisting(file);
    const manifest = await describe(copy, new Date(clock.nowMs()).toISOString());
    refuseNewerCopy(manifest);
    const trialBalance = await proveCopy(copy, manifest);
    const newEpoch = epochAfter(manifest, clock);
    await beginEpoch(copy, newEpoch);
    await rename(copy, file);
    await syncFolder(dirname(file));
    return { ...manifest, newEpoch, trialBalance };
  } finally {
    await lock.release();
  }
};

const epochAfter = ({ epoch }: BackupManifest, clock: Clock): number =>
  Math.max(epoch + 1, Math.floor(clock.nowMs() / 1000));

const refuseNewerCopy = ({ schema }: BackupManifest): void => {
  if (schema <= schemaVersion) return;
  throw new StartRefused(
    "newer_schema",
    `The backup was made by a newer Tallygate (schema ${schema}, this one knows ` +
      `${schemaVersion}). Install that version first; nothing has been changed.`,
  );
};

/** Whoever was erased since the backup stays erased: only the keys of today's file count. */
const restoreKeys = async (
  { backup, keys, key }: RestoreDeps,
  { store }: BackupManifest,
  draft: string,
): Promise<number | undefined> => {
  const source = keys ?? join(dirname(backup), keysFileOf(store));
  if (keys === undefined && !existsSync(source)) return undefined;
  const plain = `${draft}.keys`;
  try {
    const manifest = await readBackup(source, plain, key);
    if (manifest.store !== store) {
      throw new BackupUnreadable(`these are the keys of the store ${manifest.store}`);
    }
    return await putKeysIn(draft, plain);
  } finally {
    removeDraft(plain);
  }
};

/** A copy of the live file as the last commit left it. */
export const takeSnapshot = async (file: string, snapshot: string): Promise<void> => {
  removeDraft(snapshot);
  await withDatabase(file, (database) => database.run("VACUUM INTO ?", snapshot), true);
};

const describe = (snapshot: string, madeAt: string): Promise<BackupManifest> =>
  withDatabase(snapshot, async (database) => {
    const store = await storeIdOf(database);
    const { epoch, seq, hash } = await headOf(database, store);
    return {
      format: "tallygate backup 1",
      store,
      schema: await versionOf(database),
      epoch,
      entries: seq,
      head: hash,
      madeAt,
      salt: newSalt(),
    };
  });

/** Audits a copy and holds it against its manifest; the trial balance where all is well. */
const proveCopy = async (
  copy: string,
  manifest: BackupManifest,
): Promise<Restored["trialBalance"]> => {
  // side by side: one reads pages, the other computes
  const [check, audit] = await Promise.all([
    withDatabase(copy, (database) => database.all("PRAGMA integrity_check(1)"), true),
    withDatabase(copy, async (database) => auditStore(database, await storeIdOf(database))),
  ]);
  const problem =
    check[0]?.["integrity_check"] !== "ok"
      ? "its pages are damaged"
      : audit.entries !== manifest.entries || audit.head !== manifest.head
        ? `it ends at entry ${audit.entries}, not at ${manifest.entries} as it says`
        : audit.findings[0];
  if (problem !== undefined) throw new BackupUnreadable(`the backup does not prove: ${problem}`);
  return audit.trialBalance;
};

const beginEpoch = (file: string, epoch: number): Promise<void> =>
  withDatabase(file, (database) =>
    database.exec(
      `PRAGMA synchronous = FULL; UPDATE property SET value = '${epoch}' WHERE name = 'epoch';`,
    ),
  );

const withDatabase = async <T>(
  file: string,
  work: (database: Database) => Promise<T>,
  readOnly = false,
): Promise<T> => {
  const database = await openDatabase({ file, readOnly });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

/** A log that was left alone would be read into the restored file as its own. */
const refuseExisting = (file: string): void => {
  const there = [file, `${file}-wal`, `${file}-journal`].find((one) => existsSync(one));
  if (there === undefined) return;
  throw new StartRefused(
    "in_use",
    `There already is a store in ${file}: ${there}. ` +
      "Move it aside first with its log (-wal); a restore never overwrites one.",
  );
};

/** A rename is only certain once its folder is on the disk. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
};

const backupNames = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith(suffix) && !isDraft(name)).toSorted();
};

const removeOldest = async (folder: string, keep: number): Promise<void> => {
  const names = await backupNames(folder);
  for (const name of names.slice(0, Math.max(0, names.length - keep))) {
    await rm(join(folder, name));
  }
};
