// The border between a store and whatever orders the chain's entries (NATS JetStream, or a simulated far end). The
// stream stores and orders; it decides nothing. It may repeat, delay and reorder what one publisher sends: the fold
// puts each store's entries back into their order and drops what it knows (order.ts).
import type { Json } from "../json.ts";

/** One journal entry on its way: the text that was hashed, and where it stands in its store's own chain. */
export interface StoreEntry {
  readonly id: string;
  readonly store: string;
  /** journal epoch and number of the store */
  readonly epoch: number;
  readonly seq: number;
  /** store chain: hash before this entry, and `hash = chainHash(previous, body)`, hex */
  readonly previous: string;
  readonly hash: string;
  /** canonical text of the EntryBody */
  readonly body: string;
  /** the first one of a journal epoch: the store was restored from a backup and goes on from there */
  readonly opens?: true;
}

/** An entry at its place in the stream. `gseq` grows by one from entry to entry of one stream epoch. */
export interface Ordered {
  readonly gseq: number;
  readonly entry: StoreEntry;
}

/** What a stream says of itself. `epoch` is a name given when it was made: a stream made anew has another one. */
export interface StreamInfo {
  readonly epoch: string;
  /** first number still held (1 unless older ones were archived and purged), and last; 0, 0 = empty */
  readonly first: number;
  readonly last: number;
  /** what time it was there when it said so, epoch ms */
  readonly atMs?: number;
  /** made after an older stream was lost: it goes on after this place, where R was so */
  readonly base?: { readonly gseq: number; readonly root: string };
}

/** A store's word about itself, every few seconds and after each batch it folded. Integers and hex only. */
export interface Beat {
  readonly store: string;
  readonly role: "store" | "head-office";
  readonly build: string;
  /** epoch ms of the sender's clock */
  readonly at: number;
  /** replica: stream epoch, last gseq folded and rolling hash R[gseq] */
  readonly stream: string;
  readonly gseq: number;
  readonly root: string;
  /** own journal: epoch, number and hash of its last entry, signed as in its checkpoints where there is a key */
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly signer?: string;
  readonly signature?: string;
  /** own entries not folded yet, and the age of the oldest (ms) */
  readonly queued: number;
  readonly oldestMs: number;
  /** what could be lost at most by what was spent offline, minor units (policy.ts) */
  readonly exposure: number;
  readonly alarms: readonly string[];
  /** what else head office wants to know of a store: its stations, its programme (topics.ts) */
  readonly facts?: Json;
}

/** The newest word on a topic of the control stream: policy, programme, hot list, revoked stations, keys. */
export interface Control {
  readonly topic: string;
  readonly revision: number;
  readonly value: Json;
}

/**
 * The stream could not do it now. `retryable: false`: it never will (unsafe or too old a server, no permission);
 * a name for the operator is in `code`.
 */
export class StreamFault extends Error {
  readonly code: string;
  readonly retryable: boolean;
  constructor(code: string, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}

export interface ChainStream {
  /** Throws StreamFault. */
  info(signal: AbortSignal): Promise<StreamInfo>;
  /**
   * Stores entries in this order and resolves when all of them are held durably; a rejection says nothing of which
   * were. The caller sends the same ones again, for ever; ids stored before are not stored again as far as the stream
   * can tell, and the fold does not rely on it.
   */
  append(entries: readonly StoreEntry[], signal: AbortSignal): Promise<void>;
  /**
   * Entries from `from` on, in order and without a gap, as many at once as are there (at most 1,000), then as they
   * come. Ends by throwing StreamFault (the caller begins again at what it folded) or when `signal` aborts.
   */
  read(from: number, signal: AbortSignal): AsyncIterable<readonly Ordered[]>;
  /** Best effort: a lost beat is followed by the next one. */
  beat(beat: Beat): Promise<void>;
  beats(signal: AbortSignal): AsyncIterable<Beat>;
  /** Compare-and-set on the topic's revision (0 = none yet): the new one, or undefined: somebody was first. */
  put(control: Control): Promise<number | undefined>;
  /** The newest of every topic, then each change. */
  controls(signal: AbortSignal): AsyncIterable<Control>;
  close(): Promise<void>;
}
