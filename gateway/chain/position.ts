// A position as it is kept in the books and in snapshots: one JSON text, the same for the same position.
import { canonicalJson, type Json } from "../json.ts";
import type { Position, StoreHead } from "./order.ts";
import type { StoreEntry } from "./stream.ts";

interface Kept {
  readonly stream: string;
  readonly gseq: number;
  readonly root: string;
  readonly heads: Readonly<Record<string, StoreHead>>;
  readonly waiting: Readonly<Record<string, readonly StoreEntry[]>>;
}

export const writePosition = ({ stream, gseq, root, heads, waiting }: Position): string => {
  const kept: Kept = {
    stream,
    gseq,
    root,
    heads: Object.fromEntries(heads),
    waiting: Object.fromEntries(waiting),
  };
  // Texts and whole numbers only.
  return canonicalJson(kept as unknown as Json);
};

/** Reads what `writePosition` wrote. */
export const readPosition = (text: string): Position => {
  const { stream, gseq, root, heads, waiting }: Kept = JSON.parse(text);
  return {
    stream,
    gseq,
    root,
    heads: new Map(Object.entries(heads)),
    waiting: new Map(Object.entries(waiting)),
  };
};
