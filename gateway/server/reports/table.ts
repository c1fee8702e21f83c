// A report's rows as the table that is written to a file: titles, names and decimals instead of ids and minor units.
import { type Cell, decimal, type Table } from "../../reports/export/table.ts";
import type { Column, Report } from "../../reports/report.ts";
import { saidIn, wordIn } from "../../reports/words.ts";
import type { SqlRow, SqlValue } from "../../store/sqlite/database.ts";
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
}

/** Digits of a currency's minor unit. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

export const tableOf = (given: Given): Table => {
  const { report, lang, currency } = given;
  const digits = digitsOf(currency);
  const isChinese = lang.startsWith("zh");
  const span = report.standing === true ? given.to : `${given.from} – ${given.to}`;
  const [firstTotal] = report.columns.keys().filter((at) => report.columns[at]?.total === true);
  return {
    notes: [
      `${given.store} · ${saidIn(report.title, lang)} · ${span}`,
      saidIn(report.says, lang),
      isChinese ? `算到分录 ${given.upTo}` : `Up to entry ${given.upTo}`,
    ],
    head: report.columns.map(
      ({ title, kind }) => saidIn(title, lang) + (kind === "money" ? ` (${currency})` : ""),
    ),
    rows: given.rows.map((row) =>
      report.columns.map((column) => cellOf(column, row[column.id] ?? null, given.names, digits)),
    ),
    ...(firstTotal === undefined
      ? {}
      : {
          foot: report.columns.map((column, at): Cell => {
            const total = given.totals[column.id];
            if (total !== undefined) return numberCell(column, total, digits);
            return at === 0 ? { kind: "text", text: wordIn("total", lang) } : { kind: "blank" };
          }),
        }),
  };
};

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
