// The one writer. Whatever queued up while the last commit ran goes into the next one: one read, one write, one fsync.
// Answers leave after the commit, never before; a command that breaks the write is found and fails alone.
import type { Entry } from "../ledger/entry.ts";
import type { Ref } from "../members/contract.ts";
import type { Refusal } from "../refusals.ts";
import { refusal } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import {
  decideBatch,
  type Command,
  type DecidedBatch,
  type Head,
  type Surroundings,
  type WriteRow,
} from "./batch.ts";
import type { Executed } from "./contract.ts";
import { sqliteCode, StoreFault } from "./faults.ts";
import type { EntityCache } from "./entity-cache.ts";
import { loadBatch, type Loaded } from "./load.ts";
import type { Domain } from "./options.ts";
import type { Database } from "./sqlite/database.ts";

/** Commands of one commit, and commands waiting at most. */
const batchMax = 1000;
const queueMax = 10_000;

const write = /* sql */ `
INSERT INTO write (what, a, b, c, d, e)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
FROM json_each(?)`;

/** Codes that mean a bug of ours in one command, not a failing disk: nothing was written. */
const bugCodes: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT", "SQLITE_UNKNOWN"]);

export interface Writer {
  execute(command: Command): Promise<Result<Executed, Refusal>>;
  /** Rows that need no decision: side rows, checkpoints. */
  rows(rows: readonly WriteRow[]): Promise<void>;
  /** Runs between two commits, alone; it may move the head. */
  alone<T>(task: AloneTask<T>): Promise<T>;
  head(): Head;
  /** Resolves when everything queued so far is answered. */
  idle(): Promise<void>;
}

export type AloneTask<T> = (head: Head) => Promise<{ readonly head: Head; readonly value: T }>;

export interface WriterDeps {
  readonly database: Database;
  readonly domain: Domain;
  readonly cache: EntityCache;
  readonly head: Head;
  /** moment, programme, calendar …: asked once a batch */
  readonly surroundings: () => Surroundings;
  /** further rows for the commit that ends at this head: a checkpoint, what is to be forgotten */
  readonly upkeep: (head: Head, at: Surroundings["moment"]) => readonly WriteRow[];
  readonly committed: (entries: readonly Entry[]) => void;
  /** what a commit wrote */
  readonly wrote: (rows: readonly WriteRow[]) => void;
  /** the disk is full, the commit did not happen; true where that has just made some room */
  readonly full: () => boolean;
  /** the disk failed; what happened is unknown until a restart */
  readonly failed: (fault: StoreFault) => void;
}

type Queued =
  | {
      readonly kind: "command";
      readonly command: Command;
      readonly resolve: (answer: Result<Executed, Refusal>) => void;
      readonly reject: (error: unknown) => void;
    }
  | {
      readonly kind: "rows";
      readonly rows: readonly WriteRow[];
      readonly resolve: () => void;
      readonly reject: (error: unknown) => void;
    }
  | { readonly kind: "alone"; readonly run: () => Promise<void> };

type Batched = Exclude<Queued, { kind: "alone" }>;

export const createWriter = (deps: WriterDeps): Writer => {
  const queue: Queued[] = [];
  const commits = createCommits(deps);
  let working: Promise<void> | undefined;

  const enqueue = (item: Queued): void => {
    queue.push(item);
    working ??= Promise.resolve().then(drain);
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      if (batch.length > 0) await commits.commit(batch);
      else {
        const next = queue.shift();
        if (next?.kind === "alone") await next.run();
      }
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
        const run = (): Promise<void> => commits.moveHead(task).then(resolve, reject);
        enqueue({ kind: "alone", run });
      }),
    head: () => commits.head(),
    idle: async () => {
      while (working !== undefined) await working;
    },
  };
};

/** Makes commits one after the other and knows where the journal ends. The caller never overlaps two. */
const createCommits = (deps: WriterDeps) => {
  let head = deps.head;

  const commit = async (batch: readonly Batched[], tried: Tried = {}): Promise<void> => {
    let decided: DecidedBatch;
    try {
      decided = await decide(batch, head, { deps, readKeys: tried.blind === true });
      await writeRows(decided, batch, deps);
    } catch (error) {
      // Nothing of it happened; what is kept is what the file holds, and is read again all the same.
      deps.cache.clear();
      await fail(batch, error, tried);
      return;
    }
    head = decided.head;
    deps.cache.keep(decided.changed);
    settle(batch, decided);
    if (decided.entries.length > 0) deps.committed(decided.entries);
  };

  const fail = async (batch: readonly Batched[], error: unknown, tried: Tried): Promise<void> => {
    const code = sqliteCode(error);
    if (code === "SQLITE_FULL" && deps.full() && tried.full !== true) {
      await commit(batch, { ...tried, full: true });
    } else if (code === "SQLITE_FULL") {
      for (const item of batch) refuseFull(item, error);
    } else if (bugCodes.has(code) && tried.blind !== true) {
      await commit(batch, { ...tried, blind: true });
    } else if (bugCodes.has(code) && batch.length > 1) {
      for (const item of batch) await commit([item], { blind: true });
    } else {
      const message = error instanceof Error ? error.message : String(error);
      const fault = new StoreFault(code, `the store could not commit: ${message}`, error);
      if (!bugCodes.has(code)) deps.failed(fault);
      for (const item of batch) item.reject(fault);
    }
  };

  const moveHead = async <T>(task: AloneTask<T>): Promise<T> => {
    const done = await task(head);
    deps.cache.clear();
    head = done.head;
    return done.value;
  };

  return { commit, moveHead, head: () => head };
};

