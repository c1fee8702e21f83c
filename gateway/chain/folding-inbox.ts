// An inbox that folds: what the stream brings becomes the store's confirmed state (books.ts), and whoever asked hears
// what became of it. A stream that is not the one it was is not followed, nor one that others see otherwise.
import type { ChainBooks } from "./books.ts";
import {
  createGuard,
  type Doubt,
  type Guard,
  type Standing,
  standingIn,
  type Told,
} from "./guard.ts";
import type { Inbox } from "./pump.ts";
import type { Applied } from "./replica.ts";

interface Parts {
  readonly books: ChainBooks;
  /** what became of entries, after the commit that made it so */
  readonly onApplied: (applied: readonly Applied[]) => void;
  /** told once of each; the stream is not followed from then on */
  readonly onDoubt: (doubt: Doubt) => void;
}

export interface FoldingInbox extends Inbox {
  /** Another replica's word about itself. */
  heard(told: Told): void;
  readonly agrees: Guard["agrees"];
  /** what is in doubt now */
  doubts(): readonly Doubt[];
}

const whyNot: Readonly<Record<Exclude<Standing, "follow" | "adopt">, string>> = {
  behind: "The stream no longer holds what this store misses: it needs a snapshot.",
  ahead: "The stream ends before what this store has taken from it.",
  apart: "The stream holds something else than this store has taken from it.",
};

const whyDoubted: Readonly<Record<Doubt["code"], (who: string) => string>> = {
  "chain.split": (who) => `The store ${who} came to something else at the same place.`,
  "chain.cloned": () => "A copy of this store's box writes in its name.",
  "chain.fenced": () => "This box was replaced by one that was restored from its backup.",
};

/** A stream made anew goes on from nothing unless it says otherwise. */
const fromNothing = { gseq: 0, root: "" } as const;

export const createFoldingInbox = ({ books, onApplied, onDoubt }: Parts): FoldingInbox => {
  const guard = createGuard();
  let doubts: readonly Doubt[] = [];

  const noted = (doubt: Doubt): void => {
    if (doubts.some(({ code, who }) => code === doubt.code && who === doubt.who)) return;
    doubts = [...doubts, doubt];
    onDoubt(doubt);
  };
  const stands = (): void => {
    const { stream, gseq, root } = books.position();
    for (const doubt of guard.folded(stream, [{ gseq, root }])) noted(doubt);
  };
  stands();
  return {
    position: () => {
      const { stream, gseq, root } = books.position();
      return { stream, gseq, root };
    },
    begin: async ({ epoch, first, last, base = fromNothing }) => {
      // A split ends with head office's word where to go on from: the stream has another name then.
      if (books.position().stream !== epoch)
        doubts = doubts.filter(({ code }) => code !== "chain.split");
      const [doubt] = doubts;
      if (doubt !== undefined) return { frozen: whyDoubted[doubt.code](doubt.who) };
      const standing = standingIn(books.position(), { epoch, first, last, base });
      if (standing === "adopt") await books.adopt(epoch);
      // The same stream, and less of it: it was cut short, or who answers has not read all of it.
      if (standing === "ahead" && books.position().stream === epoch)
        return { frozen: whyNot.ahead, mayLag: true };
      if (standing !== "follow" && standing !== "adopt") return { frozen: whyNot[standing] };
      stands();
      return { follow: true };
    },
    take: async (_stream, batch) => {
      const doubt = await books.fold(batch, ({ applied, arrivals }) => {
        onApplied(applied);
        for (const other of guard.folded(books.position().stream, arrivals)) noted(other);
      });
      if (doubt !== undefined) noted(doubt);
    },
    seen: () => books.folded(),
    heard: (told) => {
      const doubt = guard.heard(told);
      if (doubt !== undefined) noted(doubt);
    },
    agrees: (told) => guard.agrees(told),
    doubts: () => doubts,
  };
};
