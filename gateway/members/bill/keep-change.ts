// 找零存入余额: what a bill's cash leaves over goes into the guest's stored value, in the bill's own entry. It is change
// and no top-up of the rulebook: no bonus and no smallest amount, but the most an account may hold stays the most.
import { AMOUNT_MAX } from "../../programme/money.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { err, ok, type Result } from "../../result.ts";
import type { Book } from "../account/book.ts";
import type { ToppedUp } from "../account/events.ts";
import { balanceOf } from "../account/lots.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { tillLines } from "../account/tenders.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";

/** Writes the change (minor units) into the book; the cash stays in the acting till. What was kept. */
export const keepChange = (
  book: Book | undefined,
  context: Context,
  change: number,
): Result<number, Refusal> => {
  if (change === 0) return ok(0);
  if (book === undefined) return err(refusal("missing.card"));
  const asset = context.programme.storedAsset;
  if (asset === undefined) return err(refusal("not_permitted", { why: "no stored value" }));
  const on = context.moment.businessDate;
  const after = balanceOf(context, book.account, { asset: asset.id, on }) + change;
  const most = Math.min(asset.limit ?? AMOUNT_MAX, AMOUNT_MAX);
  if (after > most) return err(refusal("limit.reached", { limit: most, balance: after - change }));
  const expiresOn = creditExpiry(book, context, { asset, on });
  const { lot } = putUnits(book, context, {
    asset,
    parts: { principal: change },
    on,
    source: "change",
    apart: true,
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });
  book.post(tillLines(context, [{ type: "cash", amount: change }]));
  book.happen([
    happened<ToppedUp>({
      type: "ToppedUp",
      account: book.id,
      asset: asset.id,
      amount: change,
      bonus: 0,
      on,
      ...(lot === undefined ? {} : { lot }),
    }),
  ]);
  return ok(change);
};
