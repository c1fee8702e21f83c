// A card's fee: what the tenders bring in against what the programme asks.
import type { Posting } from "../../ledger/entry.ts";
import type { Refusal } from "../../refusals.ts";
import { type Result, ok } from "../../result.ts";
import { takeOutsideTenders, tillLines } from "../account/tenders.ts";
import type { Context } from "../contract.ts";
import type { Tender } from "../sealed.ts";

export interface FeePaid {
  readonly lines: readonly Posting[];
  /** minor units of cash to hand back */
  readonly change: number;
}

/** The house's side of a card fee. */
export const feeIncome = (context: Pick<Context, "programme">, fee: number): readonly Posting[] =>
  fee === 0 ? [] : [{ account: "income:card_fee", unit: context.programme.currency, amount: -fee }];

/** Both sides of a fee paid with tenders; `tender.mismatch` when they do not add up to it. */
export const cardFee = (
  context: Context,
  fee: number,
  tenders: readonly Tender[] | undefined,
): Result<FeePaid, Refusal> => {
  const paid = takeOutsideTenders(context, fee, tenders ?? []);
  if (!paid.ok) return paid;
  const { outside, change } = paid.value;
  return ok({ lines: [...tillLines(context, outside), ...feeIncome(context, fee)], change });
};
