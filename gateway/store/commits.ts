// Commits: what was decided goes to the disk in one write, then its answers leave. Where a write fails, its commands
// are decided and written again more carefully, at last one by one. Knows where the journal ends on the disk.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AnsweredKeys } from "./answered-keys.ts";
import type { Entry } from "../ledger/entry.ts";
import type { Refusal } from "../refusals.ts";
import { refusal } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import {
  createBatch,
  type Batch,
  type Command,
  type DecidedBatch,
  type Head,
  type Surroundings,
  type WriteRow,
} from "./batch.ts";
import type { Executed } from "./contract.ts";
import type { EntityCache } from "./entity-cache.ts";
import { sqliteCode, StoreFault } from "./faults.ts";
import { loadBatch, type Loaded } from "./load.ts";
import type { Domain } from "./options.ts";
import type { Database } from "./sqlite/database.ts";
import type { Touched } from "./touched.ts";
import type { WalKeeper } from "./wal-keeper.ts";
import { writeRows } from "./write-rows.ts";

/** Codes that mean a bug of ours in one command, not a failing disk: nothing was written. */
const bugCodes: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT", "SQLITE_UNKNOWN"]);
/** Answers given in one turn of the event loop. */
const answersAtOnce = 16;

export interface WriterDeps {
  readonly database: Database;
  readonly domain: Domain;
  readonly cache: EntityCache;
  readonly keys: Pick<AnsweredKeys, "mayHave" | "add">;
  readonly head: Head;
  /** moment, programme, calendar …: asked where a batch is begun, and where one that stays open goes on */
  readonly surroundings: () => Surroundings;
  /** further rows for the commit that ends at this head: a checkpoint, what is to be forgotten */
  readonly upkeep: (head: Head, at: Surroundings["moment"]) => readonly WriteRow[];
  readonly log: Pick<WalKeeper, "beginAnew" | "wrote">;
  readonly committed: (entries: readonly Entry[]) => void;
  /** what a commit wrote */
  readonly wrote: (rows: readonly WriteRow[]) => void;
  /** the disk is full, the commit did not happen; true where that has just made some room */
  readonly full: () => boolean;
  /** the disk failed; what happened is unknown until a restart */
  readonly failed: (fault: StoreFault) => void;
}

/** What waits for a commit. */
export type Item =
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
    };

/** Items decided on what the last cut left, and not written yet. */
export interface Open {
  readonly items: Item[];
  readonly batch: Batch;
  /** those of its newest command */
  surroundings: Surroundings;
}

export interface Commits {
  /** A batch on top of everything decided so far; one that is open goes on, with the time and programme of now. */
  open(begun?: Open): Open;
  /** What an item needs, where the cache has all of it and its key was surely never answered. */
  known(item: Item): Loaded | undefined;
  /** The same with what has to be read first, and the answers of their keys. */
  load(items: readonly Item[]): Promise<Loaded>;
  /** Takes an item into a batch. */
  take(open: Open, item: Item): void;
  /** Writes a batch and answers; the promise is kept once that is done, or a failure was made good. */
  write(open: Open, when: WhenWritten): Promise<void>;
  /** The same for items that could not even be decided. */
  fail(items: readonly Item[], error: unknown, redo: () => void): Promise<void>;
  /** Where the journal ends on the disk. */
  head(): Head;
  /** Somebody else has written: here the journal ends now, and this of what memory knows may have changed. */
  wroteAside(head: Head, touched: Touched): void;
  /** Resolves when all answers of what was written have left. */
  answered(): Promise<unknown>;
}

export interface WhenWritten {
  /** So many rows are on the disk. The next batch may be written; who is told of this one hears it after this turn. */
  readonly onDisk: (rows: number) => void;
  /** It failed, and nothing decided on top of it counts any more. */
  readonly redo: () => void;
}

/** What a batch was tried with: everything read anew, and the room the ballast gave on a full disk. */
interface Tried {
  readonly careful?: boolean;
  readonly full?: boolean;
}

const createReading = ({
  cache,
  database,
  domain,
  keys,
}: WriterDeps): Pick<Commits, "known" | "load"> => ({
  known: (item) => {
    if (keysOf([item]).some((key) => keys.mayHave(key))) return undefined;
    const { entities, missing } = cache.closure(rootsOf([item]));
    return missing.length === 0 ? { entities, answersByKey: noAnswers } : undefined;
  },
  load: async (items) => {
    const known = cache.closure(rootsOf(items));
    const loaded = await loadBatch({ database, domain }, known.missing, keysOf(items));
    cache.keep(loaded.entities);
    return { ...loaded, entities: [...known.entities, ...loaded.entities] };
  },
});

const take: Commits["take"] = ({ items, batch }, item) => {
  items.push(item);
  if (item.kind === "command") batch.decide(item.command);
};

/** How items whose write failed are decided and written again. */
interface Again {
  readonly open: () => Open;
  readonly load: Commits["load"];
  readonly carryOut: (open: Open) => Promise<void>;
  readonly forget: () => void;
}

