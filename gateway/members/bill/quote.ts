// bill.quote: what a bill would cost and why. Changes nothing, counts no PIN.
import type { JsonObject } from "../../json.ts";
import type { BillQuote, Denied } from "../../programme/contract.ts";
import { quoteBill } from "../../programme/quote.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { deniedBy } from "../account/denied.ts";
import type { Context, View } from "../contract.ts";
import { askBill, type AskedBill, type BillParams } from "./ask.ts";

export interface QuotedBill extends AskedBill {
  readonly quote: BillQuote;
}

/** Asks the programme; its `deny` is a refusal, and so is a voucher for larger bills than this one. */
export const quoteAsked = (
  params: BillParams,
  view: View,
  context: Context,
): Result<QuotedBill, Refusal> => {
  const asked = askBill(params, view, context);
  if (!asked.ok) return asked;
  const quote = quoteBill(context.programme, asked.value.input);
  const denied: Denied | undefined = quote.denied;
  if (denied !== undefined) return err(deniedBy(denied));
  const small = asked.value.coupons.find(({ coupon }) => quote.due < (coupon.minSpend ?? 0));
  return small === undefined
    ? ok({ ...asked.value, quote })
    : err(refusal("coupon.not_applicable", { minSpend: small.coupon.minSpend ?? 0 }));
};

/** The quote as the protocol says it. */
export const quoteResult = (context: Context, quote: BillQuote): JsonObject => ({
  lines: quote.lines.map((line) => ({
    list: line.list,
    net: line.net,
    applied: line.applied.map((rule) => ({ ...rule })),
    refused: line.refused.map((rule) => ({ ...rule })),
    used: line.used.map((used) => ({ ...used })),
  })),
  due: quote.due,
  tenders: quote.tenders.map((tender) => ({ ...tender })),
  earns: Object.fromEntries(
    Object.entries(quote.earns).map(([asset, { quantity, carry, rules }]) => [
      asset,
      { quantity, carry, rules: rules.map((rule) => ({ ...rule })) },
    ]),
  ),
  benefits: quote.benefits,
  programme: { id: context.programme.id, version: context.programme.version },
});

export const billQuote = (
  params: BillParams,
  view: View,
  context: Context,
): Result<JsonObject, Refusal> => {
  const quoted = quoteAsked(params, view, context);
  return quoted.ok ? ok(quoteResult(context, quoted.value.quote)) : quoted;
};
