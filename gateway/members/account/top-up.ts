// account.topUp: money in, the programme's bonus on top, a lot of its own, the seller's commission.
//
// `planTopUp` is the same for the first top-up at `card.issue`: it writes into the book it is given.
import type { Applied, Facts } from "../../programme/contract.ts";
import { AMOUNT_MAX } from "../../programme/money.ts";
import { topUpTerms } from "../../programme/terms.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { planGrants } from "../card/grants.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { happened } from "../evolver.ts";
import { intentMet, metIntentRoots } from "../intent/intent.ts";
import { issueReceipt } from "../receipt.ts";
import type { Tender } from "../sealed.ts";
import { accountRoots, usableHolder } from "./access.ts";
import { type Book, createBook } from "./book.ts";
import { commissionFor, sellerRoots } from "./commission.ts";
import { deniedBy } from "./denied.ts";
import type { ToppedUp } from "./events.ts";
import { accountFacts } from "./facts.ts";
import { availableOf, balanceOf } from "./lots.ts";
import { creditExpiry, putUnits } from "./put-units.ts";
import { takeOutsideTenders, tillLines } from "./tenders.ts";
import { movedByTier, raisedTo } from "./tier.ts";

export interface TopUpParams {
  readonly account: string;
  readonly amount: number;
  readonly tenders: readonly Tender[];
  readonly channel?: string;
  readonly seller?: string;
  /** told at a kiosk before */
  readonly intent?: string;
}

export interface TopUpAsk {
  readonly amount: number;
  readonly tenders: readonly Tender[];
  /** guest, card and moment; amount and channel are added here */
  readonly facts: Facts;
  readonly channel?: string | undefined;
  readonly seller?: string | undefined;
}

export interface TopUpPlan {
  readonly bonus: number;
  readonly rules: readonly Applied[];
  readonly change: number;
  readonly lot?: string;
}

/** Writes a top-up into the book, or says why not. Minimum, bonus and expiry are the programme's. */
export const planTopUp = (
  book: Book,
  context: Context,
  ask: TopUpAsk,
): Result<TopUpPlan, Refusal> => {
  const { programme, moment } = context;
  const asset = programme.storedAsset;
  if (asset === undefined) return err(refusal("not_permitted", { why: "no stored value" }));
  const { amount } = ask;
  const terms = topUpTerms(programme, { ...ask.facts, amount, channel: ask.channel ?? "desk" });
  if (terms.denied !== undefined) return err(deniedBy(terms.denied));
  if (amount < terms.minimum) return err(refusal("below_minimum", { minimum: terms.minimum }));
  const paid = takeOutsideTenders(context, amount, ask.tenders);
  if (!paid.ok) return paid;
  const before = balanceOf(context, book.account, { asset: asset.id, on: moment.businessDate });
  const after = before + amount + terms.bonus;
  if (after > AMOUNT_MAX) return err(refusal("amount.out_of_range", { max: AMOUNT_MAX }));
  if (asset.limit !== undefined && after > asset.limit) {
    return err(refusal("limit.reached", { limit: asset.limit, balance: before }));
  }
  const expiresOn = creditExpiry(book, context, { asset, on: moment.businessDate });
  const { lot } = putUnits(book, context, {
    asset,
    parts: { principal: amount, ...(terms.bonus === 0 ? {} : { bonus: terms.bonus }) },
    on: moment.businessDate,
    source: "topup",
    apart: true,
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });
  book.post(tillLines(context, paid.value.outside));
  book.post([{ account: "expense:bonus", unit: programme.currency, amount: terms.bonus }]);
  planGrants(book, context, { grants: terms.grants, source: "topup" });
  if (terms.tier !== undefined) book.happen(raisedTo(context, book, terms.tier));
  book.happen([toppedUp(book.id, context, { asset: asset.id, ask, bonus: terms.bonus, lot })]);
  return ok({
    bonus: terms.bonus,
    rules: terms.rules,
    change: paid.value.change,
    ...(lot === undefined ? {} : { lot }),
  });
};

const toppedUp = (
  account: string,
  context: Context,
  done: { asset: string; ask: TopUpAsk; bonus: number; lot: string | undefined },
) =>
  happened<ToppedUp>({
    type: "ToppedUp",
    account,
    asset: done.asset,
    amount: done.ask.amount,
    bonus: done.bonus,
    on: context.moment.businessDate,
    ...(done.lot === undefined ? {} : { lot: done.lot }),
    ...(done.ask.seller === undefined ? {} : { seller: done.ask.seller }),
  });

const topUpReceipt = (
  view: View,
  context: Context,
  done: { params: TopUpParams; plan: TopUpPlan; before: number; after: number },
) => {
  const unit = context.programme.currency;
  const { params, plan } = done;
  return issueReceipt(view, context, {
    kind: "topup",
    account: params.account,
    invoiceable: { as: "topup", amount: params.amount },
    rows: [
      { label: "topup", amount: { value: params.amount, unit } },
      ...plan.rules.map(({ cite }) => ({
        label: "bonus",
        amount: { value: plan.bonus, unit },
        ...(cite === undefined ? {} : { cite }),
      })),
      {
        label: "balance",
        amount: { value: done.after, unit },
        before: done.before,
        after: done.after,
      },
      ...params.tenders.map(({ type, amount }) => ({
        label: `tender.${type}`,
        amount: { value: amount, unit },
      })),
      ...(plan.change === 0 ? [] : [{ label: "change", amount: { value: plan.change, unit } }]),
    ],
  });
};

export const topUp: Decider<TopUpParams> = {
  roots: (params) => [
    ...accountRoots(params.account),
    ...sellerRoots(params.seller),
    ...metIntentRoots(params.intent),
  ],
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const facts = accountFacts(context, holder.value);
    const book = createBook(params.account, holder.value.account);
    const stored = { asset: context.programme.storedAsset?.id ?? "", when: context.moment };
    const before = availableOf(context, book.account, stored);
    const plan = planTopUp(book, context, { ...params, facts });
    if (!plan.ok) return refused(plan.error);
    const sold = commissionFor(view, context, {
      seller: params.seller,
      facts: { ...facts, event: "topup", amount: params.amount, channel: params.channel ?? "desk" },
    });
    if (!sold.ok) return refused(sold.error);
    book.post(sold.value.lines);
    book.happen(movedByTier(context, { ...holder.value, account: book.account }, book.id));
    const after = availableOf(context, book.account, stored);
    const met = intentMet(view, {
      intent: params.intent,
      account: params.account,
      amount: params.amount,
    });
    const receipt = topUpReceipt(view, context, { params, plan: plan.value, before, after });
    return accepted({
      events: [...book.events, ...receipt.events, ...met],
      lines: book.lines,
      member: holder.value.account.member,
      account: params.account,
      receipt: receipt.facts,
      result: {
        amount: params.amount,
        bonus: plan.value.bonus,
        available: after,
        commission: sold.value.amount,
        receipt: receipt.facts.receipt,
        ...(plan.value.change === 0 ? {} : { change: plan.value.change }),
      },
    });
  },
};
