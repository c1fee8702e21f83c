// What a guest owes when units are taken back that she no longer has: a lot below zero, paid by what comes in next.
import type { AssetTerms } from "../../programme/format.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Book } from "./book.ts";
import type { LotOpened } from "./events.ts";
import { lastDayOf, lotAccount, unitOf } from "./lots.ts";
import { debtLotOf, debtPartOf } from "./put-units.ts";

/** A lot whose day has passed took its units along: there is nothing left to take back. */
export const hasLapsed = (book: Book, context: Context, lotId: string | undefined): boolean => {
  const lot = book.account.lots.find((one) => one.lot === lotId);
  const last = lot === undefined ? undefined : lastDayOf(context, book.account, lot);
  return last !== undefined && last < context.moment.businessDate;
};

/** Books a debt of the guest's; the other side is the caller's. */
export const owe = (
  book: Book,
  context: Context,
  owed: { readonly asset: AssetTerms; readonly amount: number; readonly bill: string },
): void => {
  const { amount, bill } = owed;
  const asset = owed.asset.id;
  const known = debtLotOf(book.account.lots, asset)?.lot;
  const lot = known ?? context.newId("lot");
  if (known === undefined) {
    const createdOn = context.moment.businessDate;
    const opened = { account: book.id, lot, asset, createdOn, source: bill, debt: true } as const;
    book.happen([happened<LotOpened>({ type: "LotOpened", ...opened })]);
  }
  const part = debtPartOf(owed.asset);
  const unit = unitOf(context.programme, owed.asset);
  book.post([{ account: lotAccount(book.id, { asset, part, lot }), unit, amount }]);
};
