// A report's rows beside those of another span: the same key in both, and a day stands beside the day as far from
// its span's beginning. Rows that only the other span has come last.
import { dayNumber } from "../../programme/dates.ts";
import type { Report } from "../../reports/report.ts";
import type { SqlRow, SqlValue } from "../../store/sqlite/database.ts";

export interface Beside {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly SqlRow[];
  readonly totals: Readonly<Record<string, number>>;
}

export interface Pair {
  readonly now?: SqlRow;
  readonly before?: SqlRow;
}

const monthsOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** How far into its span a day (or a month) stands. */
const placeOf = (value: SqlValue, from: string): SqlValue => {
  if (typeof value !== "string") return value;
  if (/^\d{4}-\d{2}$/u.test(value)) return `m${monthsOf(value) - monthsOf(from)}`;
  return /^\d{4}-\d{2}-\d{2}$/u.test(value) ? `d${dayNumber(value) - dayNumber(from)}` : value;
};

export const pairsOf = (
  report: Pick<Report, "columns" | "keys">,
  now: Pick<Beside, "from" | "rows">,
  before: Pick<Beside, "from" | "rows">,
): readonly Pair[] => {
  const days = new Set(report.columns.flatMap(({ id, kind }) => (kind === "day" ? [id] : [])));
  const nameOf = (row: SqlRow, from: string): string =>
    JSON.stringify(
      report.keys.map((key) => {
        const value = row[key] ?? null;
        return days.has(key) ? placeOf(value, from) : value;
      }),
    );
  const left = new Map(before.rows.map((row) => [nameOf(row, before.from), row]));
  const both = now.rows.map((row): Pair => {
    const name = nameOf(row, now.from);
    const other = left.get(name);
    left.delete(name);
    return { now: row, ...(other === undefined ? {} : { before: other }) };
  });
  return [...both, ...left.values().map((row): Pair => ({ before: row }))];
};
