// Lots: what is left, in which order it is used, and where new units go. Integers only.
import type { Posting } from "../../ledger/entry.ts";
import { shareOut } from "../../programme/money.ts";
import type { Programme } from "../../programme/programme.ts";
import type { AssetTerms } from "../../programme/format.ts";
import type { Moment } from "../contract.ts";
import type { Account, Allocation, Lot } from "../state.ts";
import { type Dated, lastDayOfUnits } from "./last-day.ts";

export type When = Pick<Moment, "businessDate" | "epochMs">;

/** Unit of an asset's postings: the currency for money, the asset itself for points and counts. */
export const unitOf = (programme: Programme, asset: AssetTerms): string =>
  asset.kind === "money" || asset.kind === "credit" ? programme.currency : asset.id;

/** Units of a lot that may be spent: all but the pending ones. */
export const spendableOf = ({ parts }: Lot): number =>
  (parts["principal"] ?? 0) + (parts["bonus"] ?? 0) + (parts["avail"] ?? 0);

const sum = (amounts: readonly number[]): number =>
  amounts.reduce((left, right) => left + right, 0);

/**
 * Last good day of a lot now. Under an inactivity rule every activity and tier moves it, but for units
 * that came with a last day of their own.
 */
export const lastDayOf = (context: Dated, account: Account, lot: Lot): string | undefined => {
  const asset = context.programme.asset(lot.asset);
  const isMoved = lot.expiresOn === undefined && lot.deferred === undefined;
  if (asset?.expiry?.rule !== "inactivity" || !isMoved) return lot.expiresOn;
  const lastActivityOn = account.lastActivityOn[lot.asset];
  return lastDayOfUnits(context, asset, {
    createdOn: lot.createdOn,
    ...(lastActivityOn === undefined ? {} : { lastActivityOn }),
    ...(account.tier === null ? {} : { tier: account.tier }),
  });
};

const isLive = (context: Dated, account: Account, lot: Lot, on: string): boolean => {
  const last = lastDayOf(context, account, lot);
  return last === undefined || on <= last;
};

/** Lots of an asset that may be used on a day, in the order in which they are used. */
export const lotsInOrder = (
  context: Dated,
  account: Account,
  from: { readonly asset: AssetTerms; readonly on: string },
): readonly Lot[] => {
  const lots = account.lots.filter(
    (lot) =>
      lot.asset === from.asset.id &&
      lot.debt !== true &&
      spendableOf(lot) > 0 &&
      isLive(context, account, lot, from.on),
  );
  const fifo = from.asset.lots === "fifo" || from.asset.kind === "money";
  if (fifo && from.asset.lots !== "fefo") return lots;
  const day = (lot: Lot): string => lastDayOf(context, account, lot) ?? "9999-12-31";
  return lots.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
};

/** Open holds that have not timed out; a store's own leases (`store`) keep nothing from it. */
export const heldOf = (
  account: Account,
  asset: string,
  { when, store }: { readonly when: When; readonly store?: string | undefined },
): number =>
  sum(
    account.holds
      .filter(
        (hold) =>
          hold.asset === asset &&
          !isOver(hold.expiresAt, when) &&
          (hold.store === undefined || hold.store !== store),
      )
      .map((hold) => hold.amount),
  );

/** Whether an instant (RFC 3339) has passed. */
export const isOver = (instant: string | undefined, when: Pick<When, "epochMs">): boolean =>
  instant !== undefined && Date.parse(instant) <= when.epochMs;

/** Spendable units of an asset: live lots less debt, holds not yet taken off. */
export const balanceOf = (
  context: Dated,
  account: Account,
  from: { readonly asset: string; readonly on: string },
): number =>
  sum(
    account.lots
      .filter((lot) => lot.asset === from.asset && isLive(context, account, lot, from.on))
      .map(spendableOf),
  );

