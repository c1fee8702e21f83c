// Copies the write-ahead log back into the database on a connection of its own, beside the commits instead of in
// their way. Where it falls behind, SQLite's own checkpoint in the commit path keeps the log's size bounded.
import type { Database } from "./sqlite/database.ts";

/** Rows written between two copies; the log's bound in pages (4 KiB each), for the writer's connection. */
const rowsBetween = 2000;
export const walPagesMax = 10_000;
/** What is left of the log's file once it was copied whole. */
export const walBytesKept = 16 << 20;

export interface WalKeeper {
  /** Tells that a commit wrote some rows, and whether old pages must not stay in the log. Never waits. */
  wrote(rows: number, empty: boolean): void;
  close(): Promise<void>;
}

export const createWalKeeper = (database: Database): WalKeeper => {
  let rowsSince = 0;
  let mustEmpty = false;
  let copying: Promise<unknown> | undefined;
  return {
    wrote: (rows, empty) => {
      rowsSince += rows;
      mustEmpty ||= empty;
      if (copying !== undefined || (rowsSince < rowsBetween && !mustEmpty)) return;
      const mode = mustEmpty ? "TRUNCATE" : "PASSIVE";
      rowsSince = 0;
      mustEmpty = false;
      // A copy that fails is no fault of a commit: the next one, or the writer itself, does it again.
      copying = database
        .all(`PRAGMA wal_checkpoint(${mode})`)
        .catch(() => undefined)
        .finally(() => {
          copying = undefined;
        });
    },
    close: async () => {
      await copying;
      await database.close();
    },
  };
};
