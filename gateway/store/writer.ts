// The one writer. Whatever comes in while a commit is on its way to the disk is decided meanwhile, on what that commit
// will leave, and goes into the next one: one write, one fsync. Answers leave after their commit, never before.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Refusal } from "../refusals.ts";
import { refusal } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import type { Command, Head, WriteRow } from "./batch.ts";
import { createCommits, type Commits, type Item, type Open, type WriterDeps } from "./commits.ts";
import type { Executed } from "./contract.ts";
import type { Touched } from "./touched.ts";

/** Commands of one commit, commands looked at together, and commands waiting at most. */
const batchMax = 256;
const lookMax = 64;
const queueMax = 10_000;
/** For so long commands are decided before sockets and timers have their turn, ms. */
const sliceMs = 1.5;
/** What SQLite works on one row at most, ms; what a write takes beyond that it waits for the disk. */
const rowMs = 0.02;
/** How fast what was measured last replaces what was measured before. */
const newest = 0.2;

export interface Writer {
  execute(command: Command): Promise<Result<Executed, Refusal>>;
  /** Rows that need no decision: side rows, checkpoints. */
  rows(rows: readonly WriteRow[]): Promise<void>;
  /** Runs between two commits, alone; it may move the head. */
  alone<T>(task: AloneTask<T>): Promise<T>;
  /** Where the journal ends on the disk. */
  head(): Head;
  /** Resolves when everything queued so far is answered. */
  idle(): Promise<void>;
}

export type AloneTask<T> = (head: Head) => Promise<{
  readonly head: Head;
  /** entities that it may have written; where it fails, any */
  readonly touched: Touched;
  readonly value: T;
}>;

type Queued = Item | { readonly kind: "alone"; readonly run: () => Promise<void> };

/** What the writer has in hand. */
interface Desk {
  readonly queue: Queued[];
  readonly commits: Commits;
  readonly pace: Pace;
  /** decided, not written yet */
  open: Open | undefined;
  writing: Promise<void> | undefined;
  /** a failed write is made good: nothing is decided until then */
  mending: boolean;
  /** writes that failed */
  redone: number;
  wake: () => void;
}

/** The next items up to a task that runs alone. */
const nextItems = ({ queue, open }: Desk): readonly Item[] => {
  const items: Item[] = [];
  const room = Math.min(lookMax, batchMax - (open?.items.length ?? 0));
  for (const item of queue) {
    if (item.kind === "alone" || items.length >= room) break;
    items.push(item);
  }
  return items;
};

/** Decides what the cache knows all about; false where not even the first item is of that kind. */
const decideKnown = (desk: Desk, items: readonly Item[]): boolean => {
  const { commits, queue, pace } = desk;
  const slice = createSlice();
  let taken = 0;
  let open: Open | undefined;
  for (const item of items) {
    const known = commits.known(item);
    if (known === undefined) break;
    desk.open = open ??= commits.open(desk.open);
    open.batch.know(known);
    commits.take(open, item);
    taken += 1;
    if (slice.isOver()) break;
  }
  queue.splice(0, taken);
  pace.decided(taken, slice.tookMs());
  return taken > 0;
};

const decideUnknown = async (desk: Desk, items: readonly Item[]): Promise<void> => {
  const { commits, queue } = desk;
  // What is read must be what is decided on.
  const before = desk.redone;
  while (desk.writing !== undefined) await desk.writing;
  if (desk.redone !== before) return;
  const loaded = await commits.load(items).catch((error: unknown) => {
    queue.splice(0, items.length);
    mend(desk, commits.fail(items, error, redoOn(desk)));
  });
  if (loaded === undefined) return;
  queue.splice(0, items.length);
  // Nothing is being written now, so nothing takes the open batch away between two slices.
  const open = (desk.open = commits.open(desk.open));
  open.batch.know(loaded);
  let slice = createSlice();
  for (const item of items) {
    commits.take(open, item);
    if (!slice.isOver()) continue;
    await nextTurn();
    slice = createSlice();
  }
};

const decide = async (desk: Desk, items: readonly Item[]): Promise<void> => {
  if (!decideKnown(desk, items)) await decideUnknown(desk, items);
  else if (desk.queue.length > 0) await nextTurn();
};

/** Nothing that was decided on top of a write that failed counts: it is decided again. */
const redoOn = (desk: Desk) => (): void => {
  desk.mending = true;
  desk.redone += 1;
  if (desk.open !== undefined) desk.queue.unshift(...desk.open.items);
  desk.open = undefined;
};

const mend = (desk: Desk, done: Promise<void>): void => {
  const writing = done.then(() => {
    desk.mending = false;
    if (desk.writing !== writing) return; // the next one has begun
    desk.writing = undefined;
    desk.wake();
  });
  desk.writing = writing;
};

