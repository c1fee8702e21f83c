// Entries of a store's journal as they go into the stream, made by hand: chained as the store itself would chain them.
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import type { EntryBody } from "../../gateway/ledger/entry.ts";
import { canonicalBody, chainHash, genesisHash } from "../../gateway/ledger/hash.ts";

/** `previous`: hash of the entry before it; none: it is its store's first. */
export const madeEntry = (
  body: Pick<EntryBody, "id" | "store" | "op"> & Partial<EntryBody>,
  previous = genesisHash(body.store),
): StoreEntry => {
  const { store } = body;
  const whole: EntryBody = {
    v: 1,
    epoch: 1,
    seq: 1,
    at: "2026-03-02T10:00:00+08:00",
    businessDate: "2026-03-02",
    programme: { id: "counter", version: 1 },
    actor: { station: `${store}-till`, role: "cashier", staff: "1001" },
    mode: "online",
    lines: [],
    events: [],
    ...body,
  };
  const text = canonicalBody(whole);
  const { id, epoch, seq } = whole;
  return { id, store, epoch, seq, previous, hash: chainHash(previous, text), body: text };
};
