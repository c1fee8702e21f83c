// What the outcome of an exception moves: value between the house and the member, in balanced lines.
import type { AssetTerms } from "../../programme/format.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Book, createBook } from "../account/book.ts";
import type { LotOpened } from "../account/events.ts";
import { allocate, allocationLines, availableOf, lotAccount, unitOf } from "../account/lots.ts";
import { creditExpiry, debtLotOf, debtPartOf, putUnits } from "../account/put-units.ts";
import { deferredOf } from "../account/spend.ts";
import type { Context, View } from "../contract.ts";
import { happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { ExceptionFile } from "../service-state.ts";
import type { Effect } from "./kinds.ts";

/** The other side: a loss in money, an adjustment in points and counts. */
const houseSide = (context: Context, asset: AssetTerms): string =>
  unitOf(context.programme, asset) === context.programme.currency
    ? "expense:loss"
    : "house:adjusted";

interface Remedied {
  readonly book: Book;
  readonly context: Context;
  readonly asset: AssetTerms;
  readonly amount: number;
}

/** Units from the house; they are new ones and lapse as such. */
const give = ({ book, context, asset, amount }: Remedied): void => {
  const on = context.moment.businessDate;
  const expiresOn = creditExpiry(book, context, { asset, on });
  putUnits(book, context, {
    asset,
    parts: { [debtPartOf(asset)]: amount },
    on,
    source: "exception",
    apart: asset.kind === "money",
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });
  const unit = unitOf(context.programme, asset);
  book.post([{ account: houseSide(context, asset), unit, amount }]);
};

const debtLine = ({ book, context, asset }: Remedied, lot: string, amount: number) => ({
  account: lotAccount(book.id, { asset: asset.id, part: debtPartOf(asset), lot }),
  unit: unitOf(context.programme, asset),
  amount,
});

/** What is still owed of it: whatever came in since has paid first. */
const forgive = (remedied: Remedied): void => {
  const { book, context, asset } = remedied;
  const debt = debtLotOf(book.account.lots, asset.id);
  const owed = Math.min(remedied.amount, -(debt?.parts[debtPartOf(asset)] ?? 0));
  if (debt === undefined || owed <= 0) return;
  const unit = unitOf(context.programme, asset);
  book.post([
    debtLine(remedied, debt.lot, -owed),
    { account: houseSide(context, asset), unit, amount: owed },
  ]);
};

/** Opens the account's debt in an asset, or takes the one it has. */
const debtIn = ({ book, context, asset }: Remedied): string => {
  const known = debtLotOf(book.account.lots, asset.id);
  if (known !== undefined) return known.lot;
  const lot = context.newId("lot");
  const createdOn = context.moment.businessDate;
  const opened = { account: book.id, lot, asset: asset.id, createdOn, source: "exception" };
  book.happen([happened<LotOpened>({ type: "LotOpened", ...opened, debt: true })]);
  return lot;
};

/** What is there pays first; the rest is owed. */
const charge = (remedied: Remedied): void => {
  const { book, context, asset, amount } = remedied;
  const { programme, moment } = context;
  const unit = unitOf(programme, asset);
  const there = availableOf(context, book.account, { asset: asset.id, when: moment });
  const paid = Math.min(amount, Math.max(0, there));
  const on = moment.businessDate;
  const allocations = must(
    allocate(context, book.account, { asset, amount: paid, on }),
    `${paid} of ${asset.id} in account ${book.id}`,
  );
  book.post([
    ...allocationLines(programme, book.id, { allocations, sign: 1 }),
    { account: houseSide(context, asset), unit, amount: -amount },
    { account: "income:breakage", unit: programme.currency, amount: -deferredOf(allocations) },
  ]);
  if (amount > paid) book.post([debtLine(remedied, debtIn(remedied), amount - paid)]);
};

const remedies = { give, forgive, charge } as const;

/** The entry of an outcome; undefined where nothing moves. */
export const remedyOf = (
  view: View,
  context: Context,
  ask: { readonly effect: Effect; readonly of: ExceptionFile },
): Result<Book | undefined, Refusal> => {
  const { effect, of } = ask;
  if (effect === "none") return ok(undefined);
  const { account: id, asset: named, amount = 0 } = of;
  const account = id === undefined ? undefined : view.get("account", id);
  // What is no asset's is money: a voucher's worth is taken from stored value, and given back to it.
  const { storedAsset } = context.programme;
  const asset = named === undefined ? storedAsset : context.programme.asset(named);
  if (id === undefined || account === undefined || asset === undefined)
    return err(refusal("not_permitted", { why: "no account or asset" }));
  const book = createBook(id, account);
  remedies[effect]({ book, context, asset, amount });
  return ok(book);
};
