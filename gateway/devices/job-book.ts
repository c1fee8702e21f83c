// Every job the store remembers, in memory and as durable rows. Changes are written in batches, in
// order; nobody is told of a state before it is on disk.
import type { SideRow, Store } from "../store/contract.ts";
import { isSettled, jobOf, rowOf, type Job } from "./job.ts";
import { createListeners } from "./listeners.ts";
import { createAlarm, type Timers } from "./timers.ts";

const retryMs = 1_000;
const sweepMs = 3_600_000;
/** Longer than any key lives, so that a repeated call finds its job. */
export const keptMs = 31 * 24 * 3_600_000;

export interface JobBook {
  readonly get: (job: string) => Job | undefined;
  readonly all: () => readonly Job[];
  /** Keeps the job as it is now in memory; durable when the promise resolves. */
  readonly put: (job: Job) => Promise<void>;
  /** A job whose row is durable already. */
  readonly learn: (job: Job) => void;
  /** Changes in memory what the next row may or may not show. */
  readonly amend: (job: Job) => void;
  /** Another row to go with the next write. */
  readonly putRow: (row: SideRow) => void;
  readonly nextOrder: () => number;
  readonly onDurable: (listener: (job: Job) => void) => () => void;
  readonly forget: () => void;
  /** Resolves when nothing waits to be written. */
  readonly close: () => Promise<void>;
}

interface Pages {
  readonly store: Pick<Store, "side">;
  readonly timers: Timers;
  readonly jobsById: Map<string, Job>;
  unwritten: Map<string, Job>;
  rows: SideRow[];
  /** the write that will take what is unwritten now */
  writing: Promise<void> | undefined;
  closed: boolean;
}

const pause = (timers: Timers, delayMs: number): Promise<void> =>
  new Promise((resolve) => void timers.after(delayMs, resolve));

const writeAll = async (pages: Pages, tell: (job: Job) => void): Promise<void> => {
  // What is put in the same turn goes into one commit.
  await Promise.resolve();
  const jobs = [...pages.unwritten.values()];
  const rows = [...jobs.map(rowOf), ...pages.rows];
  pages.unwritten = new Map();
  pages.rows = [];
  pages.writing = undefined;
  for (;;) {
    try {
      await pages.store.side(rows);
      break;
    } catch {
      // A full or failing disk: the rows wait, nothing is handed out meanwhile. The store says why.
      if (pages.closed) return;
      await pause(pages.timers, retryMs);
    }
  }
  for (const job of jobs) tell(job);
};

export const createJobBook = async (
  store: Pick<Store, "side" | "sideRows">,
  { timers, nowMs }: { readonly timers: Timers; readonly nowMs: () => number },
): Promise<JobBook> => {
  const jobs = (await store.sideRows("job")).map(jobOf).toSorted((a, b) => a.order - b.order);
  const pages: Pages = {
    store,
    timers,
    jobsById: new Map(jobs.map((job) => [job.job, job])),
    unwritten: new Map(),
    rows: [],
    writing: undefined,
    closed: false,
  };
  const durable = createListeners<Job>();
  let lastOrder = jobs.at(-1)?.order ?? 0;
  let lastWrite = Promise.resolve();

  const write = (): Promise<void> => {
    if (pages.writing !== undefined) return pages.writing;
    const writing = lastWrite.then(() => writeAll(pages, durable.tell));
    pages.writing = writing;
    lastWrite = writing;
    return writing;
  };

  /** Forgets what nobody can ask for any more. */
  const sweep = (): void => {
    for (const job of pages.jobsById.values()) {
      if (!isSettled(job) || nowMs() - job.changedAtMs <= keptMs) continue;
      pages.jobsById.delete(job.job);
      pages.rows.push({ table: "job", id: job.job, body: null });
    }
    if (pages.rows.length > 0) void write();
    sweeping.set(sweepMs, sweep);
  };
  const sweeping = createAlarm(timers);
  sweep();

  return {
    get: (job) => pages.jobsById.get(job),
    all: () => [...pages.jobsById.values()],
    put: (job) => {
      const changed = { ...job, changedAtMs: nowMs() };
      pages.jobsById.set(job.job, changed);
      pages.unwritten.set(job.job, changed);
      return write();
    },
    learn: (job) => {
      pages.jobsById.set(job.job, job);
      durable.tell(job);
    },
    amend: (job) => void pages.jobsById.set(job.job, job),
    putRow: (row) => {
      pages.rows.push(row);
      void write();
    },
    nextOrder: () => (lastOrder += 1),
    onDurable: durable.add,
    forget: () => {
      pages.jobsById.clear();
      pages.unwritten.clear();
    },
    close: async () => {
      pages.closed = true;
      sweeping.cancel();
      await lastWrite;
    },
  };
};
