// invoice.request: one invoice a receipt, for the kind of receipt the programme invoices, in time.
import { type Refusal, refusal } from "../../refusals.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Receipt } from "../state.ts";

type InvoiceRequested = {
  type: "InvoiceRequested";
  receipt: string;
  invoice: string;
  amount: number;
};

interface Invoiceable {
  readonly as: string;
  readonly amount: number;
}

const invoiceableOf = (receipt: Receipt): Invoiceable | undefined => {
  const given = receipt["invoiceable"];
  if (typeof given !== "object" || given === null || !("as" in given && "amount" in given))
    return undefined;
  const { as, amount } = given;
  return typeof as === "string" && typeof amount === "number" ? { as, amount } : undefined;
};

const textOf = (receipt: Receipt, field: string): string | undefined => {
  const value = receipt[field];
  return typeof value === "string" ? value : undefined;
};

/** Which receipts a card type invoices; where it says nothing, or no card was shown, bills. */
const policyOf = (receipt: Receipt, context: Context) => {
  const card = context.programme.cardType(textOf(receipt, "cardType") ?? "");
  const as = card?.invoice === "on_topup" ? "topup" : "bill";
  return { as, deadline: card?.invoiceDeadline ?? "none" };
};

const requestRefusal = (receipt: Receipt, context: Context): Refusal | undefined => {
  const policy = policyOf(receipt, context);
  const given = invoiceableOf(receipt);
  if (given === undefined || given.as !== policy.as) return refusal("invoice.not_due");
  if (receipt["invoice"] !== undefined) return refusal("already_exists", { what: "invoice" });
  const until = lastDayOf(receipt, context);
  return until !== undefined && context.moment.businessDate > until
    ? refusal("invoice.too_late", { year: until.slice(0, 4) })
    : undefined;
};

/** The last business day on which the receipt's invoice may be asked for; undefined: without end. */
const lastDayOf = (receipt: Receipt, context: Context): string | undefined =>
  policyOf(receipt, context).deadline === "calendar_year_end"
    ? `${(textOf(receipt, "on") ?? "").slice(0, 4)}-12-31`
    : undefined;

/** What was given back since is not invoiced. */
const amountOf = (view: View, receipt: Receipt): number => {
  const bill = view.get("bill", textOf(receipt, "bill") ?? "");
  return bill?.due ?? invoiceableOf(receipt)?.amount ?? 0;
};

export interface InvoiceParams {
  readonly receipt: string;
  readonly dryRun?: boolean;
}

/** → `{invoice, amount, until?}`; looked at only (`dryRun`): without `invoice` */
export const requestInvoice: Decider<InvoiceParams> = {
  roots: (params) => [{ kind: "receipt", id: params.receipt }],
  decide: (params, view, context) => {
    const receipt = view.get("receipt", params.receipt);
    if (receipt === undefined) return refused(refusal("not_found", { receipt: params.receipt }));
    const no = requestRefusal(receipt, context);
    if (no !== undefined) return refused(no);
    const amount = amountOf(view, receipt);
    if (amount === 0) return refused(refusal("invoice.not_due"));
    const until = lastDayOf(receipt, context);
    const terms = { amount, ...(until === undefined ? {} : { until }) };
    if (params.dryRun === true) return accepted({ events: [], lines: [], result: terms });
    const invoice = context.newId("i");
    return accepted({
      events: [
        happened<InvoiceRequested>({
          type: "InvoiceRequested",
          receipt: params.receipt,
          invoice,
          amount,
        }),
      ],
      lines: [],
      result: { invoice, ...terms },
    });
  },
};

export const invoiceEvolvers = {
  InvoiceRequested: evolver<InvoiceRequested>((draft, { receipt: id, invoice }) => {
    const receipt = draft.get("receipt", id);
    if (receipt !== undefined) draft.put("receipt", id, { ...receipt, invoice });
  }),
};
