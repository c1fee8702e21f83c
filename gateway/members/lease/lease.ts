// lease.ask, lease.return: a store asks the chain for the right to spend, and gives back what it did not use. The
// answer is not made here: the chain's fold grants or declines when the question has its place in the order.
import { refusal } from "../../refusals.ts";
import type { Book } from "../account/book.ts";
import { isOver } from "../account/lots.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Lease } from "../state.ts";
import { type LeaseAsked, type LeaseReturned, type LeaseUsed, onceRef } from "./events.ts";

export interface AskLeaseParams {
  readonly why: string;
  readonly units: Lease["units"];
  readonly once: Lease["once"];
  /** RFC 3339 instant */
  readonly expiresAt: string;
}

/** → `{lease}`; the verdict on this entry says whether it was granted */
export const askLease: Decider<AskLeaseParams> = {
  roots: ({ units, once }) => [
    ...units.map(({ account }) => ({ kind: "account" as const, id: account })),
    ...once.map(({ kind, id }) => ({ kind, id })),
    ...once.map(({ kind, id }) => onceRef(kind, id)),
  ],
  decide: (params, view, context) => {
    const unknown = params.units.find(({ account }) => view.get("account", account) === undefined);
    if (unknown !== undefined) return refused(refusal("not_found", { account: unknown.account }));
    const lease = context.newId("ls");
    const { why, units, once, expiresAt } = params;
    const asked = { type: "LeaseAsked", lease, why, units, once, expiresAt } as const;
    const [first] = units;
    return accepted({
      events: [happened<LeaseAsked>(asked)],
      lines: [],
      result: { lease },
      ...(first === undefined ? {} : { account: first.account }),
    });
  },
};

/** → `{lease, returned}`; one that is over already is no refusal: nothing is written */
export const returnLease: Decider<{ readonly lease: string }> = {
  roots: ({ lease }) => [{ kind: "lease", id: lease }],
  decide: ({ lease }, view, context) => {
    const known = view.get("lease", lease);
    const isOurs = known?.state === "open" && known.store === context.store.id;
    const events = isOurs ? [happened<LeaseReturned>({ type: "LeaseReturned", lease })] : [];
    return accepted({ events, lines: [], result: { lease, returned: isOurs } });
  },
};

/** Leases that one entry frees at most. */
export const freedMax = 200;
/** The clock of a store may be so much behind head office's, ms. */
const clocksApartMs = 3_600_000;

/**
 * Head office frees leases of a store that will not come back, once their time is over. What such a store has spent
 * under them and never told anybody is an exception if it comes back after all. → `{freed}`
 */
export const freeLeases: Decider<{
  readonly store: string;
  /** at most `freedMax` */
  readonly leases: readonly string[];
}> = {
  roots: ({ leases }) => leases.map((id) => ({ kind: "lease", id })),
  decide: ({ store, leases }, view, context) => {
    const { moment, leaseTime } = context;
    const atMs = Math.min(moment.epochMs, leaseTime?.others ?? Infinity) - clocksApartMs;
    const events = leases.slice(0, freedMax).flatMap((lease) => {
      const known = view.get("lease", lease);
      const isFree =
        known?.state === "open" && known.store === store && Date.parse(known.expiresAt) <= atMs;
      return isFree ? [happened<LeaseReturned>({ type: "LeaseReturned", lease })] : [];
    });
    return accepted({ events, lines: [], result: { freed: events.length } });
  },
};

/** Uses up leases of this store that are not over, oldest first, for units about to be taken; how many they cover. */
export const useLeases = (
  book: Book,
  { store: { id }, moment, leaseTime }: Pick<Context, "store" | "moment" | "leaseTime">,
  taken: { readonly asset: string; readonly amount: number },
): number => {
  const epochMs = Math.max(moment.epochMs, leaseTime?.own ?? 0);
  let open = taken.amount;
  for (const { hold: lease, asset, store, usableUntil, amount: left } of book.account.holds) {
    if (store !== id || asset !== taken.asset || isOver(usableUntil, { epochMs })) continue;
    const amount = Math.min(open, left);
    if (amount <= 0) continue;
    open -= amount;
    const used = { type: "LeaseUsed", lease, account: book.id, asset, amount } as const;
    book.happen([happened<LeaseUsed>(used)]);
  }
  return taken.amount - open;
};