/** What a batch was tried with: keys unread (`blind`), and the room the ballast gave on a full disk. */
interface Tried {
  readonly blind?: boolean;
  readonly full?: boolean;
}

const nothingDecided = { outcomes: [], entries: [], rows: [], changed: [], unansweredKeys: [] };

const decide = async (
  batch: readonly Batched[],
  head: Head,
  { deps, readKeys }: { readonly deps: WriterDeps; readonly readKeys: boolean },
): Promise<DecidedBatch> => {
  const commands = batch.flatMap((item) => (item.kind === "command" ? [item.command] : []));
  if (commands.length === 0) return { ...nothingDecided, head };
  const surroundings = deps.surroundings();
  const roots = commands.flatMap((command) => command.roots);
  const keys = commands.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const decideOn = (loaded: Loaded): Promise<DecidedBatch> =>
    decideBatch({ commands, loaded, head, domain: deps.domain, surroundings });

  const loaded = await gather(roots, keys, { deps, readKeys });
  let decided = await decideOn(loaded);
  if (!loaded.keysRead && decided.unansweredKeys.length > 0) {
    // What would be refused now may have been done before, under the same key.
    decided = await decideOn(await gather(roots, keys, { deps, readKeys: true }));
  }
  if (decided.rows.length === 0) return decided;
  return { ...decided, rows: [...decided.rows, ...deps.upkeep(decided.head, surroundings.moment)] };
};

/**
 * Entities from the cache where all of them are there; then no key is looked up either: a key that was answered before
 * makes the write fail, as the table's own, and the batch is decided again with what the keys were answered.
 */
const gather = async (
  roots: readonly Ref[],
  keys: readonly string[],
  { deps, readKeys }: { readonly deps: WriterDeps; readonly readKeys: boolean },
): Promise<Loaded & { readonly keysRead: boolean }> => {
  const known = deps.cache.closure(roots);
  if (known.missing.length === 0 && !readKeys) {
    return { entities: known.entities, answersByKey: noAnswers, keysRead: false };
  }
  const loaded = await loadBatch(deps, known.missing, keys);
  deps.cache.keep(loaded.entities);
  return { ...loaded, entities: [...known.entities, ...loaded.entities], keysRead: true };
};

const noAnswers: Loaded["answersByKey"] = new Map();

const writeRows = async (
  decided: DecidedBatch,
  batch: readonly Batched[],
  deps: WriterDeps,
): Promise<void> => {
  const rows = [
    ...decided.rows,
    ...batch.flatMap((item) => (item.kind === "rows" ? item.rows : [])),
  ];
  if (rows.length === 0) return;
  await deps.database.run(write, JSON.stringify(rows));
  deps.wrote(rows);
};

/** The next commands and side rows up to a limit or a task that runs alone, taken off the queue. */
const takeBatch = (queue: Queued[]): readonly Batched[] => {
  const batch: Batched[] = [];
  for (const item of queue) {
    if (item.kind === "alone" || batch.length === batchMax) break;
    batch.push(item);
  }
  queue.splice(0, batch.length);
  return batch;
};

const settle = (batch: readonly Batched[], decided: DecidedBatch): void => {
  const outcomes = decided.outcomes.values();
  for (const item of batch) {
    if (item.kind === "rows") {
      item.resolve();
      continue;
    }
    const outcome = outcomes.next().value;
    if (outcome === undefined) throw new Error("a command of the batch was not decided");
    if (outcome.kind === "answer") item.resolve(outcome.answer);
    else item.reject(outcome.error);
  }
};

const refuseFull = (item: Batched, cause: unknown): void => {
  if (item.kind === "command") item.resolve(err(refusal("store.full")));
  else item.reject(new StoreFault("SQLITE_FULL", "the disk is full", cause));
};
