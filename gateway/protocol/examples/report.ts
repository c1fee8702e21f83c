// Examples of report.*: figures and the entries behind them.
import { type Examples, any } from "./example.ts";
import { settledBill } from "./scenes.ts";

const span = { report: "sales-goods", from: "2024-03-11", to: "2024-03-11" } as const;

export const reportExamples: Examples = {
  "report.list": {
    as: "office",
    params: { lang: "en" },
    result: { reports: { $some: { id: "sales-goods", name: any, group: any, says: any } } },
  },
  "report.run": {
    given: settledBill,
    as: "office",
    params: { ...span, lang: "en" },
    result: { report: "sales-goods", rows: [any], totals: any, upTo: any },
  },
  "report.entries": {
    given: [
      ...settledBill,
      { call: "report.run", as: "office", params: span, save: { row: "/rows/0" } },
    ],
    as: "office",
    params: { ...span, row: "@row" as never },
    result: { entries: [{ entry: any, op: "bill.settle" }], count: 1 },
  },
};
