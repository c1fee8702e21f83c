// Undoes what a bill did beyond the money in the till: value drawn, units earned, vouchers, commission.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { commissionAccount } from "../../ledger/subjects.ts";
import type { AssetTerms } from "../../programme/format.ts";
import { mulDiv } from "../../programme/money.ts";
import { holderOf } from "../account/access.ts";
import type { Book } from "../account/book.ts";
import type { LotOpened, ProgressMade } from "../account/events.ts";
import { allocationLines } from "../account/lots.ts";
import { settleDebt } from "../account/put-units.ts";
import { counted, earnedRow } from "../account/progress.ts";
import { deferredOf } from "../account/spend.ts";
import { risenBack } from "../account/tier.ts";
import type { Context, View } from "../contract.ts";
import type { VoucherRestored, VoucherUsed } from "../coupon/events.ts";
import { happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Allocation, Bill, ProgressRow } from "../state.ts";
import { type ClawedBack, clawBack } from "./claw-back.ts";
import { quantityOf } from "./earn.ts";
import { differenceOf, keptOf, type Returned } from "./give-back.ts";
import type { SmallerBill } from "./smaller.ts";

export interface Undoing {
  readonly id: string;
  readonly bill: Bill;
  readonly smaller: SmallerBill;
  readonly back: Returned;
  /** nothing of the bill is left */
  readonly isWhole: boolean;
}

/** A lot that was emptied and dropped long ago is opened anew under its own id. */
const reopenLot = (book: Book, context: Context, { asset, lot }: Allocation): void => {
  if (book.account.lots.some((known) => known.lot === lot)) return;
  const createdOn = context.moment.businessDate;
  const opened = { account: book.id, lot, asset, createdOn, source: "reversal" };
  book.happen([happened<LotOpened>({ type: "LotOpened", ...opened })]);
};

const putBack = (book: Book, context: Context, allocation: Allocation): void => {
  const kind = context.programme.asset(allocation.asset)?.kind;
  reopenLot(book, context, allocation);
  book.post(allocationLines(context.programme, book.id, { allocations: [allocation], sign: -1 }));
  if (kind === "money") return;
  book.post([
    {
      account: kind === "points" ? "house:redeemed" : "house:used",
      unit: allocation.asset,
      amount: allocation.amount,
    },
    {
      account: `income:sales:${allocation.asset}`,
      unit: context.programme.currency,
      amount: deferredOf([allocation]),
    },
  ]);
};

/** Stored value, counts and points that leave the bill go back into their lots; what stays drawn. */
export const undoDrawn = (book: Book, context: Context, undoing: Undoing): Bill["drawn"] => {
  const { bill, smaller, back } = undoing;
  const kept = [...new Set(bill.drawn.map(({ asset }) => asset))].flatMap((asset) => {
    const own = bill.drawn.filter((allocation) => allocation.asset === asset);
    const drawn = own.reduce((sum, { amount }) => sum + amount, 0);
    const isMoney = context.programme.asset(asset)?.kind === "money";
    const keep = isMoney ? drawn - (back.stored[asset] ?? 0) : (smaller.used[asset] ?? 0);
    return keptOf(own, asset, Math.min(keep, drawn));
  });
  for (const freed of differenceOf(bill.drawn, kept)) putBack(book, context, freed);
  for (const asset of context.programme.pointsAssets) settleDebt(book, context, asset);
  return kept;
};

type Earned = Bill["earned"][string];

const withoutOwn = (earned: Pick<SmallerBill["earns"][string], "quantity" | "own">): number =>
  earned.quantity - quantityOf(earned.own ?? []);

/** Units that lapse by their own rule go back into the lots they alone are in. */
const undoOwn = (
  book: Book,
  context: Context,
  undone: {
    readonly asset: AssetTerms;
    readonly before: Earned;
    readonly after: SmallerBill["earns"][string];
    readonly bill: string;
  },
): { readonly own: NonNullable<Earned["own"]>; readonly done: ClawedBack } => {
  const { asset, before, after, bill } = undone;
  const done = { taken: 0, unearned: 0 };
  const own = (before.own ?? []).map((units) => {
    const quantity = after.own?.find(({ rule }) => rule === units.rule)?.quantity ?? 0;
    const back = { asset, quantity: units.quantity - quantity, carry: 0, lot: units.lot, bill };
    const { taken, unearned } = clawBack(book, context, back);
    done.taken += taken;
    done.unearned += unearned;
    return { ...units, quantity };
  });
  return { own, done };
};

