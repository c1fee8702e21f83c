// Opens the file of a store: checks everything that would make it unsafe to write, and refuses to start otherwise.
// Start-up is recovery: SQLite rolls the last commits forward here, then the journal is audited.
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { genesisHash } from "../ledger/hash.ts";
import { auditStore, auditTail } from "./audit.ts";
import type { Head } from "./batch.ts";
import { StartRefused, sqliteCode } from "./faults.ts";
import { removeLeftDrafts } from "./drafts.ts";
import { makePrivate, takeLock, type Lock } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { schemaVersion, versionOf } from "./schema.ts";
import { integer, text } from "./sqlite/columns.ts";
import { openDatabase, type Database, type DriverName } from "./sqlite/database.ts";
import {
  createWalKeeper,
  emptyingWaitMs,
  walBytesKept,
  walPagesMax,
  type WalKeeper,
} from "./wal-keeper.ts";

export interface Opened {
  readonly writer: Database;
  readonly reader: Database;
  readonly walKeeper: WalKeeper;
  readonly lock: Lock;
  readonly head: Head;
  /** false where the books are too large for a start and only their end was audited */
  readonly wholeAudit: boolean;
}

/** The whole audit of so many entries takes about a second. */
const wholeAuditMaxDefault = 100_000;

export interface OpenStoreOptions {
  readonly file: string;
  readonly storeId: string;
  readonly driver?: DriverName;
  readonly wholeAuditMax?: number;
}

/** Throws StartRefused; nothing of the file has been changed then, unless it was migrated. */
export const openStore = async (options: OpenStoreOptions): Promise<Opened> => {
  const { file, storeId } = options;
  const connect = { file, ...(options.driver === undefined ? {} : { driver: options.driver }) };
  await checkFolder(file);
  const lock = await takeLock(file, options.driver);
  const opened: Database[] = [];
  try {
    removeLeftDrafts(dirname(file));
    await makePrivate(file);
    const writer = await openDatabase(connect);
    opened.push(writer);
    await refuseNewer(writer);
    await makeDurable(writer);
    await migrate(writer, { file, ...(options.driver === undefined ? {} : connect) });
    await claim(writer, storeId);
    const wholeAuditMax = options.wholeAuditMax ?? wholeAuditMaxDefault;
    const wholeAudit = !(await isLarge(writer, wholeAuditMax));
    const audit = wholeAudit
      ? await auditStore(writer, storeId)
      : await auditTail(writer, storeId, Math.ceil(wholeAuditMax / 5));
    refuseFindings(audit.findings);
    const head = await headOf(writer, storeId);
    const reader = await openDatabase({ ...connect, readOnly: true });
    opened.push(reader);
    await reader.exec("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768;");
    const copier = await openDatabase(connect);
    opened.push(copier);
    await copier.exec(`PRAGMA busy_timeout = ${emptyingWaitMs}; PRAGMA synchronous = FULL;`);
    return { writer, reader, walKeeper: createWalKeeper(copier), lock, head, wholeAudit };
  } catch (error) {
    for (const database of opened) await database.close().catch(() => undefined);
    await lock.release();
    throw asRefusal(error, file);
  }
};

const checkFolder = async (file: string): Promise<void> => {
  const folder = dirname(file);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartRefused(
      "not_writable",
      `The data folder ${folder} is missing or cannot be written by this user. ` +
        "Create it, or give its ownership to the user the gateway runs as.",
      error,
    );
  }
};

const refuseNewer = async (database: Database): Promise<void> => {
  const version = await versionOf(database);
  if (version <= schemaVersion) return;
  throw new StartRefused(
    "newer_schema",
    `The data was written by a newer Tallygate (schema ${version}, this one knows ${schemaVersion}). ` +
      "Install that version again; nothing has been changed.",
  );
};

/** WAL and an fsync with every commit; read back, since SQLite keeps silent where it cannot. */
const makeDurable = async (database: Database): Promise<void> => {
  await database.exec(
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; " +
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; " +
      `PRAGMA wal_autocheckpoint = ${walPagesMax}; PRAGMA journal_size_limit = ${walBytesKept};`,
  );
  const [mode] = await database.all("PRAGMA journal_mode");
  const [synchronous] = await database.all("PRAGMA synchronous");
  const found = [mode?.["journal_mode"], synchronous?.["synchronous"]].join(", synchronous ");
  if (found === "wal, synchronous 2") return;
  throw new StartRefused(
    "not_durable",
    "The database cannot promise that a commit survives a power cut " +
      `(journal_mode ${found}). ` +
      "Put the data folder on a local disk with an ordinary file system.",
  );
};

/** The file belongs to one store for ever; the first start writes its name into it. */
const claim = async (database: Database, storeId: string): Promise<void> => {
  const [row] = await database.all("SELECT value FROM property WHERE name = 'store'");
  if (row === undefined) {
    await database.run(
      "INSERT INTO property (name, value) VALUES ('store', ?), ('epoch', '1')",
      storeId,
    );
    return;
  }
  const owner = text(row["value"]);
  if (owner === storeId) return;
  throw new StartRefused(
    "foreign_store",
    `The data belongs to the store ${owner}, this gateway is set up as ${storeId}. ` +
      "Start it with the right data folder, or correct the store id of its configuration.",
  );
};

/** Whose books a file holds. */
export const storeIdOf = async (database: Database): Promise<string> => {
  const [row] = await database.all("SELECT value FROM property WHERE name = 'store'");
  return text(row?.["value"]);
};

const isLarge = async (database: Database, most: number): Promise<boolean> => {
  const [row] = await database.all(
    `SELECT (SELECT max(seq) FROM journal) > ?1 OR
      (SELECT count(*) FROM (SELECT 1 FROM entity WHERE kind = 'account' LIMIT ?1 + 1)) > ?1 AS large`,
    most,
  );
  return row?.["large"] === 1;
};

const refuseFindings = (findings: readonly string[]): void => {
  if (findings.length === 0) return;
  const chainBroken = findings.some((finding) => /^(entry|checkpoint) /u.test(finding));
  throw new StartRefused(
    chainBroken ? "broken_chain" : "books_differ",
    `The ledger does not add up, so nothing is written to it: ${findings.slice(0, 3).join("; ")}` +
      `${findings.length > 3 ? ` and ${findings.length - 3} more` : ""}. ` +
      "Keep this folder as it is, restore the last backup with `tallygate restore` " +
      "and have `tallygate ledger verify` look at both.",
  );
};

/** Where the journal ends now. */
export const headOf = async (database: Database, storeId: string): Promise<Head> => {
  const [property] = await database.all("SELECT value FROM property WHERE name = 'epoch'");
  const [last] = await database.all("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
  const epoch = Number(text(property?.["value"]));
  if (last === undefined) return { epoch, seq: 0, hash: genesisHash(storeId) };
  return { epoch, seq: integer(last["seq"]), hash: text(last["hash"]) };
};

const asRefusal = (error: unknown, file: string): unknown => {
  const code = sqliteCode(error);
  if (code !== "SQLITE_NOTADB" && code !== "SQLITE_CORRUPT") return error;
  return new StartRefused(
    "damaged_file",
    `${file} is damaged or no Tallygate database. ` +
      "Keep it, and restore the last backup with `tallygate restore`.",
    error,
  );
};
