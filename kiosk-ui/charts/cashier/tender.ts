// Splitting what is due over vouchers, stored value and money from outside: proposal, edits, rest, change. Pure.

/** Amounts in minor units. `cash` is what the guest hands over, so it may exceed what is due in cash. */
export interface TenderEdits {
  readonly stored?: number;
  readonly cash?: number;
  /** bank card, WeChat, Alipay: exact amounts */
  readonly other?: { readonly type: string; readonly amount: number };
  /** the change goes into stored value */
  readonly keepChange?: boolean;
}

export interface TenderInput {
  readonly due: number;
  /** the quote's proposal, vouchers included */
  readonly proposed: readonly { readonly type: string; readonly amount: number }[];
  /** stored value that may be spent */
  readonly available: number;
  readonly edits: TenderEdits;
}

export interface TenderPlan {
  readonly voucher: number;
  readonly stored: number;
  readonly other: number;
  /** still to be paid in cash */
  readonly cashDue: number;
  readonly cash: number;
  readonly change: number;
  /** why it cannot be settled yet */
  readonly problem?: "stored_short" | "too_much" | "cash_short";
}

/** Stored value as far as it goes, the rest in cash; an edited amount stands as typed. */
export const planTenders = ({ due, proposed, available, edits }: TenderInput): TenderPlan => {
  const offered = (type: string): number =>
    proposed
      .filter((tender) => tender.type === type)
      .reduce((sum, tender) => sum + tender.amount, 0);
  const voucher = offered("voucher");
  const rest = due - voucher;
  const stored = edits.stored ?? Math.min(offered("stored"), rest);
  const other = edits.other?.amount ?? 0;
  const cashDue = rest - stored - other;
  const cash = edits.cash ?? Math.max(0, cashDue);
  const plan = { voucher, stored, other, cashDue: Math.max(0, cashDue), cash };
  const change = Math.max(0, cash - plan.cashDue);
  if (stored > available) return { ...plan, change, problem: "stored_short" };
  if (cashDue < 0) return { ...plan, change, problem: "too_much" };
  if (cash < cashDue) return { ...plan, change, problem: "cash_short" };
  return { ...plan, change };
};

/** What `bill.settle` gets: vouchers are named in the bill itself and must not be repeated. */
export const toTenders = (
  plan: TenderPlan,
  edits: TenderEdits,
): { type: string; amount: number }[] =>
  [
    { type: "stored", amount: plan.stored },
    { type: edits.other?.type ?? "card", amount: plan.other },
    { type: "cash", amount: plan.cash },
  ].filter((tender) => tender.amount > 0);

/** Round notes a guest may hand over for this amount, smallest first: at most `most` of them. */
export const cashSuggestions = (amount: number, most = 3): readonly number[] => {
  const notes = [1_000, 2_000, 5_000, 10_000];
  const rounded = notes.map((note) => Math.ceil(amount / note) * note);
  return [...new Set(rounded)]
    .filter((value) => value > amount)
    .toSorted((a, b) => a - b)
    .slice(0, most);
};
