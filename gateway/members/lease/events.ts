// What happens to a lease: a right to spend that one store holds for a while. Asking changes nothing: the chain's
// fold grants it or not (gateway/chain/fold.ts). Giving it back is a fact like any other.
import type { Draft, Ref } from "../contract.ts";
import { evolver } from "../evolver.ts";
import type { EntityKind, Lease } from "../state.ts";

export type LeaseAsked = {
  type: "LeaseAsked";
  lease: string;
  /** why it was asked for: an operation of the protocol, or `stay` for a guest in house */
  why: string;
  units: Lease["units"];
  once: Lease["once"];
  /** instant after which its store no longer uses it */
  expiresAt: string;
};
/** Units are about to be taken, or set aside, under a lease: so much less is kept for its store. */
export type LeaseUsed = {
  type: "LeaseUsed";
  lease: string;
  account: string;
  asset: string;
  amount: number;
};
export type LeaseReturned = { type: "LeaseReturned"; lease: string };

/** The pointer that says which lease has the one use of a voucher, bill or hold. */
export const onceLookup = (kind: EntityKind, id: string): string => `lease:${kind}:${id}`;

export const onceRef = (kind: EntityKind, id: string): Ref => ({
  kind: "lookup",
  id: onceLookup(kind, id),
});

/** Frees everything a lease still keeps from others. */
const end = (draft: Draft, id: string): void => {
  const lease = draft.get("lease", id);
  if (lease === undefined || lease.state !== "open") return;
  draft.put("lease", id, { ...lease, state: "ended" });
  for (const accountId of new Set(lease.units.map(({ account }) => account))) {
    const account = draft.get("account", accountId);
    if (account === undefined) continue;
    const holds = account.holds.filter(({ hold }) => hold !== id);
    draft.put("account", accountId, { ...account, holds });
  }
  for (const { kind, id: target } of lease.once) {
    const at = onceLookup(kind, target);
    const pointer = draft.get("lookup", at);
    if (pointer !== undefined) draft.put("lookup", at, { kind: "lease", ids: [] });
  }
};

export const leaseEvolvers = {
  LeaseAsked: evolver<LeaseAsked>(() => undefined),
  LeaseUsed: evolver<LeaseUsed>((draft, { lease, account: id, asset, amount }) => {
    const account = draft.get("account", id);
    if (account === undefined) return;
    const holds = account.holds.flatMap((hold) => {
      if (hold.hold !== lease || hold.asset !== asset) return [hold];
      return hold.amount > amount ? [{ ...hold, amount: hold.amount - amount }] : [];
    });
    draft.put("account", id, { ...account, holds });
  }),
  LeaseReturned: evolver<LeaseReturned>((draft, { lease }) => end(draft, lease)),
};
