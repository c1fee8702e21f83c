// A report's rows as the table that is written to a file: titles, names and decimals instead of ids and minor units.
import { type Cell, decimal, type Table } from "../../reports/export/table.ts";
import type { Column, Report } from "../../reports/report.ts";
import { saidIn, wordIn } from "../../reports/words.ts";
import type { SqlRow, SqlValue } from "../../store/sqlite/database.ts";
import { type Beside, type Pair, pairsOf } from "./compared.ts";
import type { ReportNames } from "./names.ts";

interface Given {
  readonly report: Report;
  readonly rows: readonly SqlRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly from: string;
  readonly to: string;
  readonly names: ReportNames;
  readonly lang: string;
  readonly currency: string;
  readonly store: string;
  readonly upTo: number;
  /** the same report over another span, a column of its own beside each figure */
  readonly before?: Beside;
}

/** Digits of a currency's minor unit. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** One column of the file: of this span, or the same figure of the other one. */
interface Shown {
  readonly column: Column;
  readonly isBefore: boolean;
}

const shownColumns = ({ columns, keys }: Report, before: Beside | undefined): readonly Shown[] =>
  columns.flatMap((column) => {
    const now = { column, isBefore: false };
    const isFigure = !keys.includes(column.id) && figures.has(column.kind);
    return before !== undefined && isFigure ? [now, { column, isBefore: true }] : [now];
  });

const figures: ReadonlySet<string> = new Set(["money", "units", "count", "share"]);

export const tableOf = (given: Given): Table => {
  const { report, lang, currency, before } = given;
  const digits = digitsOf(currency);
  const isChinese = lang.startsWith("zh");
  const spanOf = ({ from, to }: { readonly from: string; readonly to: string }): string =>
    report.standing === true ? to : `${from} – ${to}`;
  const shown = shownColumns(report, before);
  const pairs: readonly Pair[] =
    before === undefined ? given.rows.map((now) => ({ now })) : pairsOf(report, given, before);
  return {
    notes: [
      `${given.store} · ${saidIn(report.title, lang)} · ${spanOf(given)}`,
      saidIn(report.says, lang),
      isChinese ? `算到分录 ${given.upTo}` : `Up to entry ${given.upTo}`,
      ...(before === undefined ? [] : [`${wordIn("before", lang)} ${spanOf(before)}`]),
    ],
    head: shown.map(({ column: { title, kind }, isBefore }) =>
      [
        saidIn(title, lang) + (kind === "money" ? ` (${currency})` : ""),
        ...(isBefore && before !== undefined ? [spanOf(before)] : []),
      ].join(" · "),
    ),
    rows: pairs.map((pair) =>
      shown.map(({ column, isBefore }) => {
        // A key is the same in both, so a row that only the other span has is named by it.
        const row = isBefore ? pair.before : (pair.now ?? keysOf(report, pair.before));
        return cellOf(column, row?.[column.id] ?? null, given.names, digits);
      }),
    ),
    ...(report.columns.some(({ total }) => total === true)
      ? {
          foot: shown.map(({ column, isBefore }, at): Cell => {
            const total = (isBefore ? before : given)?.totals[column.id];
            if (total !== undefined) return numberCell(column, total, digits);
            return at === 0 ? { kind: "text", text: wordIn("total", lang) } : { kind: "blank" };
          }),
        }
      : {}),
  };
};

const keysOf = ({ keys }: Report, row: SqlRow | undefined): SqlRow =>
  Object.fromEntries(keys.map((key) => [key, row?.[key] ?? null]));

const numberCell = ({ kind }: Column, value: number, digits: number): Cell => ({
  kind: "number",
  value,
  digits: kind === "money" ? digits : 0,
});

// oxlint-disable-next-line max-params -- a cell, its column, and what both are read by
const cellOf = (column: Column, value: SqlValue, names: ReportNames, digits: number): Cell => {
  if (value === null || value instanceof Uint8Array) return { kind: "blank" };
  if (typeof value === "string") return { kind: "text", text: names[column.id]?.[value] ?? value };
  if (column.kind === "share") return { kind: "text", text: `${decimal(value, 2)}%` };
  return numberCell(column, value, digits);
};
