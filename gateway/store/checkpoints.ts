// Signed checkpoints: every so often the store signs where its journal stands, so that a journal rewritten from
// the first entry on, with all hashes recomputed, is seen as well.
import type { Moment } from "../members/contract.ts";
import type { Head, WriteRow } from "./batch.ts";
import type { Signer } from "./options.ts";

const entriesBetween = 1000;
const msBetween = 60_000;

/** The text that is signed. */
export const checkpointText = (storeId: string, { seq, hash }: Omit<Head, "epoch">): string =>
  `tallygate checkpoint 1\n${storeId}\n${seq}\n${hash}`;

/** Rows for the commit that ends at a head: one where a checkpoint is due, none otherwise. */
export const createSealer = (storeId: string, signer: Signer | undefined) => {
  let sealedSeq = 0;
  let sealedMs = 0;
  return (head: Head, moment: Moment): readonly WriteRow[] => {
    if (signer === undefined || head.seq === sealedSeq) return [];
    const dueByCount = head.seq - sealedSeq >= entriesBetween;
    const dueByTime = Math.abs(moment.epochMs - sealedMs) >= msBetween;
    if (!dueByCount && !dueByTime) return [];
    sealedSeq = head.seq;
    sealedMs = moment.epochMs;
    const signature = signer.sign(checkpointText(storeId, head));
    return [["checkpoint", head.seq, head.hash, moment.at, signer.name, signature]];
  };
};
