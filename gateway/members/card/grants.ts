// What a programme gives with a card: units of an asset for nothing in return.
import type { Posting } from "../../ledger/entry.ts";
import type { AssetTerms } from "../../programme/format.ts";
import type { Grant } from "../../programme/contract.ts";
import type { Book } from "../account/book.ts";
import { balanceOf, unitOf } from "../account/lots.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import type { Context } from "../contract.ts";

/** What came of one grant: less than was meant where the account may hold no more, no lot where a debt took it. */
export interface Granted {
  readonly quantity: number;
  readonly lot?: string;
}

/** Money is given up to what the account may hold (`limit` of the asset); other units as they are. */
const within = (book: Book, context: Context, asset: AssetTerms, quantity: number): number => {
  if (asset.kind !== "money" || asset.limit === undefined) return quantity;
  const there = balanceOf(context, book.account, {
    asset: asset.id,
    on: context.moment.businessDate,
  });
  return Math.max(0, Math.min(quantity, asset.limit - there));
};

/**
 * Money is a bonus and costs the house; points and counts are issued. All are good at once. What came of
 * each, in the order of the grants.
 */
export const planGrants = (
  book: Book,
  context: Context,
  given: { readonly grants: readonly Grant[]; readonly source: string },
): readonly Granted[] =>
  given.grants.flatMap((grant) => {
    const asset = context.programme.asset(grant.asset);
    if (asset === undefined) return [];
    const quantity = within(book, context, asset, grant.quantity);
    const on = context.moment.businessDate;
    const isMoney = asset.kind === "money";
    const expiresOn = creditExpiry(book, context, { asset, on, expiry: grant.expiry });
    const { lot } = putUnits(book, context, {
      asset,
      parts: isMoney ? { bonus: quantity } : { avail: quantity },
      on,
      source: given.source,
      apart: isMoney,
      ...(expiresOn === undefined ? {} : { expiresOn }),
    });
    const other: Posting = {
      account: isMoney ? "expense:bonus" : "house:issued",
      unit: unitOf(context.programme, asset),
      amount: quantity,
    };
    book.post([other]);
    return [{ quantity, ...(lot === undefined ? {} : { lot }) }];
  });
