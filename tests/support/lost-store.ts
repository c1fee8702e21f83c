// A store that was lost with its box: all that anybody has of it is one entry, rights it kept for a guest in house.
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import { madeEntry } from "./chain-entry.ts";

export const keptByLostStore = (
  store: string,
  kept: { readonly account: string; readonly amount: number; readonly expiresAt: string },
): StoreEntry => {
  const { account, amount, expiresAt } = kept;
  const units = [{ account, asset: "stored", amount }];
  const asked = { type: "LeaseAsked", lease: `ls_${store}`, why: "stay", units, once: [] };
  return madeEntry({
    id: `e_${store}`,
    store,
    op: "lease.ask",
    actor: { station: "chain", role: "system" },
    account,
    events: [{ ...asked, expiresAt }],
  });
};