/** Points, carry and the year's progress become what the smaller bill would have left. */
export const undoEarned = (
  book: Book,
  context: Context,
  { id, bill, smaller, isWhole }: Undoing,
): { readonly earned: Bill["earned"]; readonly clawedBack: Readonly<Record<string, number>> } => {
  const on = bill.businessDate;
  const earned: Record<string, Bill["earned"][string]> = {};
  const clawedBack: Record<string, number> = {};
  const rows: ProgressRow[] = [
    { on, what: counted.spend, quantity: smaller.due - bill.due },
    { on, what: counted.visit, quantity: isWhole ? -1 : 0 },
  ];
  for (const [assetId, before] of Object.entries(bill.earned)) {
    const asset = must(context.programme.asset(assetId), `asset ${assetId}`);
    const after = smaller.earns[assetId] ?? { quantity: 0, carry: before.carryBefore };
    const { own, done } = undoOwn(book, context, { asset, before, after, bill: id });
    const common = clawBack(book, context, {
      asset,
      quantity: withoutOwn(before) - withoutOwn(after),
      carry: after.carry - before.carry,
      lot: before.lot,
      bill: id,
    });
    const taken = done.taken + common.taken;
    if (taken > 0) clawedBack[assetId] = taken;
    if (asset.kind === "points" || asset.kind === "progress") {
      const unearned = done.unearned + common.unearned;
      rows.push({ on, what: earnedRow(assetId), quantity: -unearned });
    }
    const { quantity, carry } = after;
    earned[assetId] = { ...before, quantity, carry, ...(own.length === 0 ? {} : { own }) };
  }
  const moved = rows.filter(({ quantity }) => quantity !== 0);
  book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows: moved })]);
  return { earned, clawedBack };
};

/** A tier the bill brought about falls with it; what is left of the rise. */
export const undoRise = (
  book: Book,
  at: { readonly view: View; readonly context: Context },
  { bill: { rise } }: Undoing,
): Pick<Bill, "rise"> => {
  const holder = holderOf(at.view, book.id);
  if (rise === undefined || !holder.ok) return {};
  const { id, account } = book;
  book.happen(risenBack(at.context, { ...holder.value, account }, { id, rise }));
  const { tier } = book.account;
  return tier === null || tier === rise.from ? {} : { rise: { ...rise, to: tier } };
};

/** What vouchers paid less, and what they lose more. A voucher that nothing uses any more is open again. */
export const undoVouchers = (
  context: Context,
  { id, bill, smaller }: Undoing,
): { readonly events: readonly DomainEvent[]; readonly lines: readonly Posting[] } => {
  const unit = context.programme.currency;
  const events: DomainEvent[] = [];
  const lines: Posting[] = [];
  for (const before of bill.vouchers) {
    const { coupon, used, forfeited } = before;
    const after = smaller.vouchers.find((voucher) => voucher.coupon === coupon);
    if (after === undefined) {
      events.push(happened<VoucherRestored>({ type: "VoucherRestored", coupon, bill: id }));
      lines.push(
        { account: `liab:voucher:${coupon}`, unit, amount: -used - forfeited },
        { account: "income:breakage", unit, amount: forfeited },
      );
    } else if (after.used !== used) {
      events.push(happened<VoucherUsed>({ type: "VoucherUsed", ...after, bill: id }));
      lines.push({ account: "income:breakage", unit, amount: after.used - used });
    }
  }
  return { events, lines };
};

/** The seller's commission shrinks with the bill, in proportion, rounded in the seller's favour. */
export const undoCommission = (
  context: Context,
  { bill, smaller }: Undoing,
): { readonly left: Pick<Bill, "commission">; readonly lines: readonly Posting[] } => {
  if (bill.commission === undefined) return { left: {}, lines: [] };
  const { seller, amount } = bill.commission;
  const part = { numerator: smaller.due, divisor: bill.due };
  const left = bill.due === 0 ? amount : mulDiv(amount, part, "ceil");
  const unit = context.programme.currency;
  return {
    left: { commission: { seller, amount: left } },
    lines: [
      { account: "expense:commission", unit, amount: left - amount },
      { account: commissionAccount(seller), unit, amount: amount - left },
    ],
  };
};
