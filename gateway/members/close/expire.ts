// First step of the day close: what was good until today lapses tonight. Lots, windows, holds, vouchers.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import type { Book } from "../account/book.ts";
import type { WindowSet } from "../account/events.ts";
import { type Dated, lastDayOfUnits } from "../account/last-day.ts";
import { isOver, lastDayOf, lotAccount, spendableOf, unitOf } from "../account/lots.ts";
import type { Context, View } from "../contract.ts";
import type { VoucherEnded } from "../coupon/events.ts";
import { happened } from "../evolver.ts";
import { endHold } from "../hold/hold.ts";
import type { Coupon } from "../coupon/file.ts";
import type { Account, Lot } from "../state.ts";

const spendableParts = ["principal", "bonus", "avail"] as const;

/** Lots that are not empty and whose last good day has come. */
export const lapsing = (context: Dated, account: Account, on: string): readonly Lot[] =>
  account.lots.filter((lot) => {
    if (lot.debt === true || (spendableOf(lot) === 0 && (lot.deferred ?? 0) === 0)) return false;
    const last = lastDayOf(context, account, lot);
    return last !== undefined && last <= on;
  });

/** Windows of points assets that end on or before a day, by asset. */
export const endingWindows = (context: Dated, account: Account, on: string): readonly string[] =>
  Object.entries(account.windowFrom).flatMap(([asset, windowFrom]) => {
    const tier = account.tier === null ? {} : { tier: account.tier };
    const terms = context.programme.asset(asset);
    if (terms === undefined) return [];
    const end = lastDayOfUnits(context, terms, { createdOn: windowFrom, windowFrom, ...tier });
    return end !== undefined && end <= on ? [asset] : [];
  });

/** Money that lapses and money for counts never used are breakage; a time pass was used all along. */
const lapse = (context: Context, account: string, lot: Lot): readonly Posting[] => {
  const { programme } = context;
  const asset = programme.asset(lot.asset);
  const unit = asset === undefined ? lot.asset : unitOf(programme, asset);
  const gone = asset?.kind === "money" ? "income:breakage" : "house:expired";
  const left = spendableParts.map((part) => [part, lot.parts[part] ?? 0] as const);
  const deferred = lot.deferred ?? 0;
  const income = asset?.kind === "pass" ? `income:sales:${lot.asset}` : "income:breakage";
  return [
    ...left.map(([part, amount]) => ({
      account: lotAccount(account, { asset: lot.asset, part, lot: lot.lot }),
      unit,
      amount,
    })),
    { account: gone, unit, amount: -spendableOf(lot) },
    {
      account: `liab:deferred:${account}:${lot.lot}`,
      unit: programme.currency,
      amount: deferred,
    },
    { account: income, unit: programme.currency, amount: -deferred },
  ];
};

/** Open vouchers of an account whose last good day has come. */
export const lapsingCoupons = (view: View, account: Account, on: string): readonly string[] =>
  account.coupons.filter((id) => {
    const coupon = view.get("coupon", id);
    return coupon?.state === "open" && coupon.expiresOn !== undefined && coupon.expiresOn <= on;
  });

const lapseCoupon = (
  view: View,
  context: Context,
  coupon: string,
): { readonly event: DomainEvent; readonly lines: readonly Posting[] } => {
  const value = view.get("coupon", coupon)?.value ?? 0;
  const unit = context.programme.currency;
  return {
    event: happened<VoucherEnded>({ type: "VoucherExpired", coupon }),
    lines: [
      { account: `liab:voucher:${coupon}`, unit, amount: value },
      { account: "income:breakage", unit, amount: -value },
    ],
  };
};

/** Whether a bearer voucher of a store lapses at the close of a day. In a chain the store that issued it closes it. */
export const isBearerDue = (
  { account, bearer, state, expiresOn }: Coupon,
  { on, store }: { readonly on: string; readonly store: string },
): boolean =>
  account === undefined &&
  bearer?.store === store &&
  state === "open" &&
  expiresOn !== undefined &&
  expiresOn <= on;

/** What becomes of a bearer voucher at the close of `on`; undefined where it was used meanwhile. */
export const lapseBearer = (
  { view, context, on }: { readonly view: View; readonly context: Context; readonly on: string },
  id: string,
): (ReturnType<typeof lapseCoupon> & { readonly worth: number }) | undefined => {
  const coupon = view.get("coupon", id);
  return coupon !== undefined && isBearerDue(coupon, { on, store: context.store.id })
    ? { ...lapseCoupon(view, context, id), worth: coupon.value }
    : undefined;
};

/** Writes into the book what lapses at the close of `on`; the units that lapsed, by asset. */
export const expire = (
  book: Book,
  at: { readonly view: View; readonly context: Context; readonly on: string },
): Readonly<Record<string, number>> => {
  const { view, context, on } = at;
  const expired: Record<string, number> = {};
  for (const lot of lapsing(context, book.account, on)) {
    expired[lot.asset] = (expired[lot.asset] ?? 0) + spendableOf(lot);
    book.post(lapse(context, book.id, lot));
  }
  for (const asset of endingWindows(context, book.account, on)) {
    book.happen([happened<WindowSet>({ type: "WindowSet", account: book.id, asset })]);
  }
  for (const hold of book.account.holds) {
    if (isOver(hold.expiresAt, context.moment)) {
      endHold(book, hold.hold, { type: "HoldExpired", captured: 0 });
    }
  }
  for (const coupon of lapsingCoupons(view, book.account, on)) {
    const { event, lines } = lapseCoupon(view, context, coupon);
    book.happen([event]);
    book.post(lines);
  }
  return expired;
};
