// When a card is announced and when it is cleared: each exactly once, whatever order a reader's words come in.
// Knows APDUs, no reader library. A card that cannot be read is never announced, so it is never cleared either; that it
// could not be read is told, and whether it lay there all the time.
import type { UnreadableCard } from "../contract.ts";

/** One exchange with the card that lies on the reader. Rejects when the card has gone or stays mute. */
export type Transmit = (apdu: Uint8Array) => Promise<Uint8Array>;

export interface PresentCard {
  /** upper-case hex; empty: a contact card, which has no number of its own */
  readonly uid: string;
  readonly atr?: string;
  /** when the reader said that something lies there */
  readonly at: number;
}

export interface CardWatchOptions {
  readonly presented: (card: PresentCard, generation: number) => void;
  readonly removed: (uid: string, generation: number) => void;
  /** A card was there and could not be read; `why` for the log. */
  readonly unreadable: (why: string, how: UnreadableCard) => void;
}

export interface CardWatch {
  /** Something lies on the reader. Every call begins a new generation. */
  readonly inserted: (given: { transmit: Transmit; atr?: string; at: number }) => Promise<void>;
  /** Nothing lies there, or nobody knows any more what does. */
  readonly cleared: () => void;
  readonly card: () => PresentCard | undefined;
}

/** PC/SC 2.01 part 3: FF CA 00 00 00 asks the reader for the card's UID. */
const getUid = Uint8Array.of(0xff, 0xca, 0, 0, 0);
const tries = 3;

/** "No such function, instruction or class": what contact cards and their readers say to FF CA. */
const noSuchCommand = new Set([0x6a81, 0x6d00, 0x6e00]);

const uidOf = (answer: Uint8Array): string => {
  const end = answer.length - 2;
  const status = ((answer[end] ?? 0) << 8) | (answer[end + 1] ?? 0);
  if (end === 0 && noSuchCommand.has(status)) return "";
  if (end < 4 || status !== 0x9000)
    throw new Error(`no UID: status ${status.toString(16).padStart(4, "0")}`);
  return Buffer.from(answer.subarray(0, end)).toString("hex").toUpperCase();
};

export const createCardWatch = (on: CardWatchOptions): CardWatch => {
  let generation = 0;
  let announced: PresentCard | undefined;
  let reading = false;

  const clear = (): void => {
    const gone = announced;
    announced = undefined;
    if (gone !== undefined) on.removed(gone.uid, generation);
  };

  return {
    inserted: async ({ transmit, atr, at }) => {
      clear();
      generation += 1;
      const mine = generation;
      let why = "mute";
      reading = true;
      for (let attempt = 0; attempt < tries; attempt++) {
        try {
          const uid = uidOf(await transmit(getUid));
          if (mine !== generation) return;
          reading = false;
          announced = { uid, at, ...(atr === undefined ? {} : { atr }) };
          on.presented(announced, mine);
          return;
        } catch (fault) {
          if (mine !== generation) return;
          why = fault instanceof Error ? fault.message : String(fault);
        }
      }
      reading = false;
      on.unreadable(why, "mute");
    },
    cleared: () => {
      clear();
      generation += 1;
      if (reading) on.unreadable("taken away while it was read", "left");
      reading = false;
    },
    card: () => announced,
  };
};
