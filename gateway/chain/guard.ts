// Whether a replica and the stream still agree: a stream made anew, cut short or rewritten, a copy of a store's box.
// Finds and names; heals nothing.
import type { Position } from "./order.ts";

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
  readonly code: "chain.rewritten" | "chain.cloned" | "chain.fenced";
  readonly who: string;
}

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
