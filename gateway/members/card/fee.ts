// A fee at the desk: what the tenders bring in against what is asked. Change only for cash.
import type { Posting } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context } from "../contract.ts";
import type { Tender } from "../sealed.ts";

export interface Taken {
  /** debits of what came in, change already taken off */
  readonly lines: readonly Posting[];
  /** minor units of cash to hand back */
  readonly change: number;
}

/** The till's account for a tender. */
export const tillAccount = (context: Context, tender: string): string =>
  `asset:${tender}:${context.actor.station}`;

/** Takes exactly `due` out of the tenders; refuses `tender.mismatch` when they do not add up. */
export const takeTenders = (
  context: Context,
  due: number,
  tenders: readonly Tender[] | undefined,
): Result<Taken, Refusal> => {
  const given = (tenders ?? []).filter((tender) => tender.amount > 0);
  const sum = given.reduce((total, tender) => total + tender.amount, 0);
  const cash = given.reduce((total, { type, amount }) => total + (type === "cash" ? amount : 0), 0);
  const change = sum - due;
  if (change < 0 || change > cash || given.some((tender) => tender.type === "stored")) {
    return err(refusal("tender.mismatch", { due, given: sum }));
  }
  let left = change;
  const lines = given.map((tender): Posting => {
    const back = tender.type === "cash" ? Math.min(left, tender.amount) : 0;
    left -= back;
    return {
      account: tillAccount(context, tender.type),
      unit: context.programme.currency,
      amount: tender.amount - back,
    };
  });
  return ok({ lines: lines.filter((line) => line.amount !== 0), change });
};

/** Both sides of a card fee paid with tenders. */
export const cardFee = (
  context: Context,
  fee: number,
  tenders: readonly Tender[] | undefined,
): Result<Taken, Refusal> => {
  const taken = takeTenders(context, fee, tenders);
  if (!taken.ok || fee === 0) return taken;
  const income = { account: "income:card_fee", unit: context.programme.currency, amount: -fee };
  return ok({ ...taken.value, lines: [...taken.value.lines, income] });
};
