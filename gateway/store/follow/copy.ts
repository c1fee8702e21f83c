// The copy that a spare keeps: a file taken over whole, then every commit since, statement by statement. What it says
// it holds is on its disk.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { openDatabase } from "../sqlite/database.ts";
import type { Step } from "./followed.ts";

export interface Copy {
  /** Commits in their order, all of them or none, with one fsync. Throws what SQLite throws. */
  readonly apply: (commits: readonly (readonly Step[])[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Statements that bring their own transaction (a store that is emptied) stand alone. */
const isWhole = (steps: readonly Step[]): boolean => /^\s*BEGIN\b/iu.test(steps[0]?.[0] ?? "");

export const openCopy = async (file: string): Promise<Copy> => {
  const database = await openDatabase({ file });
  await database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; " +
      "PRAGMA secure_delete = ON;",
  );
  const play = async (steps: readonly Step[]): Promise<void> => {
    for (const [sql, ...values] of steps)
      await (values.length === 0 ? database.exec(sql) : database.run(sql, ...values));
  };
  const together = async (commits: readonly (readonly Step[])[]): Promise<void> => {
    if (commits.length === 0) return;
    await database.exec("BEGIN IMMEDIATE");
    try {
      for (const steps of commits) await play(steps);
      await database.exec("COMMIT");
    } catch (error) {
      await database.exec("ROLLBACK").catch(() => undefined);
      throw error;
    }
  };
  return {
    apply: async (commits) => {
      let ordinary: (readonly Step[])[] = [];
      for (const steps of commits) {
        if (!isWhole(steps)) {
          ordinary.push(steps);
          continue;
        }
        await together(ordinary);
        ordinary = [];
        await play(steps);
      }
      await together(ordinary);
    },
    close: () => database.close(),
  };
};

/** A copy on its way: the former one stays until this one is whole. */
export interface Arriving {
  readonly write: (piece: Uint8Array) => void;
  /** From here on it is the copy. */
  readonly whole: () => void;
  readonly drop: () => void;
}

export const receiveCopy = (file: string): Arriving => {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, "wx", 0o600);
  return {
    write: (piece) => {
      for (let at = 0; at < piece.length;) at += writeSync(handle, piece, at);
    },
    whole: () => {
      fsyncSync(handle);
      closeSync(handle);
      for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
      renameSync(draft, file);
      const folder = openSync(dirname(file), "r");
      fsyncSync(folder);
      closeSync(folder);
    },
    drop: () => {
      closeSync(handle);
      rmSync(draft, { force: true });
    },
  };
};
