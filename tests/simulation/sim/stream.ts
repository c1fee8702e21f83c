// The far end: a stream that orders what comes in, forgets ids after its window, may store half of what it was given,
// may lose its end or all of it, and may come back with its end in another order. Carries heartbeats, and head
// office's word where it goes on.
import type { StreamStanding, Told } from "../../../gateway/chain/guard.ts";
import { type Base, basedInfo, offsetIn } from "../../../gateway/chain/healing.ts";
import type { Ordered, StoreEntry, StreamInfo } from "../../../gateway/chain/stream.ts";
import type { Clock } from "./clock.ts";
import type { Rng } from "./rng.ts";

export interface SimulatedStream {
  /** Takes entries; true where all of them are held. */
  take(entries: readonly StoreEntry[]): boolean;
  /** By the places of replicas, as the product's own border counts them. */
  read(from: number, most: number): readonly Ordered[];
  standing(): StreamStanding;
  /** as its servers number it */
  info(): StreamInfo;
  said(): Base | undefined;
  /** Only if nothing else was said since `known`: its servers compare before they set. */
  say(base: Base, known: Base | undefined): void;
  beat(told: Told): void;
  /** newest word of everybody who was heard since an instant */
  told(sinceMs: number): readonly Told[];
  isUp(): boolean;
  stop(): void;
  start(): void;
  /** Everything is lost; another stream stands in its place, empty. */
  lose(): void;
  /** The last entries were acknowledged and are gone. */
  cutShort(count: number): void;
  /** The last entries come back in another order. */
  mixUp(count: number): void;
  /** Whether any of it was ever lost or changed: rights that were granted then may be gone. */
  isDoubtful(): boolean;
  /** Whether it ever came to hold something else at a place it had told of, under the same name. */
  isRewritten(): boolean;
  /** Calls when something was stored. */
  onGrown(listener: () => void): void;
}

const fromNothing = { gseq: 0, root: "" } as const;

export const createStream = (
  clock: Clock,
  rng: Rng,
  terms: { readonly windowMs: number; readonly halfStored: number },
): SimulatedStream => {
  let made = 1;
  let log: StoreEntry[] = [];
  let up = true;
  let isDoubtful = false;
  let isRewritten = false;
  let said: Base | undefined;
  let seen = new Map<string, number>();
  const heard = new Map<string, { readonly told: Told; readonly atMs: number }>();
  const listeners: (() => void)[] = [];

  const store = (entry: StoreEntry): void => {
    const untilMs = seen.get(entry.id);
    if (untilMs !== undefined && untilMs > clock.nowMs()) return;
    seen.set(entry.id, clock.nowMs() + terms.windowMs);
    log.push(entry);
  };
  const info = (): StreamInfo => ({ epoch: `stream ${made}`, first: 1, last: log.length });

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
    read: (from, most) => {
      const at = Math.max(0, from - 1 - offsetIn(info(), said));
      return log.slice(at, at + most).map((entry, more) => ({ gseq: from + more, entry }));
    },
    info,
    standing: () => ({ base: fromNothing, ...basedInfo(info(), said) }),
    said: () => said,
    say: (base, known) => {
      if (said === known) said = base;
    },
    beat: (told) => heard.set(told.store, { told, atMs: clock.nowMs() }),
    told: (sinceMs) =>
      [...heard.values()].flatMap(({ told, atMs }) => (atMs >= sinceMs ? told : [])),
    isUp: () => up,
    stop: () => {
      up = false;
    },
    start: () => {
      up = true;
    },
    lose: () => {
      made += 1;
      log = [];
      seen = new Map();
      isDoubtful = true;
    },
    cutShort: (count) => {
      isDoubtful = true;
      isRewritten = true;
      log.length = Math.max(0, log.length - count);
      seen = new Map();
    },
    mixUp: (count) => {
      isDoubtful = true;
      isRewritten = true;
      log.push(...log.splice(Math.max(0, log.length - count)).reverse());
    },
    isDoubtful: () => isDoubtful,
    isRewritten: () => isRewritten,
  };
};
