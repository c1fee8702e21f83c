// Pays a price with whatever the guest gives: money from outside, stored value, holds, tab.
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context } from "../contract.ts";
import { must } from "../must.ts";
import type { Allocation } from "../state.ts";
import type { Book } from "./book.ts";
import { draw, spendOnTab } from "./spend.ts";
import { type Payment, type PayingTender, takeTenders } from "./tenders.ts";

export interface Paid extends Payment {
  readonly drawn: readonly Allocation[];
}

/** Draws stored value and tab tenders into the book. Money from outside is the caller's to post. */
export const payOutOf = (
  book: Book | undefined,
  context: Context,
  price: {
    readonly due: number;
    readonly tenders: readonly PayingTender[];
    /** frees a hold before its money is drawn; refuses one that is not open */
    readonly release?: (hold: string, amount: number) => Refusal | undefined;
  },
): Result<Paid, Refusal> => {
  const paid = takeTenders(context, price.due, price.tenders);
  if (!paid.ok) return paid;
  const { stored, tab } = paid.value;
  if (stored.length + tab.length === 0) return ok({ ...paid.value, drawn: [] });
  if (book === undefined) return err(refusal("missing.card"));
  const drawn: Allocation[] = [];
  for (const { asset, amount, hold } of stored) {
    const refused = hold === undefined ? undefined : price.release?.(hold, amount);
    if (refused !== undefined) return err(refused);
    const terms = must(context.programme.asset(asset), `asset ${asset}`);
    const taken = draw(book, context, { asset: terms, amount });
    if (!taken.ok) return taken;
    drawn.push(...taken.value);
  }
  for (const { asset, amount } of tab) {
    const terms = must(context.programme.asset(asset), `asset ${asset}`);
    const refused = spendOnTab(book, context, { asset: terms, amount });
    if (refused !== undefined) return err(refused);
  }
  return ok({ ...paid.value, drawn });
};
