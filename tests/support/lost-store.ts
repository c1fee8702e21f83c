// A store that was lost with its box: all that anybody has of it is one entry, rights it kept for a guest in house.
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import { canonicalBody, chainHash, genesisHash } from "../../gateway/ledger/hash.ts";
import type { EntryBody } from "../../gateway/ledger/entry.ts";

export const keptByLostStore = (
  store: string,
  kept: { readonly account: string; readonly amount: number; readonly expiresAt: string },
): StoreEntry => {
  const { account, amount, expiresAt } = kept;
  const units = [{ account, asset: "stored", amount }];
  const asked = { type: "LeaseAsked", lease: `ls_${store}`, why: "stay", units, once: [] };
  const entry: EntryBody = {
    v: 1,
    id: `e_${store}`,
    store,
    epoch: 1,
    seq: 1,
    op: "lease.ask",
    at: "2026-03-02T10:00:00+08:00",
    businessDate: "2026-03-02",
    programme: { id: "counter", version: 1 },
    actor: { station: "chain", role: "system" },
    mode: "online",
    account,
    lines: [],
    events: [{ ...asked, expiresAt }],
  };
  const previous = genesisHash(store);
  const body = canonicalBody(entry);
  const hash = chainHash(previous, body);
  return { id: entry.id, store, epoch: 1, seq: 1, previous, hash, body };
};
