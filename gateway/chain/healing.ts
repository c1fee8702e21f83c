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
    epoch: `${info.epoch}~${cut}~${root.slice(0, signsOfRoot)}`,
    first: Math.max(info.first, cut + 1) + offset,
    last: Math.max(info.last, cut) + offset,
    base: { gseq, root },
  };
};

/** How far the stream's own numbers are behind the places they stand for. */
export const offsetIn = (info: StreamInfo, said: Base | undefined): number =>
  isOf(said, info) ? said.gseq - said.cut : 0;

/** The one of which most say the same, then the one that came furthest; the same for everybody who asks. */
const best = (told: readonly Told[], first: "most" | "furthest"): Told | undefined => {
  const votes = ({ gseq, root }: Told): number =>
    told.filter((one) => one.gseq === gseq && one.root === root).length;
  return told.toSorted((one, other) => {
    const byPlace = other.gseq - one.gseq;
    const byVotes = votes(other) - votes(one);
    const order = first === "most" ? byVotes || byPlace : byPlace || byVotes;
    return order || (one.root < other.root ? -1 : 1);
  })[0];
};

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
  /** the newest word of every replica that is there, head office's own among them */
  readonly told: readonly Told[];
  /** whether a replica came to what head office came to at the same place */
  readonly agrees: (told: Told) => boolean | undefined;
}

/**
 * The word to be said now; undefined where none is needed.
 * *Lost*: the stream was made anew, and most have folded another (one alone may have come from another chain).
 * *Cut short*: it ends before what its followers have folded. *Split*: they came to different things at one place.
 */
export const baseNeeded = ({ info, said, told, agrees }: Heard): Base | undefined => {
  const { epoch, last } = basedInfo(info, said);
  const grown = told.filter(({ gseq }) => gseq > 0);
  const following = grown.filter(({ stream }) => stream === epoch);
  const goesOn = (from: Told | undefined): Base | undefined =>
    from === undefined
      ? undefined
      : { stream: info.epoch, cut: info.last, gseq: from.gseq, root: from.root };
  const others = grown.filter(({ stream }) => stream !== epoch);
  if (!isOf(said, info) && others.length > 0 && others.length >= following.length) {
    const base = goesOn(best(ofOneStream(others), "furthest"));
    // What has come into the new stream meanwhile is ordered nowhere else: it follows.
    return base === undefined ? undefined : { ...base, cut: 0 };
  }
  if (isOf(said, info) && following.length === 0) {
    // Whoever the word was made for went on meanwhile, or is away: it is said for those who are there.
    const from = best(others, "furthest");
    const isSaid = from === undefined || (from.gseq === said.gseq && from.root === said.root);
    return isSaid ? undefined : { ...said, gseq: from.gseq, root: from.root };
  }
  if (following.some(({ gseq }) => gseq > last)) return goesOn(best(following, "furthest"));
  const apart = following.filter((one) => agrees(one) === false);
  if (apart.length === 0) return undefined;
  const alike = following.filter((one) => agrees(one) === true);
  return goesOn(best(alike.length >= apart.length ? alike : apart, "most"));
};
