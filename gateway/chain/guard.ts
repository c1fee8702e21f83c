// Watches whether a replica and the rest of the chain still agree: a stream made anew, cut short or rewritten, a
// replica that came to something else at the same place, a copy of a store's box. Finds and names; heals nothing.
import type { Position } from "./order.ts";
import type { Beat } from "./stream.ts";

/** A stream as a replica finds it; `base`: where it goes on from, if an older one was lost (0 and "" = from nothing). */
export interface StreamStanding {
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly base: { readonly gseq: number; readonly root: string };
}

/**
 * `follow` read on from the position · `adopt` the stream goes on exactly where we stand, under a new name ·
 * `behind` what we miss is no longer in it: a snapshot is needed · `ahead` it does not hold what we have folded, and
 * `apart` it holds something else: finality is frozen, and a snapshot of those who agree with it is needed
 */
export type Standing = "follow" | "adopt" | "behind" | "ahead" | "apart";

export const standingIn = (position: Position, stream: StreamStanding): Standing => {
  const { gseq, root } = position;
  const { epoch, first, last, base } = stream;
  if (position.stream === epoch) {
    if (last < gseq) return "ahead";
    return gseq + 1 < first ? "behind" : "follow";
  }
  if (position.stream === "" && base.gseq === 0) return first > 1 ? "behind" : "adopt";
  if (gseq < base.gseq) return "behind";
  if (gseq > base.gseq) return "ahead";
  return root === base.root ? "adopt" : "apart";
};

/** What is wrong with the chain, as far as this replica can see. Codes for alarms; `who` = the other store. */
export interface Doubt {
  readonly code: "chain.split" | "chain.rewritten" | "chain.cloned" | "chain.fenced";
  readonly who: string;
}

export interface Guard {
  /** Keeps R of the last places, so that beats of replicas that are behind can be compared. */
  folded(position: Position): void;
  /** Compares another replica's word with our own; undefined while they agree or cannot be compared yet. */
  heard(beat: Beat): Doubt | undefined;
  /** Beats of replicas ahead of us, looked at again now that we are there. */
  caughtUp(): readonly Doubt[];
}

/** Places whose R is kept, and beats that wait for us to come to their place. */
const rootsMax = 4096;
const beatsMax = 1024;

export const createGuard = (): Guard => {
  const roots = new Map<number, string>();
  const early = new Map<string, Beat>();
  let stream = "";
  let last = 0;

  const compare = (beat: Beat): Doubt | undefined => {
    if (beat.stream !== stream || stream === "") return undefined;
    const root = roots.get(beat.gseq);
    if (root === undefined || root === beat.root) return undefined;
    return { code: "chain.split", who: beat.store };
  };

  return {
    folded: (position) => {
      if (position.stream !== stream) {
        roots.clear();
        early.clear();
      }
      stream = position.stream;
      last = position.gseq;
      roots.set(position.gseq, position.root);
      for (const oldest of roots.keys()) {
        if (roots.size <= rootsMax) break;
        roots.delete(oldest);
      }
    },
    heard: (beat) => {
      if (beat.stream === stream && beat.gseq > last && early.size < beatsMax)
        early.set(beat.store, beat);
      return compare(beat);
    },
    caughtUp: () => {
      const doubts: Doubt[] = [];
      for (const [store, beat] of early) {
        if (beat.gseq > last) continue;
        early.delete(store);
        const doubt = compare(beat);
        if (doubt !== undefined) doubts.push(doubt);
      }
      return doubts;
    },
  };
};

/** Whether somebody else goes on in this store's name: its own entries come back as others than it wrote. */
export const ownDoubt = (
  own: {
    readonly store: string;
    readonly epoch: number;
    readonly hashAt: (seq: number) => string | undefined;
  },
  position: Position,
): Doubt | undefined => {
  const head = position.heads.get(own.store);
  if (head === undefined) return undefined;
  if (head.epoch > own.epoch) return { code: "chain.fenced", who: own.store };
  if (head.epoch < own.epoch) return undefined;
  const mine = own.hashAt(head.seq);
  return mine === head.hash ? undefined : { code: "chain.cloned", who: own.store };
};
