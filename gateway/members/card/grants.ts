// What a programme gives with a card: units of an asset for nothing in return.
import type { Posting } from "../../ledger/entry.ts";
import type { Grant } from "../../programme/contract.ts";
import type { Book } from "../account/book.ts";
import { unitOf } from "../account/lots.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import type { Context } from "../contract.ts";

/**
 * Money is a bonus and costs the house; points and counts are issued. All are good at once. The lots they
 * went into, in the order of the grants; a grant that only pays a debt has none.
 */
export const planGrants = (
  book: Book,
  context: Context,
  given: { readonly grants: readonly Grant[]; readonly source: string },
): readonly string[] =>
  given.grants.flatMap((grant) => {
    const asset = context.programme.asset(grant.asset);
    if (asset === undefined) return [];
    const on = context.moment.businessDate;
    const isMoney = asset.kind === "money";
    const expiresOn = creditExpiry(book, context, { asset, on, expiry: grant.expiry });
    const { lot } = putUnits(book, context, {
      asset,
      parts: isMoney ? { bonus: grant.quantity } : { avail: grant.quantity },
      on,
      source: given.source,
      apart: isMoney,
      ...(expiresOn === undefined ? {} : { expiresOn }),
    });
    const other: Posting = {
      account: isMoney ? "expense:bonus" : "house:issued",
      unit: unitOf(context.programme, asset),
      amount: grant.quantity,
    };
    book.post([other]);
    return lot === undefined ? [] : [lot];
  });
