// What head office says when the stream is not the one it was: from which place of whose history it goes on. Whatever
// has no place there is sent again by the store that wrote it, so a choice costs time and never money. Pure.
import type { Told } from "./guard.ts";
import type { StreamInfo } from "./stream.ts";

/** What the stream holds after its own number `cut` follows the place `gseq`, at which the rolling hash was `root`. */
export interface Base {
  /** the stream it is said of */
  readonly stream: string;
  readonly cut: number;
  readonly gseq: number;
  readonly root: string;
}

const signsOfRoot = 12;

/** Whether what was said is said of this stream: one that was made anew since needs another word. */
const isOf = (base: Base | undefined, { epoch }: StreamInfo): base is Base =>
  base !== undefined && base.stream === epoch;

/** The stream as replicas count it: by their own places, and under a name of its own for each base. */
export const basedInfo = (info: StreamInfo, said: Base | undefined): StreamInfo => {
  if (!isOf(said, info)) return info;
  const { cut, gseq, root } = said;
  const offset = gseq - cut;
  return {
    ...info,
    epoch: `${info.epoch}~${cut}~${root.slice(0, signsOfRoot)}`,
    first: Math.max(info.first, cut + 1) + offset,
    last: Math.max(info.last, cut) + offset,
    base: { gseq, root },
  };
};

/** How far the stream's own numbers are behind the places they stand for. */
export const offsetIn = (info: StreamInfo, said: Base | undefined): number =>
  isOf(said, info) ? said.gseq - said.cut : 0;

/** Who had come furthest; the same one for everybody who asks. */
const furthest = (told: readonly Told[]): Told | undefined =>
  told.toSorted((one, other) => other.gseq - one.gseq || (one.root < other.root ? -1 : 1))[0];

/** Those who followed the stream that most of them did. */
const ofOneStream = (told: readonly Told[]): readonly Told[] => {
  const times = (name: string): number => told.filter(({ stream }) => stream === name).length;
  const [most] = told.toSorted(
    (one, other) => times(other.stream) - times(one.stream) || (one.stream < other.stream ? -1 : 1),
  );
  return told.filter(({ stream }) => stream === most?.stream);
};

export interface Heard {
  /** the stream as its servers tell of it, asked for after the beats were heard */
  readonly info: StreamInfo;
  readonly said: Base | undefined;
  /** where head office's own replica stands: it has the snapshots, so the stream goes on from there if it can */
  readonly own: Told;
  /** the newest word of every replica that is there */
  readonly told: readonly Told[];
  /** whether a replica came to what head office came to at the same place */
  readonly agrees: (told: Told) => boolean | undefined;
}

/**
 * The word to be said now; undefined where none is needed.
 * *Lost*: the stream was made anew, and most have folded another (one alone may have come from another chain).
 * *Cut short*: it ends before what its followers have folded. *Split*: they came to different things at one place.
 */
export const baseNeeded = ({ info, said, own, told, agrees }: Heard): Base | undefined => {
  const { epoch, last } = basedInfo(info, said);
  const all = [own, ...told.filter(({ store }) => store !== own.store)];
  const grown = all.filter(({ gseq }) => gseq > 0);
  const following = grown.filter(({ stream }) => stream === epoch);
  const others = grown.filter(({ stream }) => stream !== epoch);
  const goesOn = (cut: number, from: readonly Told[]): Base | undefined => {
    const best = from.find(({ store }) => store === own.store) ?? furthest(from);
    if (best === undefined) return undefined;
    return { stream: info.epoch, cut, gseq: best.gseq, root: best.root };
  };
  if (isOf(said, info)) {
    // What comes in before the cut would be in nobody's order.
    if (info.last < said.cut) return goesOn(info.last, following.length > 0 ? following : others);
    const again = following.length === 0 ? goesOn(said.cut, others) : undefined;
    // Whoever the word was made for went on meanwhile, or is away: it is said for those who are there.
    if (again !== undefined)
      return again.gseq === said.gseq && again.root === said.root ? undefined : again;
  } else if (others.length > 0 && others.length >= following.length) {
    // What has come into the new stream meanwhile is ordered nowhere else: it follows.
    return goesOn(0, ofOneStream(others));
  }
  const isCut = following.some(({ gseq }) => gseq > last);
  const isSplit = following.some((one) => agrees(one) === false);
  return isCut || isSplit ? goesOn(info.last, following) : undefined;
};
