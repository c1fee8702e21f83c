// A receipt as its event keeps it for ever: without what its entry says, and with the unit of its amounts said once.
import type { EventTime, ReceiptFacts, ReceiptRow } from "./contract.ts";
import type { Receipt } from "./state.ts";

/** What of a receipt neither its entry nor its event's other members say. */
export type ReceiptFile = {
  readonly kind: ReceiptFacts["kind"];
  /** number and type of the card */
  readonly card?: string;
  readonly cardType?: string;
  readonly account?: string;
  /** the member */
  readonly holder?: string;
  readonly bill?: string;
  readonly invoiceable?: { readonly as: string; readonly amount: number };
  readonly rows: readonly ReceiptRow[];
};

/** Its amount is a bare number; the unit is the receipt's where it names none. */
type PackedRow = Omit<ReceiptRow, "amount"> & { readonly amount?: number; readonly unit?: string };

export type PackedReceipt = Omit<ReceiptFile, "rows"> & {
  /** unit of the first amount */
  readonly unit?: string;
  readonly rows: readonly PackedRow[];
};

export const packReceipt = ({ rows, ...kept }: ReceiptFile): PackedReceipt => {
  const unit = rows.find(({ amount }) => amount !== undefined)?.amount?.unit;
  return {
    ...kept,
    ...(unit === undefined ? {} : { unit }),
    rows: rows.map(({ amount, ...row }) => ({
      ...row,
      ...(amount === undefined ? {} : { amount: amount.value }),
      ...(amount === undefined || amount.unit === unit ? {} : { unit: amount.unit }),
    })),
  };
};

/** The receipt as it was issued, at the time of its entry. */
export const unpackReceipt = (
  { unit, rows, ...kept }: PackedReceipt,
  { at, businessDate }: EventTime,
): Receipt => ({
  ...kept,
  rows: rows.map(({ amount, unit: own, ...row }) => ({
    ...row,
    ...(amount === undefined ? {} : { amount: { value: amount, unit: own ?? unit ?? "" } }),
  })),
  at,
  on: businessDate,
});
