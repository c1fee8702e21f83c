// Second step of the day close: what was earned and pending becomes available.
import type { Book } from "../account/book.ts";
import type { LotCredited } from "../account/events.ts";
import { lotAccount } from "../account/lots.ts";
import { creditExpiry, debtLotOf } from "../account/put-units.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Account, Lot } from "../state.ts";

/** Lots whose day of credit has come. */
export const crediting = (account: Account, on: string): readonly Lot[] =>
  account.lots.filter(
    (lot) => lot.creditsOn !== undefined && lot.creditsOn <= on && (lot.parts["pending"] ?? 0) > 0,
  );

/** Moves pending units to available, past a debt first; the units credited, by asset. */
export const credit = (
  book: Book,
  context: Context,
  on: string,
): Readonly<Record<string, number>> => {
  const credited: Record<string, number> = {};
  for (const lot of crediting(book.account, on)) {
    const asset = must(context.programme.asset(lot.asset), `asset ${lot.asset}`);
    const quantity = lot.parts["pending"] ?? 0;
    const owed = debtLotOf(book.account.lots, lot.asset);
    const repaid = Math.min(quantity, -(owed?.parts["avail"] ?? 0));
    const expiresOn =
      lot.expiresOn ?? creditExpiry(book, context, { asset, on: lot.creditsOn ?? on });
    const account = book.id;
    const line = (part: string, id: string, amount: number) => ({
      account: lotAccount(account, { asset: lot.asset, part, lot: id }),
      unit: lot.asset,
      amount,
    });
    book.post([
      line("pending", lot.lot, quantity),
      line("avail", lot.lot, repaid - quantity),
      ...(owed === undefined ? [] : [line("avail", owed.lot, -repaid)]),
    ]);
    book.happen([
      happened<LotCredited>({
        type: "LotCredited",
        account,
        lot: lot.lot,
        ...(expiresOn === undefined ? {} : { expiresOn }),
      }),
    ]);
    credited[lot.asset] = (credited[lot.asset] ?? 0) + quantity;
  }
  return credited;
};
