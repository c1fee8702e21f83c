// Runs a store's part in the chain: sends its journal, follows the stream, and knows whether head office answers.
// What is folded, and what is to be sent next, are others' decisions (outbox.ts, the inbox it is given).
import type { Outbox, Range } from "./outbox.ts";
import type { OwnJournal } from "./own-journal.ts";
import { readAhead } from "./read-ahead.ts";
import { type ChainStream, type Ordered, StreamFault, type StreamInfo } from "./stream.ts";

/** Where entries of the stream end up. */
export interface Inbox {
  /** what it has taken in, and of which stream; `root`: rolling hash of what it made of that, "" = nothing */
  position(): { readonly stream: string; readonly gseq: number; readonly root: string };
  /**
   * May this stream be followed from the position? Otherwise why not, for a person. `mayLag`: servers that have just
   * elected a leader may not have read all that they hold, and say less for a moment.
   */
  begin(
    info: StreamInfo,
  ): Promise<{ readonly follow: true } | { readonly frozen: string; readonly mayLag?: true }>;
  /** Durable when it resolves. Rejects where the disk failed. */
  take(stream: string, batch: readonly Ordered[]): Promise<void>;
  /** number in the own journal up to which the stream has been seen to hold it */
  seen(): number;
}

export interface PumpState {
  readonly state: "online" | "offline" | "frozen" | "refused";
  readonly why?: string;
  /** since when the stream does not answer, epoch ms */
  readonly awaySinceMs?: number;
  /** last number of the stream that was heard of */
  readonly last: number;
}

export interface Pump {
  state(): PumpState;
  /** told after the state changed, and after entries came in */
  onChange(listener: () => void): void;
  /** Asks the inbox again whether the stream may be followed: something has changed, or is in doubt. */
  again(): void;
  stop(): Promise<void>;
}

export interface PumpParts {
  readonly stream: ChainStream;
  readonly journal: OwnJournal;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly nowMs: () => number;
  /** waits before the next try; ends at once when the signal does */
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
  /** resolves after so long, or at once when the signal ends it */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  /** calls back after so long; returns what calls it off */
  readonly after: (ms: number, act: () => void) => () => void;
  /** the stream answered, and said what time it is there */
  readonly heard: (atMs: number | undefined) => void;
}

/** How often the stream is asked for a sign of life, and how long one may be missing. */
export const pumpTerms = { askEveryMs: 2_000, silentMs: 5_000 } as const;

/** A stream that ends before what was folded must have done so for so long until that is believed, ms. */
export const lagMs = 5_000;

/** What is known of the chain's answering, and who is told of changes. */
const createKeeper = (nowMs: () => number) => {
  const listeners: (() => void)[] = [];
  let state: PumpState = { state: "offline", awaySinceMs: nowMs(), last: 0 };
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const change = (next: PumpState): void => {
    const isNew = next.state !== state.state || next.why !== state.why;
    state = next;
    if (isNew) tell();
  };
  return {
    state: () => state,
    tell,
    onChange: (listener: () => void) => void listeners.push(listener),
    frozen: (why: string, last: number) => change({ state: "frozen", why, last }),
    /** it may be followed (again) */
    follows: (last: number) => change({ state: "online", last }),
    heard: (last: number) => {
      if (state.state !== "frozen") change({ state: "online", last: Math.max(last, state.last) });
    },
    lost: (error: unknown) => {
      if (state.state === "frozen") return;
      const why = error instanceof Error ? error.message : String(error);
      const isRefused = error instanceof StreamFault && !error.retryable;
      const { last, awaySinceMs = nowMs() } = state;
      change({ state: isRefused ? "refused" : "offline", why, awaySinceMs, last });
    },
  };
};

type Keeper = ReturnType<typeof createKeeper>;

/** Sends what the outbox hands out, until the signal. */
const createSender = (parts: PumpParts, keeper: Keeper, signal: AbortSignal) => {
  const { stream, journal, outbox, nowMs, after } = parts;
  const tasks = new Set<Promise<void>>();
  let callOff: () => void = () => undefined;

  const send = (): void => {
    callOff();
    if (signal.aborted) return;
    for (let range = outbox.take(nowMs()); range !== undefined; range = outbox.take(nowMs()))
      begin(range);
    const wakeAtMs = outbox.wakeAtMs();
    if (wakeAtMs !== undefined) callOff = after(Math.max(1, wakeAtMs - nowMs()), send);
  };
  const begin = (range: Range): void => {
    const task = journal
      .read(range)
      .then((entries) => stream.append(entries, signal))
      .then(() => outbox.stored(range, nowMs()))
      .catch((error: unknown) => {
        outbox.failed(range, nowMs());
        if (!signal.aborted) keeper.lost(error);
      })
      .finally(() => {
        tasks.delete(task);
        send();
      });
    tasks.add(task);
  };
  return {
    send,
    stop: async () => {
      callOff();
      await Promise.allSettled(tasks);
    },
  };
};

