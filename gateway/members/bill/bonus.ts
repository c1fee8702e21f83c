// Stored value given with a bill: the house's own cost, in lots of its own, and taken back with the bill.
import type { BillQuote, Grant } from "../../programme/contract.ts";
import type { Book } from "../account/book.ts";
import { lastDayOf, lotAccount, lotsInOrder, unitOf } from "../account/lots.ts";
import { hasLapsed, owe } from "../account/owe.ts";
import { planGrants } from "../card/grants.ts";
import type { Context } from "../contract.ts";
import { must } from "../must.ts";
import type { Bill, BillBonus, Lot } from "../state.ts";

/** Money given with a bill. */
export const moneyGrants = (
  context: Pick<Context, "programme">,
  { grants }: Pick<BillQuote, "grants">,
): readonly Grant[] =>
  grants.filter(({ asset }) => context.programme.asset(asset)?.kind === "money");

/** Books the money a quote gives. */
export const giveBonuses = (
  book: Book,
  context: Context,
  bill: { readonly id: string; readonly quote: BillQuote },
): readonly BillBonus[] =>
  moneyGrants(context, bill.quote).map((grant) => {
    const [given] = planGrants(book, context, { grants: [grant], source: bill.id });
    const { lot = "", quantity = 0 } = given ?? {};
    return { rule: grant.rule, asset: grant.asset, lot, amount: quantity };
  });

/** Lots a bonus is taken back from: its own, then others of the house's money; none once it has lapsed. */
const sourcesOf = (book: Book, context: Context, bonus: BillBonus): readonly Lot[] => {
  const { programme, moment } = context;
  const own = book.account.lots.find(({ lot }) => lot === bonus.lot);
  const last = own === undefined ? undefined : lastDayOf(context, book.account, own);
  if (last !== undefined && last < moment.businessDate) return [];
  const asset = must(programme.asset(bonus.asset), `asset ${bonus.asset} of a bonus`);
  const others = lotsInOrder(context, book.account, { asset, on: moment.businessDate });
  return [...(own === undefined ? [] : [own]), ...others.filter(({ lot }) => lot !== bonus.lot)];
};

/**
 * What was spent since stays with the guest, her own money is never taken for it; only where the asset's
 * policy allows debt is it owed, and paid by what comes in next.
 */
const takeBack = (book: Book, context: Context, bonus: BillBonus, amount: number): number => {
  const asset = must(context.programme.asset(bonus.asset), `asset ${bonus.asset} of a bonus`);
  const unit = unitOf(context.programme, asset);
  let open = amount;
  for (const { lot, parts } of sourcesOf(book, context, bonus)) {
    const taken = Math.min(open, parts["bonus"] ?? 0);
    if (taken <= 0) continue;
    const account = lotAccount(book.id, { asset: bonus.asset, part: "bonus", lot });
    book.post([
      { account, unit, amount: taken },
      { account: "expense:bonus", unit, amount: -taken },
    ]);
    open -= taken;
  }
  if (open > 0 && asset.debt === "allow" && !hasLapsed(book, context, bonus.lot)) {
    owe(book, context, { asset, amount: open, bill: bonus.rule });
    book.post([{ account: "expense:bonus", unit, amount: -open }]);
    open = 0;
  }
  return amount - open;
};

export interface BonusesLeft {
  readonly bonuses: readonly BillBonus[];
  /** minor units taken from the account, by asset */
  readonly taken: Readonly<Record<string, number>>;
}

/** Takes back what the smaller bill (`kept`: minor units by rule) no longer gives. */
export const undoBonuses = (
  book: Book,
  context: Context,
  given: { readonly bill: Bill; readonly kept: Readonly<Record<string, number>> },
): BonusesLeft => {
  const taken: Record<string, number> = {};
  const bonuses = (given.bill.bonuses ?? []).map((bonus) => {
    const amount = Math.min(bonus.amount, given.kept[bonus.rule] ?? 0);
    const back = takeBack(book, context, bonus, bonus.amount - amount);
    if (back > 0) taken[bonus.asset] = (taken[bonus.asset] ?? 0) + back;
    return { ...bonus, amount };
  });
  return { bonuses, taken };
};
