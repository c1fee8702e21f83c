// Points of a bill: into the account at once or pending until the programme credits them, and taken back
// when the bill is undone.
import type { BillQuote, Grant } from "../../programme/contract.ts";
import type { AssetTerms, Expiry } from "../../programme/format.ts";
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
import { moneyGrants } from "./bonus.ts";

/** Puts earned units where they belong; the lot they went into. With an `expiry` of their own: apart. */
export const putEarned = (
  book: Book,
  context: Context,
  earned: {
    readonly asset: AssetTerms;
    readonly quantity: number;
    readonly source: string;
    readonly expiry?: Expiry | undefined;
  },
): string | undefined => {
  const { asset, quantity, source, expiry } = earned;
  const on = context.moment.businessDate;
  const isInstant = (asset.credit?.mode ?? "instant") === "instant";
  noteActivity(book, context, { asset, what: "earn" });
  const creditDay = isInstant ? on : creditOn(context.programme, asset, on);
  const isDated = isInstant || expiry !== undefined;
  const expiresOn = isDated
    ? creditExpiry(book, context, { asset, on: creditDay, expiry })
    : undefined;
  const { lot } = putUnits(book, context, {
    asset,
    parts: isInstant ? { avail: quantity } : { pending: quantity },
    on,
    source,
    apart: expiry !== undefined,
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(isInstant ? {} : { creditsOn: creditDay }),
  });
  book.post([{ account: "house:issued", unit: asset.id, amount: quantity }]);
  return lot;
};

export const setCarry = (book: Book, asset: string, carry: number): void => {
  const by = carry - (book.account.carry[asset] ?? 0);
  if (by === 0) return;
  book.happen([happened<CarryMoved>({ type: "CarryMoved", account: book.id, asset, by })]);
};

interface Given {
  readonly quantity: number;
  readonly own?: readonly Grant[];
}

/** Units of a bill by asset: points it earns, counts it gives. */
export const unitsOf = (
  context: Pick<Context, "programme">,
  quote: Pick<BillQuote, "earns" | "grants">,
): Readonly<Record<string, Given & { readonly carry?: number }>> => {
  const money = new Set(moneyGrants(context, quote));
  const units: Record<string, Given & { readonly carry?: number }> = { ...quote.earns };
  for (const grant of quote.grants) {
    if (money.has(grant)) continue;
    const { quantity, own = [] } = units[grant.asset] ?? { quantity: 0 };
    units[grant.asset] = {
      ...units[grant.asset],
      quantity: quantity + grant.quantity,
      ...(grant.expiry === undefined && own.length === 0
        ? {}
        : { own: grant.expiry === undefined ? own : [...own, grant] }),
    };
  }
  return units;
};

export const quantityOf = (given: readonly { readonly quantity: number }[]): number =>
  given.reduce((sum, { quantity }) => sum + quantity, 0);

/** Books what a quote earns and gives. */
export const earnPoints = (
  book: Book,
  context: Context,
  bill: { readonly id: string; readonly quote: BillQuote },
): Bill["earned"] => {
  const on = context.moment.businessDate;
  const earned: Record<string, Bill["earned"][string]> = {};
  for (const [id, { quantity, carry, own = [] }] of Object.entries(unitsOf(context, bill.quote))) {
    const asset = must(context.programme.asset(id), `asset ${id}`);
    const put = (units: number, expiry?: Expiry): { readonly lot?: string } => {
      if (units <= 0) return {};
      const lot = putEarned(book, context, { asset, quantity: units, source: bill.id, expiry });
      return lot === undefined ? {} : { lot };
    };
    const carryBefore = carry === undefined ? 0 : (book.account.carry[id] ?? 0);
    const common = put(quantity - quantityOf(own));
    const apart = own.map(({ rule, quantity: units, expiry }) => ({
      rule,
      quantity: units,
      ...put(units, expiry),
    }));
    if (carry !== undefined) setCarry(book, id, carry);
    if (carry !== undefined && quantity > 0) {
      const rows = [{ on, what: earnedRow(id), quantity }];
      book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows })]);
    }
    const kept = { ...common, ...(apart.length === 0 ? {} : { own: apart }) };
    earned[id] = { quantity, carryBefore, carry: carry ?? 0, ...kept };
  }
  return earned;
};
