// report.*: figures out of the ledger, each with its definition and the entries behind every row.
import Type from "typebox";
import { call } from "../operation.ts";
import { date, id, language, oneOf, open, page, record } from "../values.ts";

const span = { report: id, from: date, to: date, filter: Type.Optional(record) };
const cell = Type.Union([Type.String(), Type.Integer(), Type.Null()]);
const row = Type.Record(Type.String(), cell);
const sums = Type.Record(Type.String(), Type.Integer());
const period = { from: date, to: date };

const column = open({
  id: Type.String(),
  title: Type.String(),
  /** `money` minor units, `share` basis points, `day` a date or a month, `name:…` an id that `names` has a word for */
  kind: Type.String(),
  total: Type.Boolean(),
});

export const reportOperations = {
  "report.list": call(
    {
      says: "The reports this store has, each with what it counts; a cashier sees those of the own till.",
      who: "CO",
    },
    { lang: Type.Optional(language) },
    open({
      reports: Type.Array(
        open({
          id: Type.String(),
          name: Type.String(),
          group: Type.String(),
          says: Type.String(),
          standing: Type.Boolean(),
          /** may be held against another span or day; what has not happened yet may not */
          compares: Type.Optional(Type.Boolean()),
        }),
      ),
    }),
  ),
  "report.run": call(
    {
      says:
        "Runs a report over a span of business days, with another span beside it if asked; " +
        "a cashier only over what the own till did in the open shift. Filter: `station`.",
      who: "CO",
    },
    {
      ...span,
      format: Type.Optional(oneOf(["rows", "csv", "xlsx"])),
      compare: Type.Optional(
        Type.Object({ from: date, to: date }, { additionalProperties: false }),
      ),
      lang: Type.Optional(language),
    },
    open({
      report: Type.String(),
      name: Type.Optional(Type.String()),
      says: Type.Optional(Type.String()),
      ...period,
      currency: Type.Optional(Type.String()),
      columns: Type.Optional(Type.Array(column)),
      /** columns that name a row, for `report.entries` */
      keys: Type.Optional(Type.Array(Type.String())),
      /** the figure its entries add up to */
      measure: Type.Optional(Type.String()),
      chart: Type.Optional(
        open({
          kind: oneOf(["bars", "stacked", "lines", "heat", "points"]),
          by: Type.String(),
          of: Type.Array(Type.String()),
          split: Type.Optional(Type.String()),
        }),
      ),
      step: Type.Optional(oneOf(["day", "month"])),
      rows: Type.Optional(Type.Array(row)),
      totals: Type.Optional(sums),
      /** column → id → its name in the language asked for */
      names: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))),
      /** rows there are beyond those shown; totals count them */
      cut: Type.Optional(Type.Integer()),
      compared: Type.Optional(open({ ...period, rows: Type.Array(row), totals: sums })),
      /** number of the last entry that was counted */
      upTo: Type.Integer(),
      file: Type.Optional(open({ name: Type.String(), type: Type.String(), data: Type.String() })),
    }),
  ),
  "report.entries": call(
    { says: "The journal entries behind one row of a report, newest first.", who: "CO" },
    { ...span, row: record, ...page },
    open({
      entries: Type.Array(
        open({
          seq: Type.Integer(),
          entry: Type.String(),
          at: Type.String(),
          op: Type.String(),
          amount: Type.Integer(),
          station: Type.String(),
          staff: Type.Optional(Type.String()),
          member: Type.Optional(Type.String()),
        }),
      ),
      count: Type.Integer(),
      amount: Type.Integer(),
      cursor: Type.Optional(Type.String()),
    }),
  ),
};
