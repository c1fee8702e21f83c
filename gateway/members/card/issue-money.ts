// The money of a card's issue: first top-up, fee, what the programme grants, the seller's share.
import type { Facts } from "../../programme/contract.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Book } from "../account/book.ts";
import { commissionFor } from "../account/commission.ts";
import { draw } from "../account/spend.ts";
import { planTopUp } from "../account/top-up.ts";
import type { Context, View } from "../contract.ts";
import { cardFee, feeIncome } from "./fee.ts";
import { planGrants } from "./grants.ts";
import type { Application, IssueParams } from "./issue-application.ts";

/** The fee out of the money just paid in, principal first: the gift is not touched. */
const feeFromStored = (book: Book, context: Context, fee: number): Refusal | undefined => {
  const asset = context.programme.storedAsset;
  if (asset === undefined) return refusal("insufficient_balance", { fee });
  const taken = draw(book, context, { asset, amount: fee, draw: "principal_first" });
  if (!taken.ok) return taken.error;
  book.post(feeIncome(context, fee));
  return undefined;
};

/** Takes the fee the way the clerk chose; answers the change. */
const takeFee = (
  book: Book,
  context: Context,
  ask: { readonly params: IssueParams; readonly application: Application },
): Result<number, Refusal> => {
  const { params, application } = ask;
  const { fee } = application.terms;
  if (params.feeFrom === "stored" && fee > 0) {
    const allowed = application.type.feeFrom === "stored" || application.type.feeFrom === "either";
    if (!allowed) return err(refusal("not_permitted", { feeFrom: "stored" }));
    const no = feeFromStored(book, context, fee);
    return no === undefined ? ok(0) : err(no);
  }
  const paid = cardFee(context, fee, params.feeTenders);
  if (!paid.ok) return paid;
  book.post(paid.value.lines);
  return ok(paid.value.change);
};

/** Commission for the card and, apart from it, for the first top-up. */
const commissions = (
  view: View,
  context: Context,
  ask: { readonly params: IssueParams; readonly facts: Facts },
): Result<readonly { readonly amount: number; readonly lines: Book["lines"] }[], Refusal> => {
  const { seller, firstTopUp } = ask.params;
  const sales: readonly Facts[] = [
    { ...ask.facts, event: "card_sold" },
    ...(firstTopUp === undefined
      ? []
      : [{ ...ask.facts, event: "topup", amount: firstTopUp.amount }]),
  ];
  const paid = sales.map((facts) => commissionFor(view, context, { seller, facts }));
  const refusedOne = paid.find((sale) => !sale.ok);
  if (refusedOne !== undefined && !refusedOne.ok) return refusedOne;
  return ok(paid.flatMap((sale) => (sale.ok ? [sale.value] : [])));
};

export interface IssueMoney {
  readonly bonus: number;
  readonly change: number;
  readonly commission: number;
}

/** Money into the new account: top-up, fee, what the programme grants, the seller's share. */
export const settleIssue = (
  book: Book,
  view: View,
  given: {
    readonly context: Context;
    readonly params: IssueParams;
    readonly application: Application;
  },
): Result<IssueMoney, Refusal> => {
  const { context, params, application } = given;
  const { facts } = application;
  const first = params.firstTopUp;
  const plan =
    first === undefined
      ? ok({ bonus: 0, change: 0 })
      : planTopUp(book, context, { ...first, facts, seller: params.seller });
  if (!plan.ok) return plan;
  const feeChange = takeFee(book, context, { params, application });
  if (!feeChange.ok) return feeChange;
  planGrants(book, context, { grants: application.terms.grants, source: "issue" });
  const sold = commissions(view, context, { params, facts });
  if (!sold.ok) return sold;
  for (const { lines } of sold.value) book.post(lines);
  return ok({
    bonus: plan.value.bonus,
    change: plan.value.change + feeChange.value,
    commission: sold.value.reduce((sum, { amount }) => sum + amount, 0),
  });
};
