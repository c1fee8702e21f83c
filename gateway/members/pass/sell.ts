// pass.sell: counts or time for a price. The money is deferred and becomes income as it is used.
import type { PassTerms } from "../../programme/format.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import { lastDayOfTerm, lastDayOfUnits } from "../account/last-day.ts";
import { availableOf, balanceOf, unitOf } from "../account/lots.ts";
import { putUnits } from "../account/put-units.ts";
import { type PayingTender, tillLines } from "../account/tenders.ts";
import { movedByTier } from "../account/tier.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";
import { payOutOf } from "../account/pay.ts";

export interface SellPassParams {
  readonly account: string;
  readonly pass: string;
  readonly tenders: readonly PayingTender[];
}

const lastDay = (context: Context, pass: PassTerms): string | undefined => {
  const { programme, moment } = context;
  const on = moment.businessDate;
  if (pass.validity !== undefined) return lastDayOfTerm(context, on, pass.validity);
  const asset = must(programme.asset(pass.asset), `asset ${pass.asset} of a pass`);
  return lastDayOfUnits(context, asset, { createdOn: on });
};

/** Fills a lot of the pass's own; a count that was paid for carries its money with it. */
const fillLot = (book: Book, context: Context, pass: PassTerms): string | undefined => {
  const { programme, moment } = context;
  const asset = must(programme.asset(pass.asset), `asset ${pass.asset} of a pass`);
  const expiresOn = lastDay(context, pass);
  const { lot } = putUnits(book, context, {
    asset,
    parts: { avail: pass.quantity },
    on: moment.businessDate,
    source: "pass",
    apart: true,
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });
  book.post([
    { account: "house:issued", unit: unitOf(programme, asset), amount: pass.quantity },
    { account: `liab:deferred:${book.id}:${lot}`, unit: programme.currency, amount: -pass.price },
  ]);
  return expiresOn;
};

/** The most an account may hold of what the pass fills, where the programme names one. */
const overLimit = (book: Book, context: Context, pass: PassTerms): Refusal | undefined => {
  const { programme, moment } = context;
  const limit = programme.asset(pass.asset)?.limit;
  const held = balanceOf(context, book.account, { asset: pass.asset, on: moment.businessDate });
  return limit !== undefined && held + pass.quantity > limit
    ? refusal("limit.reached", { limit, held })
    : undefined;
};

export const sellPass: Decider<SellPassParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const pass = context.programme.pass(params.pass);
    if (pass === undefined) return refused(refusal("not_found", { pass: params.pass }));
    const book = createBook(params.account, holder.value.account);
    const over = overLimit(book, context, pass);
    if (over !== undefined) return refused(over);
    const paid = payOutOf(book, context, { due: pass.price, tenders: params.tenders });
    if (!paid.ok) return refused(paid.error);
    book.post(tillLines(context, paid.value.outside));
    const validTo = fillLot(book, context, pass) ?? null;
    book.happen(movedByTier(context, { ...holder.value, account: book.account }, book.id));
    const from = { asset: pass.asset, when: context.moment };
    const available = availableOf(context, book.account, from);
    const receipt = issueReceipt(view, context, {
      kind: "pass",
      account: params.account,
      invoiceable: { as: "topup", amount: pass.price },
      rows: [
        {
          label: "pass",
          text: params.pass,
          amount: { value: pass.price, unit: context.programme.currency },
        },
        {
          label: "count",
          text: pass.asset,
          before: available - pass.quantity,
          after: available,
          ...(validTo === null ? {} : { date: validTo }),
        },
      ],
    });
    return accepted({
      events: [...book.events, ...receipt.events],
      lines: book.lines,
      member: holder.value.account.member,
      account: params.account,
      receipt: receipt.facts,
      result: {
        asset: pass.asset,
        available,
        validTo,
        receipt: receipt.facts.receipt,
        ...(paid.value.change === 0 ? {} : { change: paid.value.change }),
      },
    });
  },
};
