// pass.punch: uses counts, or looks at a time pass. Twice with one key is the store's business.
import type { AssetTerms } from "../../programme/format.ts";
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import { availableOf, lastDayOf, lotsInOrder, unitOf } from "../account/lots.ts";
import { deferredOf, draw, offlineRefusal } from "../account/spend.ts";
import {
  accepted,
  type Context,
  type Decider,
  type Decision,
  refused,
  type View,
} from "../contract.ts";
import { ledgerName } from "../account/tenders.ts";
import { issueReceipt } from "../receipt.ts";

export interface PunchParams {
  readonly account: string;
  readonly asset: string;
  readonly quantity?: number;
  readonly service?: string;
}

/** The last good day of the units that will be used next, else of what has just been used. */
const validToOf = (book: Book, context: Context, used: AssetTerms): string | null => {
  const { moment } = context;
  const left = lotsInOrder(context, book.account, { asset: used, on: moment.businessDate });
  const lots = left.length > 0 ? left : book.account.lots.filter((lot) => lot.asset === used.id);
  const days = lots.map((lot) => lastDayOf(context, book.account, lot));
  return (left.length > 0 ? days[0] : days.at(-1)) ?? null;
};

/** A time pass is shown, not used up. */
const usedUp = (asset: AssetTerms, quantity: number): number =>
  asset.kind === "pass" ? 0 : quantity;

const answer = (
  book: Book,
  at: { readonly view: View; readonly context: Context },
  used: {
    readonly asset: AssetTerms;
    readonly quantity: number;
    readonly before: number;
    readonly service?: string | undefined;
  },
): Decision => {
  const { view, context } = at;
  const remaining = used.before - usedUp(used.asset, used.quantity);
  const validTo = validToOf(book, context, used.asset);
  const receipt = issueReceipt(view, context, {
    kind: "punch",
    account: book.id,
    rows: [
      {
        label: "punch",
        text: used.service ?? used.asset.id,
        amount: { value: used.quantity, unit: used.asset.id },
        before: used.before,
        after: remaining,
        ...(validTo === null ? {} : { date: validTo }),
      },
    ],
  });
  return accepted({
    events: [...book.events, ...receipt.events],
    lines: book.lines,
    member: book.account.member,
    account: book.id,
    receipt: receipt.facts,
    result: { used: used.quantity, remaining, validTo, receipt: receipt.facts.receipt },
  });
};

export const punch: Decider<PunchParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const asset = context.programme.asset(params.asset);
    if (asset === undefined || !["count", "pass", "deposit_item"].includes(asset.kind)) {
      return refused(refusal("not_found", { asset: params.asset }));
    }
    const offline = offlineRefusal(context, "spend_count");
    if (offline !== undefined) return refused(offline);
    const book = createBook(params.account, holder.value.account);
    const quantity = params.quantity ?? 1;
    const when = context.moment;
    const before = availableOf(context, book.account, { asset: asset.id, when });
    if (before < quantity) {
      return refused(refusal("insufficient_balance", { asset: asset.id, available: before }));
    }
    const taken = draw(book, context, { asset, amount: usedUp(asset, quantity) });
    if (!taken.ok) return refused(taken.error);
    const income = `income:sales:${ledgerName(params.service ?? asset.id)}`;
    const { currency } = context.programme;
    book.post([
      {
        account: "house:used",
        unit: unitOf(context.programme, asset),
        amount: -usedUp(asset, quantity),
      },
      { account: income, unit: currency, amount: -deferredOf(taken.value) },
    ]);
    return answer(book, { view, context }, { asset, quantity, before, service: params.service });
  },
};