const createMending = (deps: WriterDeps, { open, load, carryOut, forget }: Again) => {
  const again = async (items: readonly Item[], tried: Tried): Promise<void> => {
    const opened = open();
    try {
      opened.batch.know(await load(items));
      for (const item of items) take(opened, item);
      await carryOut(opened);
    } catch (error) {
      forget();
      await makeGood(items, error, tried);
    }
  };

  const makeGood = async (items: readonly Item[], error: unknown, tried: Tried): Promise<void> => {
    const code = sqliteCode(error);
    if (code === "SQLITE_FULL" && deps.full() && tried.full !== true) {
      await again(items, { ...tried, full: true });
    } else if (code === "SQLITE_FULL") {
      for (const item of items) refuseFull(item, error);
    } else if (bugCodes.has(code) && tried.careful !== true) {
      await again(items, { ...tried, careful: true });
    } else if (bugCodes.has(code) && items.length > 1) {
      for (const item of items) await again([item], { careful: true });
    } else {
      const message = error instanceof Error ? error.message : String(error);
      const fault = new StoreFault(code, `the store could not commit: ${message}`, error);
      if (!bugCodes.has(code)) deps.failed(fault);
      for (const item of items) item.reject(fault);
    }
  };
  return makeGood;
};

/** Surroundings of now, with what is spent apart in batches that are decided and of which nobody was told yet. */
const createPresent = (surroundings: () => Surroundings) => {
  let apartAhead = 0;
  return {
    now: (): Surroundings => {
      const now = surroundings();
      return now.atRisk === undefined ? now : { ...now, atRisk: now.atRisk + apartAhead };
    },
    /** A batch is decided; the answer is to be called when everybody is told of it, or it did not happen. */
    ahead: (apart: number) => {
      apartAhead += apart;
      return (): void => {
        apartAhead -= apart;
      };
    },
  };
};

const goOn = (begun: Open, surroundings: Surroundings): Open => {
  begun.batch.meanwhile(surroundings);
  begun.surroundings = surroundings;
  return begun;
};

/** The caller sees to it that nothing is opened or read while a failed write is made good. */
export const createCommits = (deps: WriterDeps): Commits => {
  const { cache, domain, keys } = deps;
  const reading = createReading(deps);
  let head = deps.head;
  let decidedHead = head;
  let answering: Promise<unknown> = Promise.resolve();
  const present = createPresent(deps.surroundings);

  const open = (begun?: Open): Open => {
    const surroundings = present.now();
    if (begun !== undefined) return goOn(begun, surroundings);
    const batch = createBatch({ head: decidedHead, domain, surroundings });
    return { items: [], batch, surroundings };
  };

  /** What is to be written; from here on the next batch may be decided on it. */
  const cut = ({ batch, items, surroundings }: Open): DecidedBatch => {
    const decided = batch.close();
    const upkeep = decided.rows.length === 0 ? [] : deps.upkeep(decided.head, surroundings.moment);
    const others = items.flatMap((item) => (item.kind === "rows" ? item.rows : []));
    decidedHead = decided.head;
    cache.keep(decided.changed);
    for (const key of decided.answeredKeys) keys.add(key);
    return { ...decided, rows: [...decided.rows, ...upkeep, ...others] };
  };

  const carryOut = async (opened: Open, onDisk?: WhenWritten["onDisk"]): Promise<void> => {
    const decided = cut(opened);
    const isTold = present.ahead(decided.apart);
    await putOnDisk(deps, decided.rows).catch((error: unknown) => {
      isTold(); // nothing happened
      throw error;
    });
    head = decided.head;
    answering = Promise.all([answering, answer(opened.items, decided)]);
    if (decided.entries.length > 0) deps.committed(decided.entries);
    // Listeners hear of it in turns of their own, before this one.
    setImmediate(isTold);
    onDisk?.(decided.rows.length);
  };

  const wroteAside: Commits["wroteAside"] = (moved, touched) => {
    cache.forget(touched);
    head = moved;
    decidedHead = moved;
  };
  const forget = (): void => wroteAside(head, "any");
  const makeGood = createMending(deps, { open, load: reading.load, carryOut, forget });

  const fail: Commits["fail"] = (items, error, redo) => {
    forget();
    redo();
    return makeGood(items, error, {});
  };

  return {
    ...reading,
    open,
    take,
    fail,
    write: (opened, { onDisk, redo }) =>
      carryOut(opened, onDisk).catch((error: unknown) => fail(opened.items, error, redo)),
    head: () => head,
    wroteAside,
    answered: () => answering,
  };
};

const putOnDisk = async (
  { database, log, wrote }: WriterDeps,
  rows: readonly WriteRow[],
): Promise<void> => {
  await log.beginAnew();
  await writeRows(database, rows);
  if (rows.length === 0) return;
  log.wrote(rows);
  wrote(rows);
};

const noAnswers: Loaded["answersByKey"] = new Map();

const answer = async (items: readonly Item[], { outcomes }: DecidedBatch): Promise<void> => {
  const next = outcomes.values();
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % answersAtOnce === 0) await nextTurn();
    if (item.kind === "rows") {
      item.resolve();
      continue;
    }
    const outcome = next.next().value;
    if (outcome === undefined) throw new Error("a command of the batch was not decided");
    if (outcome.kind === "answer") item.resolve(outcome.answer);
    else item.reject(outcome.error);
  }
};

const rootsOf = (items: readonly Item[]) =>
  items.flatMap((item) => (item.kind === "command" ? item.command.roots : []));

const keysOf = (items: readonly Item[]): readonly string[] =>
  items.flatMap((item) => (item.kind === "command" ? (item.command.key ?? []) : []));

const refuseFull = (item: Item, cause: unknown): void => {
  if (item.kind === "command") item.resolve(err(refusal("store.full")));
  else item.reject(new StoreFault("SQLITE_FULL", "the disk is full", cause));
};