type Sender = ReturnType<typeof createSender>;

interface Line {
  readonly keeper: Keeper;
  readonly sender: Sender;
  readonly signal: AbortSignal;
  /** ends what is being followed or waited for, so that it begins again */
  readonly restart: { current: AbortController };
  /** since when the stream ends before what was folded, epoch ms */
  readonly lag: { sinceMs?: number };
}

const lagging = (): StreamFault =>
  new StreamFault("lagging", "The chain's servers have not read yet all that they hold.", {
    retryable: true,
  });

/** Follows the stream once, until the link breaks. */
const follow = async (
  parts: PumpParts,
  { keeper, sender, lag }: Line,
  signal: AbortSignal,
): Promise<void> => {
  const { stream, inbox, outbox } = parts;
  const info = await stream.info(signal);
  parts.heard(info.atMs);
  const begun = await inbox.begin(info);
  if ("frozen" in begun) {
    if (begun.mayLag === true) {
      lag.sinceMs ??= parts.nowMs();
      if (parts.nowMs() - lag.sinceMs < lagMs) throw lagging();
    }
    return keeper.frozen(begun.frozen, info.last);
  }
  delete lag.sinceMs;
  const moved = (last: number): void => {
    outbox.seen(inbox.seen(), parts.nowMs());
    keeper.heard(last);
    sender.send();
  };
  keeper.follows(info.last);
  moved(info.last);
  const reading = new AbortController();
  const until = AbortSignal.any([signal, reading.signal]);
  try {
    for await (const batch of readAhead(stream.read(inbox.position().gseq + 1, until))) {
      await inbox.take(info.epoch, batch);
      moved(batch.at(-1)?.gseq ?? 0);
      keeper.tell();
    }
  } finally {
    reading.abort();
  }
};

/** Begins again at what was folded, whatever ended it. */
const keepFollowing = async (parts: PumpParts, line: Line): Promise<void> => {
  const { inbox, pause } = parts;
  for (let tries = 0; !line.signal.aborted; tries += 1) {
    const before = inbox.position().gseq;
    line.restart.current = new AbortController();
    const signal = AbortSignal.any([line.signal, line.restart.current.signal]);
    try {
      await follow(parts, line, signal);
    } catch (error) {
      if (!signal.aborted) line.keeper.lost(error);
    }
    if (inbox.position().gseq !== before || line.restart.current.signal.aborted) tries = 0;
    await pause(tries, signal);
  }
};

/** A link may be dead without saying so: the stream is asked now and then. */
const keepAsking = async (parts: PumpParts, { keeper, sender, signal }: Line): Promise<void> => {
  const { stream, inbox, rest, after } = parts;
  while (!signal.aborted) {
    await rest(pumpTerms.askEveryMs, signal);
    const late = after(pumpTerms.silentMs, () =>
      keeper.lost(new Error("The chain's servers are silent.")),
    );
    try {
      const { epoch, last, atMs } = await stream.info(signal);
      parts.heard(atMs);
      const at = inbox.position();
      if (epoch === at.stream && last >= at.gseq) {
        keeper.heard(last);
        sender.send();
      }
    } catch (error) {
      if (!signal.aborted) keeper.lost(error);
    }
    late();
  }
};

export const startPump = (parts: PumpParts): Pump => {
  const { journal, outbox, nowMs } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const keeper = createKeeper(nowMs);
  const sender = createSender(parts, keeper, signal);
  const line = { keeper, sender, signal, restart: { current: new AbortController() }, lag: {} };
  const endMore = journal.onMore((end) => {
    outbox.reaches(end);
    sender.send();
  });
  outbox.reaches(journal.end());
  const done = Promise.all([keepFollowing(parts, line), keepAsking(parts, line)]);
  return {
    state: keeper.state,
    onChange: keeper.onChange,
    again: () => line.restart.current.abort(),
    stop: async () => {
      ending.abort();
      endMore();
      await sender.stop();
      await done;
    },
  };
};
