// Whether a replica and the rest of the chain still agree: a stream made anew, cut short or rewritten, a replica that
// came to something else at the same place, a copy of a store's box. Finds and names; heals nothing (healing.ts).
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

export const standingIn = (
  position: Pick<Position, "stream" | "gseq" | "root">,
  stream: StreamStanding,
): Standing => {
  const { gseq, root } = position;
  const { epoch, first, last, base } = stream;
  if (position.stream === epoch) {
    if (last < gseq) return "ahead";
    return gseq + 1 < first ? "behind" : "follow";
  }
  // Nothing folded yet, or nothing of another stream: whatever this one holds may come.
  const isNew = position.stream === "" || gseq === 0;
  if (isNew && base.gseq === 0) return first > 1 ? "behind" : "adopt";
  if (gseq < base.gseq) return "behind";
  if (gseq > base.gseq) return "ahead";
  return root === base.root ? "adopt" : "apart";
};

/** What is wrong with the chain, as far as this replica can see. Codes for alarms; `who` = the store in question. */
export interface Doubt {
  readonly code: "chain.split" | "chain.cloned" | "chain.fenced";
  readonly who: string;
}

/** R at a place of a stream, as a replica tells it of itself. */
export type Told = Pick<Beat, "store" | "stream" | "gseq" | "root">;

export interface Guard {
  /** Places as this replica has folded them, in order; answers with doubts about what was told of them before. */
  folded(
    stream: string,
    places: readonly { readonly gseq: number; readonly root: string }[],
  ): readonly Doubt[];
  /** Another replica's word; undefined while both agree, or cannot be compared yet. */
  heard(told: Told): Doubt | undefined;
  /** Whether a replica came to the same; undefined = it cannot be told. */
  agrees(told: Told): boolean | undefined;
}

/** Places whose R is kept: replicas further behind are compared once they have come nearer. */
const rootsMax = 4096;
/** Stores whose word on a place we have not come to is kept. */
const earlyMax = 5_000;

export const createGuard = (): Guard => {
  const roots = new Map<number, string>();
  const early = new Map<string, Told>();
  let stream = "";
  let last = 0;

  const agrees = (told: Told): boolean | undefined => {
    const root = told.stream === stream ? roots.get(told.gseq) : undefined;
    return root === undefined ? undefined : root === told.root;
  };
  const doubtOf = (told: Told): Doubt | undefined =>
    agrees(told) === false ? { code: "chain.split", who: told.store } : undefined;

  return {
    agrees,
    folded: (name, places) => {
      if (name !== stream) {
        roots.clear();
        early.clear();
        stream = name;
      }
      for (const { gseq, root } of places) {
        roots.set(gseq, root);
        roots.delete(gseq - rootsMax);
        last = gseq;
      }
      const reached = [...early.values()].filter(({ gseq }) => gseq <= last);
      for (const { store } of reached) early.delete(store);
      return reached.flatMap((told) => doubtOf(told) ?? []);
    },
    heard: (told) => {
      const isEarly = told.stream === stream && told.gseq > last;
      if (isEarly && (early.has(told.store) || early.size < earlyMax)) early.set(told.store, told);
      return doubtOf(told);
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
