// What a report is: its words, its columns, one SELECT over the tables of model/schema.ts, and the entries behind
// a row.
import type { Words } from "../programme/format.ts";

/**
 * What a column holds: `money` minor units, `share` basis points, `day` YYYY-MM-DD, `name:<kind>` an id the programme or the
 * store has a name for, `text` as it stands, `count` people, bills or days, `units` points or uses of an asset.
 */
export type ColumnKind =
  | "money"
  | "units"
  | "count"
  | "share"
  | "day"
  | "text"
  | "hour"
  | `name:${"term" | "member" | "station" | "staff" | "word"}`;

export interface Column {
  readonly id: string;
  readonly title: Words;
  readonly kind: ColumnKind;
  /** its sum stands in the foot */
  readonly total?: true;
}

export interface Chart {
  readonly kind: "bars" | "stacked" | "lines" | "heat" | "points";
  /** column of the axis; for heat and points of the first axis */
  readonly by: string;
  /** columns drawn; for heat one figure a cell */
  readonly of: readonly string[];
  /** column that splits `of` into series, or is the second axis */
  readonly split?: string;
}

export interface Report {
  readonly id: string;
  readonly group: "takings" | "sales" | "members" | "value" | "programme" | "care";
  readonly title: Words;
  /** what exactly is counted, and out of which ledger accounts */
  readonly says: Words;
  readonly columns: readonly Column[];
  /** columns that name a row; the others are figures */
  readonly keys: readonly string[];
  /** the figure that its entries add up to; without it a row has no entries of its own */
  readonly measure?: string;
  /** as of the last day instead of over a span: `:from` is not looked at */
  readonly standing?: true;
  /** its rows come of the programme asked about every account, not of the journal */
  readonly asked?: "programme";
  /** a cashier may run it over the own till and shift */
  readonly own?: true;
  /** one SELECT with the columns' ids; may use :from :to :station :after */
  readonly rows: string;
  /** one SELECT of `seq, amount` for one row, its keys as parameters besides */
  readonly entries?: string;
  /** the same total asked of the postings alone: accounts by hledger's query, its sign there, and units if not all */
  readonly ledger?: {
    readonly accounts: string;
    readonly sign: 1 | -1;
    readonly unit?: "money" | "points" | "counts";
  };
  readonly chart: Chart;
}

/** What the till of a cashier did after its shift began; everything for the office. */
export const ownOnly = "(:station IS NULL OR station = :station) AND seq > :after";

/** Postings of a span of business days. */
export const inSpan = `day BETWEEN :from AND :to AND ${ownOnly}`;
