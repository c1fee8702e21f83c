// What goes back when a bill becomes smaller: money in the order cash, other money, tab, stored value;
// stored value, counts and points into the very lots they came from.
import { shareOut } from "../../programme/money.ts";
import type { Context } from "../contract.ts";
import type { Allocation, Bill } from "../state.ts";

/** What is kept of each allocation when only `keep` units of an asset stay taken: first in, first kept. */
export const keptOf = (
  drawn: readonly Allocation[],
  asset: string,
  keep: number,
): readonly Allocation[] => {
  const own = drawn.filter((allocation) => allocation.asset === asset);
  const lots = [...new Set(own.map((allocation) => allocation.lot))];
  let open = keep;
  return lots.flatMap((lot) => {
    const inLot = own.filter((allocation) => allocation.lot === lot);
    const taken = inLot.reduce((sum, { amount }) => sum + amount, 0);
    const stays = Math.min(open, taken);
    open -= stays;
    const parts = shareOut(
      stays,
      inLot.map(({ amount }) => amount),
    );
    return inLot.flatMap((allocation, at) => reduced(allocation, parts[at] ?? 0));
  });
};

/** An allocation cut down to `amount`; the deferred money of counts goes with the units. */
const reduced = (allocation: Allocation, amount: number): readonly Allocation[] => {
  if (amount === 0) return [];
  if (allocation.deferred === undefined) return [{ ...allocation, amount }];
  const [deferred = 0] = shareOut(allocation.deferred, [amount, allocation.amount - amount]);
  return [{ ...allocation, amount, deferred }];
};

/** Units that leave the bill: what was drawn less what is kept, lot by lot and part by part. */
export const differenceOf = (
  drawn: readonly Allocation[],
  kept: readonly Allocation[],
): readonly Allocation[] =>
  drawn.flatMap((allocation) => {
    const stays = kept.find(
      ({ asset, lot, part }) =>
        asset === allocation.asset && lot === allocation.lot && part === allocation.part,
    );
    const amount = allocation.amount - (stays?.amount ?? 0);
    if (amount === 0) return [];
    const deferred = (allocation.deferred ?? 0) - (stays?.deferred ?? 0);
    return [{ ...allocation, amount, ...(allocation.deferred === undefined ? {} : { deferred }) }];
  });

export interface Returned {
  /** out of the till, by tender */
  readonly outside: readonly { readonly type: string; readonly amount: number }[];
  readonly tab: number;
  /** by money asset */
  readonly stored: Readonly<Record<string, number>>;
  /** what the guest gets, by tender as it was given */
  readonly byTender: Readonly<Record<string, number>>;
  /** what is still paid */
  readonly tenders: Bill["tenders"];
}

/** Cash first, other money next, then the tab, stored value last. */
const rankOf = (context: Context, type: string): number => {
  const kind = context.programme.asset(type)?.kind;
  if (kind === "money") return 3;
  if (kind === "credit") return 2;
  return type === "cash" ? 0 : 1;
};

/** Splits what goes back over the tenders of the bill. A tab that has been paid since goes back in cash. */
export const splitReturn = (
  context: Context,
  bill: Pick<Bill, "tenders">,
  back: { readonly amount: number; readonly owedOnTab: number },
): Returned => {
  let open = back.amount;
  let owed = back.owedOnTab;
  const outside: { type: string; amount: number }[] = [];
  const stored: Record<string, number> = {};
  const byTender: Record<string, number> = {};
  const left = [...bill.tenders];
  const order = left
    .map(({ type }, at) => ({ at, rank: rankOf(context, type) }))
    .toSorted((a, b) => a.rank - b.rank || a.at - b.at);
  for (const { at, rank } of order) {
    const tender = left[at];
    const amount = Math.min(open, tender?.amount ?? 0);
    if (tender === undefined || amount === 0) continue;
    open -= amount;
    left[at] = { ...tender, amount: tender.amount - amount };
    byTender[tender.type] = (byTender[tender.type] ?? 0) + amount;
    if (rank === 3) stored[tender.type] = (stored[tender.type] ?? 0) + amount;
    if (rank < 2) outside.push({ type: tender.type, amount });
    if (rank !== 2) continue;
    const offTab = Math.min(owed, amount);
    owed -= offTab;
    if (amount > offTab) outside.push({ type: "cash", amount: amount - offTab });
  }
  return {
    outside,
    tab: back.owedOnTab - owed,
    stored,
    byTender,
    tenders: left.filter(({ amount }) => amount > 0),
  };
};
