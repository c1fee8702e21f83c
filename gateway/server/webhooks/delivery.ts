// The deliveries of one receiver: from its position in the journal on, in order for each member, again and again
// until they are taken. The position only moves past what was taken, so a crash sends twice and never not at all.
import { setTimeout as wait } from "node:timers/promises";
import type { Entry } from "../../ledger/entry.ts";
import type { Store } from "../../store/contract.ts";
import { type Follower, followJournal } from "../journal-follower.ts";
import { type Lanes, createLanes } from "./lanes.ts";
import type { Tried } from "./post.ts";

export interface DeliveryStatus {
  /** entries of the journal it has not been past yet */
  readonly pending: number;
  readonly lastTakenMs?: number;
  readonly failing?: { readonly why: string; readonly tries: number; readonly nextTryMs: number };
}

export interface Delivery {
  readonly status: () => DeliveryStatus;
  /** Breaks off what is on its way; it is sent again later. */
  readonly stop: () => Promise<void>;
}

export interface DeliveryParts {
  readonly store: Pick<Store, "entries" | "head" | "onCommitted">;
  readonly isWanted: (entry: Entry) => boolean;
  /** everything up to this entry has been taken */
  readonly after: number;
  readonly keep: (after: number) => Promise<void>;
  readonly send: (entry: Entry, signal: AbortSignal) => Promise<Tried>;
  /** whose entry it is: these are kept in order */
  readonly memberOf: (entry: Entry) => Promise<string>;
  /** After the last try, or once the receiver wants no more: true = go on without it, false = stop here. */
  readonly exhausted: (entry: Entry, why: string) => Promise<boolean>;
  /** the store was emptied (simulation) */
  readonly emptied: () => void;
  readonly failed: (error: unknown) => void;
  readonly nowMs: () => number;
  /** before the second, third … try of an entry */
  readonly backOffMs?: readonly number[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** About three days. */
const backOffDefaultMs: readonly number[] = [
  1_000,
  5_000,
  30_000,
  2 * minuteMs,
  10 * minuteMs,
  hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  24 * hourMs,
  24 * hourMs,
];
/** Up to so much longer, so that what failed together does not come back together. */
const jitter = 0.2;
/** Deliveries under way, and requests at a time. */
const windowMax = 256;
const requestsMax = 8;
/** A position is written so often at most. */
const keepEveryMs = 250;

export const startDelivery = (parts: DeliveryParts): Delivery => {
  const lanes = createLanes(requestsMax);
  const ending = new AbortController();
  const window = createWindow(parts.after, ending.signal);
  const failing: Failing = new Map();
  const keeper = createKeeper(parts, window.low);
  let lastTakenMs: number | undefined;

  const begin = async (entry: Entry): Promise<void> => {
    const lane = await parts.memberOf(entry);
    const work = async (): Promise<void> => {
      const { signal } = ending;
      if (!(await deliver(parts, entry, { lanes, failing, signal }))) return;
      lastTakenMs = parts.nowMs();
      failing.delete(entry.body.seq);
      window.leave(entry.body.seq);
      keeper.wake();
    };
    void lanes.run(lane, work).catch(parts.failed);
  };
  const follower: Follower = followJournal({
    store: parts.store,
    after: parts.after,
    take: async (entries) => {
      for (const entry of entries) {
        if (ending.signal.aborted) return;
        const isWanted = parts.isWanted(entry);
        await window.pass(entry.body.seq, isWanted);
        if (isWanted) await begin(entry);
      }
      keeper.wake();
    },
    emptied: parts.emptied,
    failed: parts.failed,
  });

  return {
    status: () => {
      const [oldest] = failing.values();
      return {
        pending: Math.max(0, parts.store.head().seq - window.low()),
        ...(lastTakenMs === undefined ? {} : { lastTakenMs }),
        ...(oldest === undefined ? {} : { failing: oldest }),
      };
    },
    stop: async () => {
      ending.abort();
      await follower.stop();
      await keeper.stop();
    },
  };
};

type Failing = Map<number, NonNullable<DeliveryStatus["failing"]>>;

/** Until it is taken. False: it was broken off, or given up. */
const deliver = async (
  { send, exhausted, nowMs, backOffMs = backOffDefaultMs }: DeliveryParts,
  entry: Entry,
  on: { readonly lanes: Lanes; readonly failing: Failing; readonly signal: AbortSignal },
): Promise<boolean> => {
  const { lanes, failing, signal } = on;
  for (let tries = 1; !signal.aborted; tries++) {
    const tried = await lanes.withPlace(() => send(entry, signal));
    if (tried.kind === "taken") return true;
    if (signal.aborted) return false;
    const pause = backOffMs[tries - 1];
    if (tried.kind === "gone" || pause === undefined)
      return exhausted(entry, tried.kind === "gone" ? "gone" : tried.why);
    const spread = pause * (1 + Math.random() * jitter);
    const pauseMs = Math.max(spread, tried.retryAfterMs ?? 0);
    failing.set(entry.body.seq, { why: tried.why, tries, nextTryMs: nowMs() + pauseMs });
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  return false;
};

/** What is under way beyond the position that may be kept. */
const createWindow = (after: number, signal: AbortSignal) => {
  const open = new Set<number>();
  let read = after;
  let roomFor: (() => void) | undefined;
  signal.addEventListener("abort", () => roomFor?.(), { once: true });

  const room = async (): Promise<void> => {
    while (open.size >= windowMax && !signal.aborted)
      await new Promise<void>((resolve) => {
        roomFor = resolve;
      });
  };
  return {
    /** everything up to this number has been taken */
    low: (): number => (open.size === 0 ? read : Math.min(...open) - 1),
    /** The next number was read; one that is to be delivered waits for room. */
    pass: async (seq: number, isWanted: boolean): Promise<void> => {
      if (isWanted) {
        await room();
        open.add(seq);
      }
      read = seq;
    },
    leave: (seq: number): void => {
      open.delete(seq);
      roomFor?.();
    },
  };
};

/** Writes the position now and then, and once more at the end. */
const createKeeper = ({ keep, after, failed }: DeliveryParts, low: () => number) => {
  let kept = after;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const position = low();
    if (position === kept) return;
    await keep(position);
    kept = position;
  };
  const wake = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(write).catch(failed);
    }, keepEveryMs).unref();
  };
  return {
    wake,
    stop: async () => {
      clearTimeout(timer);
      await writing.then(write).catch(failed);
    },
  };
};