const write = (desk: Desk, open: Open): void => {
  desk.open = undefined;
  const slice = createSlice();
  const written = desk.commits.write(open, {
    onDisk: (rows) => {
      desk.pace.wrote(rows, slice.tookMs());
      // What was decided meanwhile is on its way before these answers bring new work.
      if (desk.open !== undefined && !desk.pace.isSlow()) write(desk, desk.open);
    },
    redo: redoOn(desk),
  });
  mend(desk, written);
};

/** A slow disk is worth a look at what comes in this very moment. */
const writeSlowly = async (desk: Desk, open: Open): Promise<void> => {
  const waiting = desk.queue.length;
  await nextTurn();
  if (desk.queue.length === waiting || open.items.length >= batchMax) write(desk, open);
};

/** One step of the work; undefined where there is none until something happens. */
const stepOf = (desk: Desk): (() => Promise<void> | void) | undefined => {
  const { open, writing, pace, queue } = desk;
  const items = desk.mending ? [] : nextItems(desk);
  if (open !== undefined && writing === undefined) {
    const isLast = items.length === 0;
    if (isLast && pace.isSlow()) return () => writeSlowly(desk, open);
    if (isLast || pace.isWorthWriting(queue.length)) return () => write(desk, open);
  }
  if (items.length > 0) return () => decide(desk, items);
  const next = queue[0];
  if (next?.kind !== "alone" || open !== undefined || writing !== undefined) return undefined;
  queue.shift();
  return next.run;
};

/** `ended` is called in the very moment in which nothing is left: what comes in later starts the work anew. */
const work = async (desk: Desk, ended: () => void): Promise<void> => {
  while (desk.queue.length > 0 || desk.open !== undefined || desk.writing !== undefined) {
    const next = stepOf(desk);
    if (next !== undefined) await next();
    else await new Promise<void>((resolve) => (desk.wake = resolve));
  }
  ended();
};

export const createWriter = (deps: WriterDeps): Writer => {
  const commits = createCommits(deps);
  const queue: Queued[] = [];
  const desk: Desk = {
    queue,
    commits,
    pace: createPace(),
    open: undefined,
    writing: undefined,
    mending: false,
    redone: 0,
    wake: () => undefined,
  };
  let working: Promise<void> | undefined;

  const enqueue = (item: Queued): void => {
    queue.push(item);
    desk.wake();
    working ??= Promise.resolve().then(() => work(desk, () => (working = undefined)));
  };

  return {
    execute: (command) =>
      queue.length >= queueMax
        ? Promise.resolve(err(refusal("store.busy")))
        : new Promise((resolve, reject) => {
            enqueue({ kind: "command", command, resolve, reject });
          }),
    rows: (rows) =>
      new Promise((resolve, reject) => {
        enqueue({ kind: "rows", rows, resolve, reject });
      }),
    alone: (task) =>
      new Promise((resolve, reject) => {
        const run = async (): Promise<void> => {
          try {
            const { head, touched, value } = await task(commits.head());
            commits.wroteAside(head, touched);
            resolve(value);
          } catch (error) {
            // it may have written before it failed: what memory knows is not what the file holds
            commits.wroteAside(commits.head(), "any");
            reject(error);
          }
        };
        enqueue({ kind: "alone", run });
      }),
    head: () => commits.head(),
    idle: async () => {
      while (working !== undefined) await working;
      await commits.answered();
    },
  };
};

/** How long a decision and a write take here, so that the disk is not kept waiting, nor asked for every trifle. */
interface Pace {
  decided(count: number, tookMs: number): void;
  wrote(rows: number, tookMs: number): void;
  /** Deciding what still waits takes longer than a write: the two may as well go on beside each other. */
  isWorthWriting(waiting: number): boolean;
  isSlow(): boolean;
}

const createPace = (): Pace => {
  let decisionMs = 0;
  let writeMs = 0;
  let waitMs = 0;
  return {
    decided: (count, tookMs) => {
      if (count > 0) decisionMs += newest * (tookMs / count - decisionMs);
    },
    wrote: (rows, tookMs) => {
      writeMs += newest * (tookMs - writeMs);
      waitMs += newest * (tookMs - rows * rowMs - waitMs);
    },
    isWorthWriting: (waiting) => waiting * decisionMs > writeMs,
    isSlow: () => waitMs > sliceMs,
  };
};

/** Work between two turns of the event loop. */
const createSlice = () => {
  const startMs = performance.now();
  const tookMs = (): number => performance.now() - startMs;
  return { tookMs, isOver: (): boolean => tookMs() > sliceMs };
};
