// What the gateway does for its books unasked: a backup every quarter of an hour, after each shift and after each
// erasure, and the whole audit once a business day. Knows nothing of how either is made.
import type { Backup } from "../store/backup.ts";
import type { Store } from "../store/contract.ts";
import type { Log } from "./log.ts";

/** How it stands with backups and audits, for whoever watches the store. Instants of the store's clock, ms. */
export interface BooksHealth {
  /** when the last backup that was proved was made, by this or an earlier run; 0 = never */
  readonly backedUpMs: number;
  /** backups of this run that failed */
  readonly backupsFailed: number;
  /** when the books were audited last, and what came out */
  readonly auditedMs: number;
  readonly areWhole: boolean;
}

export interface Housekeeping {
  readonly health: () => BooksHealth;
  /** Takes a backup now; one at a time, the others wait their turn. Throws where it does not prove. */
  readonly backUp: () => Promise<Backup>;
  /** Ends the rounds and waits for the backup that is being made. */
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly store: Pick<Store, "onCommitted" | "verify" | "readOnlyReason">;
  readonly takeBackup: () => Promise<Backup>;
  /** when the newest backup of the folder was made, ms; 0 = there is none */
  readonly backedUpMs: () => Promise<number>;
  readonly nowMs: () => number;
  /** the store's business date now */
  readonly businessDate: () => string;
  readonly log: Pick<Log, "info" | "error">;
  readonly roundMs?: number;
}

const quarterOfAnHourMs = 15 * 60_000;

export const createHousekeeping = (parts: Parts): Housekeeping => {
  const { store, log, businessDate } = parts;
  const backups = createBackups(parts);
  let stopped = false;
  // The start has just audited the books.
  let auditedOn = businessDate();
  let auditedMs = parts.nowMs();

  /** Books that do not add up end in read-only mode, by the store itself. */
  const audit = async (): Promise<void> => {
    try {
      const { ok, entries, findings } = await store.verify();
      auditedMs = parts.nowMs();
      if (ok) log.info({ entries }, "the books are whole");
      else log.error({ entries, findings }, "the books do not add up: nothing is written any more");
    } catch (err) {
      if (!stopped) log.error({ err }, "the books could not be audited");
    }
  };

  /** A backup that cannot be proved may mean books that cannot: the audit says which. */
  const backUpUnasked = async (): Promise<void> => {
    try {
      await backups.backUp();
    } catch (err) {
      log.error({ err }, "the backup failed");
      if (!stopped) await audit();
    }
  };

  const auditOnNewDay = (today: string): void => {
    if (today <= auditedOn) return;
    auditedOn = today;
    void audit();
  };

  const unlisten = store.onCommitted((entries) => {
    backups.missSomething();
    if (entries.some(({ body }) => backedUpAfter.has(body.op))) void backUpUnasked();
    auditOnNewDay(entries.at(-1)?.body.businessDate ?? "");
  });
  const round = (): void => {
    auditOnNewDay(businessDate());
    if (backups.missing()) void backUpUnasked();
  };
  const timer = setInterval(round, parts.roundMs ?? quarterOfAnHourMs).unref();

  return {
    backUp: backups.backUp,
    health: () => ({
      ...backups.health(),
      auditedMs,
      areWhole: store.readOnlyReason() === undefined,
    }),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      unlisten();
      await backups.idle();
    },
  };
};

/** A shift's figures should not be lost, and an erased key should be in no copy any more. */
const backedUpAfter: ReadonlySet<string> = new Set(["shift.close", "member.erase"]);

/** Backups one after the other, and whether something was committed that is in none yet. */
const createBackups = (parts: Pick<Parts, "takeBackup" | "backedUpMs">) => {
  // What the last run committed after its last backup is in none yet.
  let changed = true;
  let backedUpMs = 0;
  let backupsFailed = 0;
  let last: Promise<unknown> = parts.backedUpMs().then((ms) => {
    backedUpMs = ms;
  });

  const takeOne = async (): Promise<Backup> => {
    changed = false;
    try {
      const made = await parts.takeBackup();
      backedUpMs = Date.parse(made.madeAt);
      return made;
    } catch (error) {
      changed = true;
      backupsFailed += 1;
      throw error;
    }
  };
  return {
    backUp: (): Promise<Backup> => {
      const next = last.then(takeOne);
      last = next.catch(() => undefined);
      return next;
    },
    missSomething: (): void => {
      changed = true;
    },
    missing: (): boolean => changed,
    health: () => ({ backedUpMs, backupsFailed }),
    idle: async (): Promise<void> => {
      await last;
    },
  };
};
