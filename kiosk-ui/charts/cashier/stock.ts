// The sheet of a delivery or a count: units by sku, typed or scanned one by one. Pure.

export interface StockRow {
  readonly sku: string;
  readonly name: string;
  readonly onHand: number;
}

/** What was entered so far: units by sku. */
export type StockSheet = Readonly<Record<string, number>>;

/** Units of one sku on a sheet at most. */
const unitsMax = 1_000_000;

/** One more of it, as a scanner does; goods that are not counted leave the sheet as it is. */
export const scannedOnce = (
  sheet: StockSheet,
  rows: readonly StockRow[],
  sku: string,
): StockSheet =>
  rows.some((row) => row.sku === sku)
    ? { ...sheet, [sku]: Math.min(unitsMax, (sheet[sku] ?? 0) + 1) }
    : sheet;

/** Units as typed; an empty field takes the sku off the sheet, anything else that is no number leaves it. */
export const typedUnits = (sheet: StockSheet, sku: string, text: string): StockSheet => {
  const { [sku]: _before, ...others } = sheet;
  if (text.trim() === "") return others;
  const units = /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : undefined;
  return units === undefined || units > unitsMax ? sheet : { ...others, [sku]: units };
};

/** What a row comes to: `received` adds, `counted` sets. Undefined: not on the sheet. */
export const after = (
  sheet: StockSheet,
  { sku, onHand }: StockRow,
  mode: "receive" | "count",
): number | undefined => {
  const units = sheet[sku];
  if (units === undefined) return undefined;
  return mode === "receive" ? onHand + units : units;
};
