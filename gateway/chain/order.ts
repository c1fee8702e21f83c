// Puts what the stream brings into the order in which it is folded. Each store's journal is one chain: an entry waits
// for those before it, a known one is dropped, and one that does not follow is a fork. Pure; the same everywhere,
// because it sees nothing but the stream.
import type { EntryBody } from "../ledger/entry.ts";
import { chainHash, genesisHash, sha256 } from "../ledger/hash.ts";
import type { Ordered, StoreEntry } from "./stream.ts";

/** Where a store's journal has come to in the chain. */
export interface StoreHead {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  /** where the epoch before ended: a box that goes on in it is a copy */
  readonly before?: { readonly epoch: number; readonly seq: number };
}

/** Everything a replica knows of the stream: the place up to which it has folded. */
export interface Position {
  /** name of the stream; "" = none yet */
  readonly stream: string;
  readonly gseq: number;
  /** R[gseq]: rolling hash over all entries and what came of them, hex */
  readonly root: string;
  readonly heads: ReadonlyMap<string, StoreHead>;
  /** entries whose predecessors have not come, by store */
  readonly waiting: ReadonlyMap<string, readonly StoreEntry[]>;
}

export const startOf = (stream: string): Position => ({
  stream,
  gseq: 0,
  root: sha256(`tallygate chain 1`),
  heads: new Map(),
  waiting: new Map(),
});

/** Entries of one store that wait at most; what comes beyond is dropped and sent again by its store. */
export const waitingMax = 4096;

/** An entry whose turn has come. */
export interface Due {
  readonly entry: StoreEntry;
  readonly body: EntryBody;
}

/** `fork`: another entry stands where this one says it does; somebody runs a copy of that store. */
export type Arrival = "due" | "waits" | "known" | "fork" | "unreadable";

export interface Arrived {
  readonly arrival: Arrival;
  /** entries to be folded now, in order: none, this one, or this one and those that waited for it */
  readonly due: readonly Due[];
  readonly position: Moving;
}

/** A position on its way through a portion: thousands of stores' heads are copied once for it, not for each entry. */
export interface Moving extends Position {
  readonly heads: Map<string, StoreHead>;
  readonly waiting: Map<string, readonly StoreEntry[]>;
}

export const movingFrom = (position: Position): Moving => ({
  ...position,
  heads: new Map(position.heads),
  waiting: new Map(position.waiting),
});

/**
 * Takes the next entry of the stream; heads and those that wait are moved in place. `position.root` is moved by
 * `sealed`, once the verdicts are known.
 */
export const arrive = (position: Moving, { gseq, entry }: Ordered): Arrived => {
  if (gseq !== position.gseq + 1)
    throw new Error(`the stream goes from ${position.gseq} to ${gseq}`);
  const at = { ...position, gseq };
  const body = readBody(entry);
  if (body === undefined) return { arrival: "unreadable", due: [], position: at };
  const head = at.heads.get(entry.store);
  const standing = standingOf(entry, head);
  if (standing === "waits") {
    const waiting = at.waiting.get(entry.store) ?? [];
    const isNew = !waiting.some((one) => one.hash === entry.hash);
    if (isNew && waiting.length < waitingMax) at.waiting.set(entry.store, [...waiting, entry]);
    return { arrival: "waits", due: [], position: at };
  }
  if (standing !== "due") return { arrival: standing, due: [], position: at };
  return { arrival: "due", due: release(at, { entry, body }), position: at };
};

/** The entry itself and whatever was waiting for it. */
const release = (position: Moving, first: Due): readonly Due[] => {
  const { store } = first.entry;
  const due: Due[] = [first];
  let head = moved(position.heads.get(store), first.entry);
  let waiting = position.waiting.get(store) ?? [];
  for (let next = nextOf(waiting, head); next !== undefined; next = nextOf(waiting, head)) {
    const body = readBody(next);
    if (body === undefined) break;
    due.push({ entry: next, body });
    head = moved(head, next);
  }
  const reached = head;
  waiting = waiting.filter((one) => standingOf(one, reached) === "waits");
  if (waiting.length > 0) position.waiting.set(store, waiting);
  else position.waiting.delete(store);
  position.heads.set(store, head);
  return due;
};

