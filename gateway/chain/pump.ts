// Runs a store's part in the chain: sends its journal, follows the stream, and knows whether head office answers.
// What is folded, and what is to be sent next, are others' decisions (outbox.ts, the inbox it is given).
import type { Outbox } from "./outbox.ts";
import type { OwnJournal } from "./own-journal.ts";
import { type ChainStream, type Ordered, StreamFault, type StreamInfo } from "./stream.ts";

/** Where entries of the stream end up. */
export interface Inbox {
  /** what it has taken in, and of which stream; `root`: rolling hash of what it made of that, "" = nothing */
  position(): { readonly stream: string; readonly gseq: number; readonly root: string };
  /** May this stream be followed from the position? Otherwise why not, for a person. */
  begin(info: StreamInfo): Promise<{ readonly follow: true } | { readonly frozen: string }>;
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
}

/** How often the stream is asked for a sign of life, and how long one may be missing. */
export const pumpTerms = { askEveryMs: 2_000, silentMs: 5_000 } as const;

export const startPump = (parts: PumpParts): Pump => {
  const { stream, journal, inbox, outbox, nowMs, pause, rest, after } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const listeners: (() => void)[] = [];
  const tasks = new Set<Promise<void>>();
  let state: PumpState = { state: "offline", awaySinceMs: nowMs(), last: 0 };
  let callOff: () => void = () => undefined;

  const change = (next: PumpState): void => {
    const isNew = next.state !== state.state || next.why !== state.why;
    state = next;
    if (isNew) for (const tell of listeners) tell();
  };
  const heard = (last: number): void => {
    if (state.state === "frozen") return;
    change({ state: "online", last: Math.max(last, state.last) });
    send();
  };
  const lost = (error: unknown): void => {
    if (signal.aborted || state.state === "frozen") return;
    const why = error instanceof Error ? error.message : String(error);
    const isRefused = error instanceof StreamFault && !error.retryable;
    const { last, awaySinceMs = nowMs() } = state;
    change({ state: isRefused ? "refused" : "offline", why, awaySinceMs, last });
  };

  const send = (): void => {
    callOff();
    if (signal.aborted) return;
    for (let range = outbox.take(nowMs()); range !== undefined; range = outbox.take(nowMs())) {
      const sending = range;
      const task = journal
        .read(sending)
        .then((entries) => stream.append(entries, signal))
        .then(() => outbox.stored(sending, nowMs()))
        .catch((error: unknown) => {
          outbox.failed(sending, nowMs());
          lost(error);
        })
        .finally(() => {
          tasks.delete(task);
          send();
        });
      tasks.add(task);
    }
    const wakeAtMs = outbox.wakeAtMs();
    if (wakeAtMs !== undefined) callOff = after(Math.max(1, wakeAtMs - nowMs()), send);
  };

  const follow = async (): Promise<void> => {
    const info = await stream.info(signal);
    const begun = await inbox.begin(info);
    if ("frozen" in begun) {
      change({ state: "frozen", why: begun.frozen, last: info.last });
      return;
    }
    outbox.seen(inbox.seen());
    heard(info.last);
    for await (const batch of stream.read(inbox.position().gseq + 1, signal)) {
      await inbox.take(info.epoch, batch);
      outbox.seen(inbox.seen());
      heard(batch.at(-1)?.gseq ?? 0);
      for (const tell of listeners) tell();
    }
  };

  /** Begins again at what was folded, whatever ended it. */
  const keepFollowing = async (): Promise<void> => {
    for (let tries = 0; !signal.aborted; tries += 1) {
      const before = inbox.position().gseq;
      try {
        await follow();
      } catch (error) {
        lost(error);
      }
      if (inbox.position().gseq !== before) tries = 0;
      if (!signal.aborted) await pause(tries, signal);
    }
  };

  /** A link may be dead without saying so: the stream is asked now and then. */
  const keepAsking = async (): Promise<void> => {
    while (!signal.aborted) {
      await rest(pumpTerms.askEveryMs, signal);
      const late = after(pumpTerms.silentMs, () =>
        lost(new Error("The chain's servers are silent.")),
      );
      try {
        const { epoch, last } = await stream.info(signal);
        if (epoch === inbox.position().stream || inbox.position().stream === "") heard(last);
      } catch (error) {
        lost(error);
      }
      late();
    }
  };

  const endMore = journal.onMore((end) => {
    outbox.reaches(end);
    send();
  });
  outbox.reaches(journal.end());
  const done = Promise.all([keepFollowing(), keepAsking()]);
  return {
    state: () => state,
    onChange: (listener) => void listeners.push(listener),
    stop: async () => {
      ending.abort();
      callOff();
      endMore();
      await done;
      await Promise.allSettled(tasks);
    },
  };
};
