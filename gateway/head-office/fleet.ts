// How every store of the chain is, by its own heartbeats: how far it has come, what waits, what it risks, what hurts.
import type { Beat, ChainStream } from "../chain/stream.ts";

export interface StoreHealth {
  readonly beat: Beat;
  /** by the clock of head office */
  readonly heardMs: number;
}

export interface Fleet {
  all(): readonly StoreHealth[];
  stop(): Promise<void>;
}

/** A store that is silent for so long is away. */
export const silentMs = 30_000;

export const startFleet = (parts: {
  readonly stream: ChainStream;
  readonly nowMs: () => number;
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
}): Fleet => {
  const { stream, nowMs, pause } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const byStore = new Map<string, StoreHealth>();

  const run = async (): Promise<void> => {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        for await (const beat of stream.beats(signal)) {
          tries = 0;
          // what was said before we listened was heard when it was said
          const heardMs = Math.min(
            nowMs(),
            Math.max(beat.at, byStore.get(beat.store)?.heardMs ?? 0),
          );
          byStore.set(beat.store, { beat, heardMs });
        }
      } catch {
        await pause(tries, signal);
      }
    }
  };

  const done = run();
  return {
    all: () => [...byStore.values()].toSorted((a, b) => (a.beat.store < b.beat.store ? -1 : 1)),
    stop: async () => {
      ending.abort();
      await done;
    },
  };
};
