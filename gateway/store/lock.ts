// Keeps a second gateway off the same data: an SQLite lock on a file of its own, which the kernel takes back when
// the process dies, however it dies.
import { open } from "node:fs/promises";
import { StartRefused, sqliteCode } from "./faults.ts";
import { openDatabase, type DriverName } from "./sqlite/database.ts";

/**
 * Makes an empty file that only its owner reads; SQLite gives its log the same rights. A file that is there is not even
 * opened: closing it would take the locks away that this process holds on it.
 */
export const makePrivate = async (file: string): Promise<void> => {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
};

export interface Lock {
  release(): Promise<void>;
}

/** Takes the lock of a database file or refuses the start with `in_use`. */
export const takeLock = async (file: string, driver?: DriverName): Promise<Lock> => {
  await makePrivate(`${file}.lock`);
  const database = await openDatabase({
    file: `${file}.lock`,
    ...(driver === undefined ? {} : { driver }),
  });
  try {
    await database.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;");
  } catch (error) {
    await database.close();
    if (sqliteCode(error) !== "SQLITE_BUSY") throw error;
    throw new StartRefused(
      "in_use",
      `Another Tallygate is already running on this data (${file}). ` +
        "Stop it first, or start this one with another folder (--data DIR).",
      error,
    );
  }
  return { release: () => database.close() };
};
