// A receipt as an entity: printed again, invoiced and proved long after the paper is gone. Holds ids and
// amounts; the name on it is looked up when it is laid out.
import type { DomainEvent } from "../ledger/entry.ts";
import type { Context, ReceiptFacts, ReceiptRow, View } from "./contract.ts";
import { happened, maker } from "./evolver.ts";
import { type PackedReceipt, packReceipt, unpackReceipt } from "./packed-receipt.ts";
import type { Receipt } from "./state.ts";

/** What an invoice may be asked for: money paid in, or a bill that was spent. Minor units. */
export interface Invoiceable {
  readonly as: "topup" | "bill";
  readonly amount: number;
}

type ReceiptIssued = { type: "ReceiptIssued"; receipt: string; kept: PackedReceipt };
/** How the first journals have it. */
type ReceiptIssuedWhole = { type: "ReceiptIssued"; receipt: string; file: Receipt };

export interface ReceiptAsk {
  readonly kind: ReceiptFacts["kind"];
  readonly rows: readonly ReceiptRow[];
  readonly account?: string;
  readonly bill?: string;
  readonly invoiceable?: Invoiceable;
}

/** The receipt to be printed and the event that keeps it. */
export const issueReceipt = (
  view: View,
  context: Context,
  ask: ReceiptAsk,
): { readonly facts: ReceiptFacts; readonly events: readonly DomainEvent[] } => {
  const account = ask.account === undefined ? undefined : view.get("account", ask.account);
  const member = account === undefined ? undefined : view.get("member", account.member);
  const card = account === undefined ? undefined : view.get("card", account.card);
  const facts: ReceiptFacts = {
    receipt: context.newId("r"),
    kind: ask.kind,
    ...(member === undefined
      ? {}
      : { member: { name: member.person.maskedName, number: member.number } }),
    ...(card === undefined ? {} : { card: card.number }),
    rows: ask.rows,
    at: context.moment.at,
  };
  const { receipt, member: _, at: _at, ...printed } = facts;
  const file = {
    ...printed,
    ...(ask.account === undefined ? {} : { account: ask.account }),
    ...(account === undefined ? {} : { holder: account.member }),
    ...(card === undefined ? {} : { cardType: card.type }),
    ...(ask.bill === undefined ? {} : { bill: ask.bill }),
    ...(ask.invoiceable === undefined ? {} : { invoiceable: { ...ask.invoiceable } }),
  };
  return {
    facts,
    events: [
      happened<ReceiptIssued>({
        type: "ReceiptIssued",
        receipt,
        kept: packReceipt(file),
      }),
    ],
  };
};

export const receiptEvolvers = {
  ReceiptIssued: maker<ReceiptIssued | ReceiptIssuedWhole>((event, at) => ({
    kind: "receipt",
    id: event.receipt,
    entity: "kept" in event ? unpackReceipt(event.kept, at) : event.file,
  })),
};
