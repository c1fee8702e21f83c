// What could be lost by what was spent apart: own entries that nobody has ordered yet. A number for the dashboard, the
// Z report and the bound per store. Follows the journal and the fold; asks nobody.
import type { EntryBody } from "../ledger/entry.ts";
import { spentApart } from "../members/account/away.ts";

export interface Exposure {
  /** An own entry was committed. */
  booked(body: EntryBody): void;
  /** Own entries up to this number have their place: what they cost is known, and told as exceptions. */
  ordered(seq: number): void;
  /** Σ spent apart and not ordered, minor units. */
  atRisk(): number;
  /** Worst loss: of each account no more than it may be overdrawn by, which is what was spent of it apart. */
  byAccount(): readonly { readonly account: string; readonly amount: number }[];
}

export const createExposure = (pending: readonly EntryBody[]): Exposure => {
  const open = new Map<number, { readonly amount: number; readonly account: string }>();
  const booked = ({ seq, events, account = "" }: EntryBody): void => {
    const amount = spentApart(events);
    if (amount > 0) open.set(seq, { amount, account });
  };
  for (const body of pending) booked(body);
  return {
    booked,
    ordered: (upTo) => {
      for (const seq of open.keys()) if (seq <= upTo) open.delete(seq);
    },
    atRisk: () => [...open.values()].reduce((sum, { amount }) => sum + amount, 0),
    byAccount: () => {
      const sums = new Map<string, number>();
      for (const { account, amount } of open.values())
        sums.set(account, (sums.get(account) ?? 0) + amount);
      return [...sums].map(([account, amount]) => ({ account, amount }));
    },
  };
};
