// Points of a bill: into the account at once or pending until the programme credits them, and taken back
// when the bill is undone.
import type { BillQuote } from "../../programme/contract.ts";
import type { AssetTerms } from "../../programme/format.ts";
import { creditOn } from "../../programme/lots.ts";
import type { Book } from "../account/book.ts";
import type { CarryMoved, ProgressMade } from "../account/events.ts";
import { earnedRow } from "../account/progress.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { noteActivity } from "../account/spend.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Bill } from "../state.ts";

/** Puts earned units where they belong; the lot they went into. */
export const putEarned = (
  book: Book,
  context: Context,
  earned: { readonly asset: AssetTerms; readonly quantity: number; readonly source: string },
): string | undefined => {
  const { asset, quantity, source } = earned;
  const on = context.moment.businessDate;
  const isInstant = (asset.credit?.mode ?? "instant") === "instant";
  noteActivity(book, context, { asset, what: "earn" });
  const expiresOn = isInstant ? creditExpiry(book, context, { asset, on }) : undefined;
  const { lot } = putUnits(book, context, {
    asset,
    parts: isInstant ? { avail: quantity } : { pending: quantity },
    on,
    source,
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(isInstant ? {} : { creditsOn: creditOn(context.programme, asset, on) }),
  });
  book.post([{ account: "house:issued", unit: asset.id, amount: quantity }]);
  return lot;
};

export const setCarry = (book: Book, asset: string, carry: number): void => {
  const by = carry - (book.account.carry[asset] ?? 0);
  if (by === 0) return;
  book.happen([happened<CarryMoved>({ type: "CarryMoved", account: book.id, asset, by })]);
};

/** Money given with a bill: a bonus, the house's own cost. */
export const moneyGrants = (
  context: Pick<Context, "programme">,
  { grants }: Pick<BillQuote, "grants">,
): BillQuote["grants"] =>
  grants.filter(({ asset }) => context.programme.asset(asset)?.kind === "money");

/** Counts given with a bill, by asset. */
export const grantedUnits = (
  context: Pick<Context, "programme">,
  quote: Pick<BillQuote, "grants">,
): Readonly<Record<string, number>> => {
  const money = new Set(moneyGrants(context, quote));
  const units: Record<string, number> = {};
  for (const grant of quote.grants) {
    if (!money.has(grant)) units[grant.asset] = (units[grant.asset] ?? 0) + grant.quantity;
  }
  return units;
};

/** Books what a quote earns and gives. */
export const earnPoints = (
  book: Book,
  context: Context,
  bill: { readonly id: string; readonly quote: BillQuote },
): Bill["earned"] => {
  const on = context.moment.businessDate;
  const earned: Record<string, Bill["earned"][string]> = {};
  for (const [id, { quantity, carry }] of Object.entries(bill.quote.earns)) {
    const asset = must(context.programme.asset(id), `asset ${id}`);
    const carryBefore = book.account.carry[id] ?? 0;
    const lot =
      quantity > 0 ? putEarned(book, context, { asset, quantity, source: bill.id }) : undefined;
    setCarry(book, id, carry);
    if (quantity > 0) {
      const rows = [{ on, what: earnedRow(id), quantity }];
      book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows })]);
    }
    earned[id] = { quantity, carryBefore, carry, ...(lot === undefined ? {} : { lot }) };
  }
  for (const [id, quantity] of Object.entries(grantedUnits(context, bill.quote))) {
    const asset = must(context.programme.asset(id), `asset ${id}`);
    const lot = putEarned(book, context, { asset, quantity, source: bill.id });
    earned[id] = { quantity, carryBefore: 0, carry: 0, ...(lot === undefined ? {} : { lot }) };
  }
  return earned;
};