/** The head of a store once an entry of it is folded. */
const moved = (head: StoreHead | undefined, { epoch, seq, hash }: StoreEntry): StoreHead => {
  const ended = head !== undefined && head.epoch < epoch ? head : undefined;
  const before = ended === undefined ? head?.before : { epoch: ended.epoch, seq: ended.seq };
  return { epoch, seq, hash, ...(before === undefined ? {} : { before }) };
};

const nextOf = (waiting: readonly StoreEntry[], head: StoreHead): StoreEntry | undefined =>
  waiting.find((one) => standingOf(one, head) === "due");

/**
 * A store's first entry follows its genesis. A store that was restored from a backup goes on in a new epoch, from
 * wherever the backup stood; that entry says so itself (`opens`).
 */
const standingOf = (
  entry: StoreEntry,
  head: StoreHead | undefined,
): Exclude<Arrival, "unreadable"> => {
  const { store, epoch, seq, previous, hash } = entry;
  if (head === undefined) {
    if (seq === 1) return previous === genesisHash(store) ? "due" : "fork";
    return "waits";
  }
  if (epoch < head.epoch) {
    const { before } = head;
    return before?.epoch === epoch && seq > before.seq ? "fork" : "known";
  }
  if (epoch > head.epoch) {
    const isNext = seq === head.seq + 1 && previous === head.hash;
    return entry.opens === true || isNext ? "due" : "waits";
  }
  if (seq < head.seq) return "known";
  if (seq === head.seq) return hash === head.hash ? "known" : "fork";
  if (seq > head.seq + 1) return "waits";
  return previous === head.hash ? "due" : "fork";
};

/**
 * The body, where it is the one that was hashed and says what its envelope says. An entry is read once, however often
 * it is looked at.
 */
export const readBody = (entry: StoreEntry): EntryBody | undefined => {
  const known = bodies.get(entry);
  if (known !== undefined) return known === unreadable ? undefined : known;
  const body = checkedBody(entry);
  bodies.set(entry, body ?? unreadable);
  return body;
};

const unreadable = Symbol("unreadable");
const bodies = new WeakMap<StoreEntry, EntryBody | typeof unreadable>();

const checkedBody = (entry: StoreEntry): EntryBody | undefined => {
  if (chainHash(entry.previous, entry.body) !== entry.hash) return undefined;
  try {
    const body: unknown = JSON.parse(entry.body);
    if (typeof body !== "object" || body === null || !("lines" in body)) return undefined;
    // The hash has just shown that this is what a store wrote down; newer builds may have added to it.
    const read = body as EntryBody;
    const { id, store, epoch, seq } = entry;
    const isSame =
      read.id === id && read.store === store && read.epoch === epoch && read.seq === seq;
    return isSame && Array.isArray(read.lines) && Array.isArray(read.events) ? read : undefined;
  } catch {
    return undefined;
  }
};

/** What was made of one entry of the stream, for the rolling hash: verdicts and lines as booked. */
export interface Outcome {
  readonly id: string;
  readonly verdict: string;
  readonly lines: readonly {
    readonly account: string;
    readonly unit: string;
    readonly amount: number;
  }[];
}

/** Moves the rolling hash over the entry that has just arrived. */
export const sealed = (
  position: Moving,
  { entry }: Ordered,
  made: { readonly arrival: Arrival; readonly outcomes: readonly Outcome[] },
): Moving => {
  const outcomes = made.outcomes.map(
    ({ id, verdict, lines }) =>
      `${id} ${verdict} ${lines.map(({ account, unit, amount }) => `${account} ${unit} ${amount}`).join(",")}`,
  );
  const text = [position.root, position.gseq, entry.hash, made.arrival, ...outcomes].join("\n");
  return { ...position, root: sha256(text) };
};
