// What the programme promises the seller: earned at once, owed until paid out with the wages.
import type { Posting } from "../../ledger/entry.ts";
import { commissionAccount } from "../../ledger/subjects.ts";
import type { Facts } from "../../programme/contract.ts";
import { commission } from "../../programme/terms.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context, Ref, View } from "../contract.ts";

export interface Commission {
  readonly amount: number;
  readonly lines: readonly Posting[];
}

export const sellerRoots = (seller: string | undefined): readonly Ref[] =>
  seller === undefined ? [] : [{ kind: "staff", id: seller }];

/** No seller, no commission; a seller who is not on the staff list is refused. */
export const commissionFor = (
  view: View,
  context: Context,
  sale: { readonly seller: string | undefined; readonly facts: Facts },
): Result<Commission, Refusal> => {
  const { seller, facts } = sale;
  if (seller === undefined) return ok({ amount: 0, lines: [] });
  if (view.get("staff", seller)?.active !== true) return err(refusal("not_found", { seller }));
  const { amount } = commission(context.programme, facts);
  const unit = context.programme.currency;
  return ok({
    amount,
    lines: [
      { account: "expense:commission", unit, amount },
      { account: commissionAccount(seller), unit, amount: -amount },
    ].filter((line) => line.amount !== 0),
  });
};