/** What may be spent now: `balanceOf` less open holds. Below zero only in debt. */
export const availableOf = (
  context: Dated,
  account: Account,
  from: { readonly asset: string; readonly when: When },
): number =>
  balanceOf(context, account, { asset: from.asset, on: from.when.businessDate }) -
  heldOf(account, from.asset, { when: from.when, store: context.store?.id });

export const pendingOf = (account: Account, asset: string): number =>
  sum(account.lots.filter((lot) => lot.asset === asset).map((lot) => lot.parts["pending"] ?? 0));

/** Splits what one lot gives over its parts, by the asset's way of drawing. */
const splitLot = (lot: Lot, amount: number, draw: AssetTerms["draw"]): readonly Allocation[] => {
  const names = ["principal", "bonus", "avail"].filter((part) => (lot.parts[part] ?? 0) > 0);
  const left = names.map((part) => lot.parts[part] ?? 0);
  const inOrder = draw === "bonus_first" ? [1, 0] : [0, 1];
  const taken =
    draw === "principal_first" || draw === "bonus_first"
      ? drawInTurn(left, amount, names.length === 2 ? inOrder : [0])
      : shareOut(amount, left);
  return names.flatMap((part, at) => {
    const take = taken[at] ?? 0;
    return take === 0 ? [] : [{ asset: lot.asset, part, lot: lot.lot, amount: take }];
  });
};

const drawInTurn = (
  left: readonly number[],
  amount: number,
  order: readonly number[],
): readonly number[] => {
  const taken = left.map(() => 0);
  let open = amount;
  for (const at of order) {
    const take = Math.min(open, left[at] ?? 0);
    taken[at] = take;
    open -= take;
  }
  return taken;
};

/**
 * Takes `amount` units of an asset out of an account's lots, oldest (or first to lapse) first;
 * undefined when there are not so many. Holds are the caller's business.
 */
export const allocate = (
  context: Dated,
  account: Account,
  take: {
    readonly asset: AssetTerms;
    readonly amount: number;
    readonly on: string;
    readonly draw?: AssetTerms["draw"];
  },
): readonly Allocation[] | undefined => {
  let open = take.amount;
  const allocations: Allocation[] = [];
  for (const lot of lotsInOrder(context, account, take)) {
    if (open === 0) break;
    const amount = Math.min(open, spendableOf(lot));
    allocations.push(...splitLot(lot, amount, take.draw ?? take.asset.draw).map(withDeferred(lot)));
    open -= amount;
  }
  return open === 0 ? allocations : undefined;
};

/** Counts sold for money: the deferred money that is earned by using so many of what is left. */
const withDeferred =
  (lot: Lot) =>
  (allocation: Allocation): Allocation => {
    if (lot.deferred === undefined || lot.deferred === 0) return allocation;
    const left = spendableOf(lot) - allocation.amount;
    const [deferred = 0] = shareOut(lot.deferred, [allocation.amount, left]);
    return { ...allocation, deferred };
  };

/** Name of the ledger account behind one part of a lot. */
export const lotAccount = (
  account: string,
  { asset, part, lot }: Pick<Allocation, "asset" | "part" | "lot">,
): string => `liab:${asset}:${part}:${account}:${lot}`;

/** Lines that take allocations out of the account (`sign` 1) or put them back (−1). */
export const allocationLines = (
  programme: Programme,
  account: string,
  moved: { readonly allocations: readonly Allocation[]; readonly sign: 1 | -1 },
): readonly Posting[] =>
  moved.allocations.flatMap((allocation) => {
    const asset = programme.asset(allocation.asset);
    const unit = asset === undefined ? allocation.asset : unitOf(programme, asset);
    const units = {
      account: lotAccount(account, allocation),
      unit,
      amount: moved.sign * allocation.amount,
    };
    if (allocation.deferred === undefined || allocation.deferred === 0) return [units];
    const deferred = {
      account: `liab:deferred:${account}:${allocation.lot}`,
      unit: programme.currency,
      amount: moved.sign * allocation.deferred,
    };
    return [units, deferred];
  });
