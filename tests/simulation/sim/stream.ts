// The far end: a stream that orders what comes in, forgets ids after its window, may store half of what it was given,
// and may be lost.
import type { Ordered, StoreEntry } from "../../../gateway/chain/stream.ts";
import type { StreamStanding } from "../../../gateway/chain/guard.ts";
import type { Clock } from "./clock.ts";
import type { Rng } from "./rng.ts";

export interface SimulatedStream {
  /** Takes entries; true where all of them are held. */
  take(entries: readonly StoreEntry[]): boolean;
  read(from: number, most: number): readonly Ordered[];
  standing(): StreamStanding;
  isUp(): boolean;
  stop(): void;
  start(): void;
  /** Everything after a place is lost; a new stream goes on from there. */
  lose(base: { readonly gseq: number; readonly root: string }): void;
  /** Calls when something was stored. */
  onGrown(listener: () => void): void;
  /** all that was ever ordered and is still there */
  log(): readonly StoreEntry[];
}

export const createStream = (
  clock: Clock,
  rng: Rng,
  terms: { readonly windowMs: number; readonly halfStored: number },
): SimulatedStream => {
  let name = "stream 1";
  let made = 1;
  let log: StoreEntry[] = [];
  let base = { gseq: 0, root: "" };
  let up = true;
  let seen = new Map<string, number>();
  const listeners: (() => void)[] = [];

  const store = (entry: StoreEntry): void => {
    const untilMs = seen.get(entry.id);
    if (untilMs !== undefined && untilMs > clock.nowMs()) return;
    seen.set(entry.id, clock.nowMs() + terms.windowMs);
    log.push(entry);
  };

  return {
    onGrown: (listener) => listeners.push(listener),
    take: (entries) => {
      if (!up) return false;
      for (const grown of listeners) grown();
      if (!rng.chance(terms.halfStored)) {
        for (const entry of entries) store(entry);
        return true;
      }
      // Some of it, in any order, and no word of which.
      const mixed = entries.toSorted(() => rng.next() - 0.5);
      for (const entry of mixed) if (rng.chance(0.6)) store(entry);
      return false;
    },
    read: (from, most) =>
      log
        .slice(Math.max(0, from - 1), from - 1 + most)
        .map((entry, at) => ({ gseq: from + at, entry })),
    standing: () => ({ epoch: name, first: base.gseq + 1, last: log.length, base }),
    isUp: () => up,
    stop: () => {
      up = false;
    },
    start: () => {
      up = true;
    },
    lose: (from) => {
      made += 1;
      name = `stream ${made}`;
      base = from;
      log = log.slice(0, from.gseq);
      seen = new Map();
    },
    log: () => log,
  };
};
