// What a bill's receipt says: each line, what was taken off and by which clause, who paid, what it earned.
import type { BillQuote } from "../../programme/contract.ts";
import { type Book } from "../account/book.ts";
import { availableOf } from "../account/lots.ts";
import type { Paid } from "../account/pay.ts";
import type { Context, ReceiptRow, View } from "../contract.ts";
import { issueReceipt } from "../receipt.ts";
import type { Account, Bill } from "../state.ts";
import type { QuotedBill } from "./quote.ts";

const lineRows = (quoted: QuotedBill, unit: string): readonly ReceiptRow[] =>
  quoted.quote.lines.flatMap((line, at): readonly ReceiptRow[] => {
    const asked = quoted.input.lines[at];
    const label = asked?.description ?? asked?.sku ?? asked?.venue ?? "";
    const several = asked !== undefined && asked.quantity > 1 ? { text: `×${asked.quantity}` } : {};
    return [
      { label, ...several, amount: { value: line.list, unit } },
      ...line.applied
        .filter(({ amount }) => amount > 0)
        .map(({ amount, cite }) => ({
          label: "discount",
          amount: { value: -amount, unit },
          ...(cite === undefined ? {} : { cite }),
        })),
    ];
  });

const earnedRows = (earns: BillQuote["earns"]): readonly ReceiptRow[] =>
  Object.entries(earns).flatMap(([asset, { quantity, rules }]) => {
    const cite = rules.find((rule) => rule.cite !== undefined)?.cite;
    return quantity === 0
      ? []
      : [
          {
            label: "earned",
            amount: { value: quantity, unit: asset },
            ...(cite === undefined ? {} : { cite }),
          },
        ];
  });

const balanceRows = (
  context: Context,
  shown: Account | undefined,
  left: Account | undefined,
): readonly ReceiptRow[] => {
  const { programme, moment } = context;
  const asset = programme.storedAsset?.id;
  if (shown === undefined || left === undefined || asset === undefined) return [];
  const from = { asset, when: moment };
  const [before, after] = [availableOf(context, shown, from), availableOf(context, left, from)];
  return [{ label: "balance", amount: { value: after, unit: programme.currency }, before, after }];
};

export const billReceipt = (
  view: View,
  context: Context,
  done: {
    readonly quoted: QuotedBill;
    readonly book: Book | undefined;
    readonly paid: Paid;
    /** change that went into stored value */
    readonly kept: number;
    readonly bill: string;
    readonly note: Bill["note"] | undefined;
  },
): ReturnType<typeof issueReceipt> => {
  const unit = context.programme.currency;
  const { quote } = done.quoted;
  const tender = (type: string, amount: number): ReceiptRow => ({
    label: `tender.${type}`,
    amount: { value: amount, unit },
  });
  const inner = quote.tenders.filter(({ type }) => type === "voucher");
  return issueReceipt(view, context, {
    kind: "bill",
    ...(done.book === undefined ? {} : { account: done.book.id }),
    bill: done.bill,
    invoiceable: { as: "bill", amount: quote.due },
    rows: [
      ...lineRows(done.quoted, unit),
      { label: "due", amount: { value: quote.due, unit } },
      ...inner.map(({ type, amount }) => tender(type, amount)),
      ...done.paid.stored.map(({ asset, amount }) => tender(asset, amount)),
      ...done.paid.tab.map(({ asset, amount }) => tender(asset, amount)),
      ...done.paid.outside.map(({ type, amount }) => tender(type, amount)),
      ...(done.paid.change === 0
        ? []
        : [{ label: "change", amount: { value: done.paid.change, unit } }]),
      ...(done.kept === 0 ? [] : [{ label: "change_kept", amount: { value: done.kept, unit } }]),
      ...earnedRows(quote.earns),
      ...(done.note?.printed === true ? [{ label: "note", text: done.note.text }] : []),
      ...balanceRows(context, done.quoted.shown?.account, done.book?.account),
    ],
  });
};
