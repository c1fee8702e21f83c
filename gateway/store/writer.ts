// The one writer. Whatever comes in while a commit is on its way to the disk is decided meanwhile, on what that commit
// will leave, and goes into the next one: one write, one fsync. Answers leave after their commit, never before.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Refusal } from "../refusals.ts";
import { refusal } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import type { Command, Head, WriteRow } from "./batch.ts";
import { createCommits, type Item, type Open, type WriterDeps } from "./commits.ts";
import type { Executed } from "./contract.ts";

/** Commands of one commit, commands looked at together, and commands waiting at most. */
const batchMax = 256;
const lookMax = 64;
const queueMax = 10_000;
/** For so long commands are decided before sockets and timers have their turn, ms. */
const sliceMs = 1.5;
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

export type AloneTask<T> = (head: Head) => Promise<{ readonly head: Head; readonly value: T }>;

type Queued = Item | { readonly kind: "alone"; readonly run: () => Promise<void> };

export const createWriter = (deps: WriterDeps): Writer => {
  const commits = createCommits(deps);
  const queue: Queued[] = [];
  const pace = createPace();
  let open: Open | undefined;
  let writing: Promise<void> | undefined;
  /** a failed write is made good: nothing is decided until then */
  let mending = false;
  let redone = 0;
  let working: Promise<void> | undefined;
  let wake = (): void => undefined;

  const enqueue = (item: Queued): void => {
    queue.push(item);
    wake();
    working ??= Promise.resolve().then(work);
  };

  /** The next items up to a task that runs alone. */
  const nextItems = (): readonly Item[] => {
    const items: Item[] = [];
    const room = Math.min(lookMax, batchMax - (open?.items.length ?? 0));
    for (const item of queue) {
      if (item.kind === "alone" || items.length >= room) break;
      items.push(item);
    }
    return items;
  };

  /** Decides what the cache knows all about; false where not even the first item is of that kind. */
  const decideKnown = (items: readonly Item[]): boolean => {
    const slice = createSlice();
    let taken = 0;
    for (const item of items) {
      const known = commits.known([item]);
      if (known === undefined) break;
      open ??= commits.open();
      open.batch.know(known);
      commits.take(open, item, false);
      taken += 1;
      if (slice.isOver()) break;
    }
    queue.splice(0, taken);
    pace.decided(taken, slice.tookMs());
    return taken > 0;
  };

  const decideUnknown = async (items: readonly Item[]): Promise<void> => {
    // What is read must be what is decided on.
    const before = redone;
    while (writing !== undefined) await writing;
    if (redone !== before) return;
    const loaded = await commits.load(items).catch((error: unknown) => {
      queue.splice(0, items.length);
      mend(commits.fail(items, error, redo));
    });
    if (loaded === undefined) return;
    queue.splice(0, items.length);
    const opened = (open ??= commits.open());
    opened.batch.know(loaded);
    let slice = createSlice();
    for (const item of items) {
      commits.take(opened, item, true);
      if (!slice.isOver()) continue;
      await nextTurn();
      slice = createSlice();
    }
  };

  const decide = async (items: readonly Item[]): Promise<void> => {
    if (!decideKnown(items)) await decideUnknown(items);
    else if (queue.length > 0) await nextTurn();
  };

  /** Nothing that was decided on top of a write that failed counts: it is decided again. */
  const redo = (): void => {
    mending = true;
    redone += 1;
    if (open !== undefined) queue.unshift(...open.items);
    open = undefined;
  };

  const mend = (done: Promise<void>): void => {
    writing = done.then(() => {
      mending = false;
      writing = undefined;
      wake();
    });
  };

  const write = (opened: Open): void => {
    open = undefined;
    const slice = createSlice();
    const done = commits.write(opened, redo).then(() => pace.wrote(slice.tookMs()));
    mend(done);
  };

  /** A slow disk is worth a look at what comes in this very moment. */
  const writeSlowly = async (opened: Open): Promise<void> => {
    const waiting = queue.length;
    await nextTurn();
    if (queue.length === waiting || opened.items.length >= batchMax) write(opened);
  };

  /** One step of the work; undefined where there is none until something happens. */
  const step = (): (() => Promise<void> | void) | undefined => {
    const items = mending ? [] : nextItems();
    const opened = open;
    if (opened !== undefined && writing === undefined) {
      if (items.length === 0) return () => (pace.isSlow() ? writeSlowly(opened) : write(opened));
      if (pace.isWorthWriting(queue.length)) return () => write(opened);
    }
    if (items.length > 0) return () => decide(items);
    const next = queue[0];
    if (next?.kind !== "alone" || opened !== undefined || writing !== undefined) return undefined;
    queue.shift();
    return next.run;
  };

  const work = async (): Promise<void> => {
    while (queue.length > 0 || open !== undefined || writing !== undefined) {
      const next = step();
      if (next !== undefined) await next();
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    working = undefined;
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
            const { head, value } = await task(commits.head());
            commits.moveHead(head);
            resolve(value);
          } catch (error) {
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
const createPace = () => {
  let decisionMs = 0;
  let writeMs = 0;
  return {
    decided: (count: number, tookMs: number): void => {
      if (count > 0) decisionMs += newest * (tookMs / count - decisionMs);
    },
    wrote: (tookMs: number): void => {
      writeMs += newest * (tookMs - writeMs);
    },
    /** Deciding what still waits takes longer than a write: the two may as well go on beside each other. */
    isWorthWriting: (waiting: number): boolean => waiting * decisionMs > writeMs,
    isSlow: (): boolean => writeMs > sliceMs,
  };
};

/** Work between two turns of the event loop. */
const createSlice = () => {
  const startMs = performance.now();
  const tookMs = (): number => performance.now() - startMs;
  return { tookMs, isOver: (): boolean => tookMs() > sliceMs };
};
