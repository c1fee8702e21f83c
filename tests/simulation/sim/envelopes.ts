// Entries of a journal as they go into the stream. Their texts are made once, however often they are sent.
import type { StoreEntry } from "../../../gateway/chain/stream.ts";
import type { Entry } from "../../../gateway/ledger/entry.ts";
import { canonicalBody, genesisHash } from "../../../gateway/ledger/hash.ts";

export const createEnvelopes = (store: string, journal: readonly Entry[]) => {
  const made = new Map<string, StoreEntry>();
  return ({ body, hash }: Entry): StoreEntry => {
    const known = made.get(hash);
    if (known !== undefined) return known;
    const { id, epoch, seq } = body;
    const previous = journal[seq - 2]?.hash ?? genesisHash(store);
    const envelope = { id, store, epoch, seq, previous, hash, body: canonicalBody(body) };
    made.set(hash, envelope);
    return envelope;
  };
};
