// points.buy: points for money, at the price and in the steps of the programme.
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { createBook } from "../account/book.ts";
import { availableOf } from "../account/lots.ts";
import { payOutOf } from "../account/pay.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { type PayingTender, tillLines } from "../account/tenders.ts";
import { AMOUNT_MAX } from "../../programme/money.ts";
import { accepted, type Decider, refused } from "../contract.ts";
import { issueReceipt } from "../receipt.ts";

export interface BuyParams {
  readonly account: string;
  readonly asset: string;
  readonly quantity: number;
  readonly tenders: readonly PayingTender[];
}

/** → `{bought, price, available, receipt}`; bought points count for no tier */
export const buyPoints: Decider<BuyParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const { account, quantity } = params;
    const asset = context.programme.asset(params.asset);
    const { unitPrice, per = 1 } = asset?.buy ?? {};
    if (asset === undefined || unitPrice === undefined) {
      return refused(refusal("not_permitted", { asset: params.asset }));
    }
    const price = (quantity / per) * unitPrice;
    if (quantity <= 0 || quantity % per !== 0 || price > AMOUNT_MAX) {
      return refused(refusal("amount.out_of_range", { multiple: per }));
    }
    const book = createBook(account, holder.value.account);
    const paid = payOutOf(book, context, { due: price, tenders: params.tenders });
    if (!paid.ok) return refused(paid.error);
    const on = context.moment.businessDate;
    const expiresOn = creditExpiry(book, context, { asset, on });
    putUnits(book, context, {
      asset,
      parts: { avail: quantity },
      on,
      source: "bought",
      ...(expiresOn === undefined ? {} : { expiresOn }),
    });
    book.post([
      ...tillLines(context, paid.value.outside),
      { account: `income:sales:${asset.id}`, unit: context.programme.currency, amount: -price },
      { account: "house:issued", unit: asset.id, amount: quantity },
    ]);
    const available = availableOf(context, book.account, {
      asset: asset.id,
      when: context.moment,
    });
    const receipt = issueReceipt(view, context, {
      kind: "pass",
      account,
      invoiceable: { as: "bill", amount: price },
      rows: [
        {
          label: "points",
          text: asset.id,
          amount: { value: price, unit: context.programme.currency },
          before: available - quantity,
          after: available,
        },
      ],
    });
    return accepted({
      events: [...book.events, ...receipt.events],
      lines: book.lines,
      member: holder.value.account.member,
      account,
      receipt: receipt.facts,
      result: {
        bought: quantity,
        price,
        available,
        receipt: receipt.facts.receipt,
        ...(paid.value.change === 0 ? {} : { change: paid.value.change }),
      },
    });
  },
};
