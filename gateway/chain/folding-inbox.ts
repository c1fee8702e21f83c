// An inbox that folds: what the stream brings becomes the store's confirmed state (books.ts), and whoever asked hears
// what became of it. A stream that is not the one it was is not followed.
import type { ChainBooks } from "./books.ts";
import { type Doubt, type Standing, standingIn } from "./guard.ts";
import type { Inbox } from "./pump.ts";
import type { Applied } from "./replica.ts";

interface Parts {
  readonly books: ChainBooks;
  /** what became of entries, after the commit that made it so */
  readonly onApplied: (applied: readonly Applied[]) => void;
  readonly onDoubt: (doubt: Doubt) => void;
}

const why: Readonly<Record<Exclude<Standing, "follow" | "adopt">, string>> = {
  behind: "The stream no longer holds what this store misses: it needs a snapshot.",
  ahead: "The stream ends before what this store has taken from it.",
  apart: "The stream holds something else than this store has taken from it.",
};

/** A stream made anew goes on from nothing unless it says otherwise. */
const fromNothing = { gseq: 0, root: "" } as const;

export const createFoldingInbox = ({ books, onApplied, onDoubt }: Parts): Inbox => ({
  position: () => {
    const { stream, gseq, root } = books.position();
    return { stream, gseq, root };
  },
  begin: async ({ epoch, first, last }) => {
    const standing = standingIn(books.position(), { epoch, first, last, base: fromNothing });
    if (standing === "adopt") await books.adopt(epoch);
    return standing === "follow" || standing === "adopt"
      ? { follow: true }
      : { frozen: why[standing] };
  },
  take: async (_stream, batch) => {
    const { applied, doubt } = await books.fold(batch);
    onApplied(applied);
    if (doubt !== undefined) onDoubt(doubt);
  },
  seen: () => books.folded(),
});
