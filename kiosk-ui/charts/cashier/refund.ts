// Which units of a settled bill come back: picked by hand or by scanning the goods once more. Pure.

export interface SoldRow {
  readonly sku?: string;
  readonly quantity: number;
  /** units given back before */
  readonly returned: number;
}

/** Units to give back by row, in the bill's order. */
export type Picks = readonly number[];

export const leftOf = ({ quantity, returned }: SoldRow): number => quantity - returned;

export const noPicks = (rows: readonly SoldRow[]): Picks => rows.map(() => 0);
export const allPicks = (rows: readonly SoldRow[]): Picks => rows.map(leftOf);

/** Never below none nor above what is left of the row. */
export const pick = (
  rows: readonly SoldRow[],
  picks: Picks,
  to: { readonly at: number; readonly units: number },
): Picks =>
  rows.map((row, at) =>
    at === to.at ? Math.max(0, Math.min(leftOf(row), to.units)) : (picks[at] ?? 0),
  );

/** One more unit of the first row with these goods that has one left; undefined where none has. */
export const pickSku = (rows: readonly SoldRow[], picks: Picks, sku: string): Picks | undefined => {
  const at = rows.findIndex((row, each) => row.sku === sku && (picks[each] ?? 0) < leftOf(row));
  return at < 0 ? undefined : pick(rows, picks, { at, units: (picks[at] ?? 0) + 1 });
};

/** The protocol's `lines`; empty when nothing is picked. */
export const toLines = (picks: Picks): { line: number; quantity: number }[] =>
  picks.flatMap((quantity, line) => (quantity > 0 ? [{ line, quantity }] : []));

/** The receipt a scanned or typed text names: the symbol on the paper, or the id itself. */
export const receiptIn = (text: string): string | undefined => {
  const [mark, receipt = ""] = text.trim().split(":");
  if (mark === "tg1" && receipt !== "") return receipt;
  return /^r_[\x21-\x7e]{4,120}$/.test(text.trim()) ? text.trim() : undefined;
};
