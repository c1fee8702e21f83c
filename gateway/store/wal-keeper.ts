// Copies the write-ahead log back into the database on a connection of its own, beside the commits instead of in their
// way. The log begins anew only where all of it is copied, which never happens beside commits: so a commit waits for
// the last few pages now and then. Where all that falls behind, SQLite's own checkpoint bounds the log.
import type { WriteRow } from "./contract.ts";
import type { Database } from "./sqlite/database.ts";

/** Rows written between two copies; the log's bound in pages (4 KiB each), for the writer's connection. */
const rowsBetween = 2000;
export const walPagesMax = 10_000;
/** A log of so many pages begins anew at the next commit. */
const pagesBeforeAnew = 3000;
/** The log's file is kept at its bound: overwriting it is much faster than making it longer with every commit. */
export const walBytesKept = walPagesMax * 4120;
/**
 * For so long the copying connection waits for readers while it empties the log, and commits wait for it, ms. A report
 * may read for longer: then it is tried again.
 */
export const emptyingWaitMs = 50;
const againMs = 1000;

export interface WalKeeper {
  /** Tells what a commit wrote. Never waits. */
  wrote(rows: readonly WriteRow[]): void;
  /** To be awaited before a commit begins; undefined where the log is still short. Never fails. */
  beginAnew(): Promise<unknown> | undefined;
  close(): Promise<void>;
}

export const createWalKeeper = (database: Database): WalKeeper => {
  let rowsSince = 0;
  let mustEmpty = false;
  let isLong = false;
  let copying: Promise<unknown> | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  /** A copy that fails is no fault of a commit: it is made again. */
  const empty = async (): Promise<void> => {
    mustEmpty = false;
    const [done] = await database.all("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => []);
    if (done?.["busy"] === 0) return;
    mustEmpty = true;
    again ??= setTimeout(() => {
      again = undefined;
      copy();
    }, againMs).unref();
  };

  const copyBeside = async (): Promise<void> => {
    const [done] = await database.all("PRAGMA wal_checkpoint(PASSIVE)").catch(() => []);
    isLong = Number(done?.["log"] ?? 0) >= pagesBeforeAnew;
  };

  const copy = (): void => {
    if (copying !== undefined || closed) return;
    rowsSince = 0;
    const copied = mustEmpty ? empty() : copyBeside();
    copying = copied.finally(() => {
      copying = undefined;
    });
  };

  return {
    wrote: (rows) => {
      rowsSince += rows.length;
      mustEmpty ||= rows.some(shreds);
      if (rowsSince >= rowsBetween || (mustEmpty && again === undefined)) copy();
    },
    beginAnew: () => {
      if (!isLong || copying !== undefined) return undefined;
      copy();
      // It is as long as before, but all of it is copied: the commit that waits writes over it.
      return Promise.resolve(copying).then(() => {
        isLong = false;
      });
    },
    close: async () => {
      closed = true;
      clearTimeout(again);
      await copying;
      // The last connection that closes copies the log and removes it.
      await database.close();
    },
  };
};

/** A member's key was deleted: its last copies in the log must go as well. */
const shreds = ([what, table, id, body]: WriteRow): boolean =>
  (what === "side" && table === "member_key" && body === null) ||
  (what === "chain_key_taken" && id === null);
