// Keeps the reports' file in step with the journal: reads what is new, starts anew where it belongs to other books.
// Reads the books only, writes nothing but its own file. Runs in a process of its own (decision 0203), see
// projector.ts.
import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { makePrivate } from "../../store/lock.ts";
import { integer, text } from "../../store/sqlite/columns.ts";
import { type Database, openDatabase } from "../../store/sqlite/database.ts";
import { foldingSteps, readingSteps } from "./steps.ts";
import { modelSchema, modelVersion } from "./schema.ts";

export interface Projection {
  /** Takes over what the journal has more; resolves with the number of the last entry that is in. */
  catchUp(): Promise<number>;
  close(): Promise<void>;
}

export interface ProjectionFiles {
  /** the live database of the store */
  readonly books: string;
  /** of books that hold the journals of several stores: this one's alone */
  readonly store?: string;
  /** the reports' own file; may be missing, and may be thrown away */
  readonly file: string;
}

/** Entries taken over in one transaction: a step of a few hundred milliseconds. */
const stepEntries = 5_000;

/** So long it waits for another process at the file, ms: that of a killed gateway ends its statement first. */
const busyMs = 60_000;

interface Mark {
  readonly seq: number;
  readonly hash: string;
}

export const createProjection = (files: ProjectionFiles): Projection => {
  let opened: Promise<Database> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const database = (): Promise<Database> => {
    opened ??= open(files);
    opened.catch(() => (opened = undefined));
    return opened;
  };

  const startAnew = async (): Promise<Database> => {
    await (await opened)?.close();
    remove(files.file);
    opened = undefined;
    return database();
  };

  const catchUpNow = async (): Promise<number> => {
    let own = await database();
    if (!(await isOfTheseBooks(own))) own = await startAnew();
    for (let moved = false; ; moved = true) {
      const { seq } = await markOf(own);
      const [head] = await own.all("SELECT max(seq) AS seq FROM books.journal");
      const end = Number(head?.["seq"] ?? 0);
      if (seq >= end) {
        if (moved) await emptyLog(own);
        return seq;
      }
      await step(own, seq, Math.min(end, seq + stepEntries));
    }
  };

  return {
    catchUp: () => {
      const done = last.then(catchUpNow);
      last = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      await last;
      await (await opened?.catch(() => undefined))?.close();
      opened = undefined;
    },
  };
};

const remove = (file: string): void => {
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
};

/** SQLite's primary codes for a file that is no database, or not this one: ERROR, CORRUPT, NOTADB. */
const unusable: ReadonlySet<number> = new Set([1, 11, 26]);

class OtherVersion extends Error {}

/** A file that is merely busy, or a disk that is full, is not to be thrown away: somebody may be reading it. */
const isUnusable = (error: unknown): boolean => {
  const code: unknown = Reflect.get(Object(error), "errcode");
  return error instanceof OtherVersion || (typeof code === "number" && unusable.has(code & 0xff));
};

const open = async (files: ProjectionFiles): Promise<Database> => {
  try {
    return await openOnce(files);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    // A damaged or older file: nothing in it that the journal does not hold.
    remove(files.file);
    return openOnce(files);
  }
};

const openOnce = async ({ books, file, store }: ProjectionFiles): Promise<Database> => {
  await makePrivate(file);
  const database = await openDatabase({ file, driver: "node:sqlite" });
  try {
    // The file can be made again, so a power cut may cost it a step but not its shape.
    await database.exec(
      `PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ` +
        "PRAGMA secure_delete = ON; PRAGMA cache_size = -32768",
    );
    await database.exec(`ATTACH '${quoted(`${pathToFileURL(books).href}?mode=ro`)}' AS books`);
    const ofStore = store === undefined ? "" : ` WHERE store = '${quoted(store)}'`;
    await database.exec(
      `CREATE TEMP VIEW source AS SELECT seq, id, body FROM books.journal${ofStore}`,
    );
    await database.exec(`CREATE TEMP VIEW trait AS ${await traitsIn(database)}`);
    const [known] = await database.all("SELECT 1 FROM sqlite_schema WHERE name = 'mark'");
    if (known === undefined) {
      await database.exec(
        `BEGIN; ${modelSchema} INSERT INTO mark VALUES (${modelVersion}, 0, ''); COMMIT`,
      );
    }
    const [mark] = await database.all("SELECT version FROM mark");
    if (mark?.["version"] !== modelVersion) throw new OtherVersion("another version's file");
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
};

/** What stands beside the members' keys, in books that have such. */
export const traitsIn = async (database: Database): Promise<string> => {
  const [keys] = await database.all("SELECT 1 FROM books.sqlite_schema WHERE name = 'side'");
  if (keys === undefined) return "SELECT NULL AS member, NULL AS sex, NULL AS born, NULL AS region";
  const attribute = (name: string): string => `key.body ->> '$.traits.attributes.${name}'`;
  return `SELECT entity.id AS member, key.body ->> '$.traits.sex' AS sex,
    key.body ->> '$.traits.birthday.year' AS born,
    coalesce(${["region", "city", "province"].map(attribute).join(", ")}) AS region
  FROM books.entity CROSS JOIN books.side AS key
    ON key.tab = 'member_key' AND key.id = substr(entity.body ->> '$.person.sealed', 4, 34)
  WHERE entity.kind = 'member'`;
};

/** Whoever was erased is in old pages of the log as well. Where somebody reads them just now, the next time. */
const emptyLog = async (database: Database): Promise<void> => {
  await database.exec("PRAGMA busy_timeout = 0");
  await database.all("PRAGMA main.wal_checkpoint(TRUNCATE)").catch(() => []);
  await database.exec(`PRAGMA busy_timeout = ${busyMs}`);
};

const quoted = (name: string): string => name.replaceAll("'", "''");

const markOf = async (database: Database): Promise<Mark> => {
  const [row] = await database.all("SELECT seq, hash FROM mark");
  return { seq: integer(row?.["seq"]), hash: text(row?.["hash"]) };
};

/** The entry it ended with is still there, with the same hash: nothing was restored or reset meanwhile. */
const isOfTheseBooks = async (database: Database): Promise<boolean> => {
  const { seq, hash } = await markOf(database);
  if (seq === 0) return true;
  const [row] = await database.all("SELECT hash FROM books.journal WHERE seq = ?", seq);
  return row?.["hash"] === hash;
};

/** All tables move together: whoever reads the file sees whole entries up to one number. */
const step = async (database: Database, after: number, upTo: number): Promise<void> => {
  await database.exec("BEGIN IMMEDIATE");
  try {
    for (const sql of readingSteps) await database.run(sql, after, upTo);
    for (const sql of foldingSteps) await database.run(sql);
    await database.run(
      "UPDATE mark SET seq = ?1, hash = (SELECT hash FROM books.journal WHERE seq = ?1)",
      upTo,
    );
    await database.exec("COMMIT");
  } catch (error) {
    // Some faults have ended the transaction already; the first one is what matters.
    await database.exec("ROLLBACK").catch(() => undefined);
    throw error;
  }
};
