// Sales by business day, with bills and the average bill: the trend, and what periods are compared by.
import { count, day, money } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const earned = `head = 'income' AND name = 'sales' AND ${inSpan}`;

export const salesDay: Report = {
  id: "sales-day",
  group: "sales",
  title: { zh: "销售走势", en: "Sales trend" },
  says: {
    zh: "每个营业日的净收入、账单数与平均每单，退货记在退货当天。账：income:sales:*。",
    en: "Net income, bills and average bill of each business day; returns stand on the day of the return. Ledger: income:sales:*.",
  },
  columns: [
    day,
    count("bills", "账单", "Bills"),
    money("net", "净收入", "Net"),
    { id: "average", title: { zh: "平均每单", en: "Average bill" }, kind: "money" },
  ],
  keys: ["day"],
  measure: "net",
  own: true,
  rows: /* sql */ `WITH days AS (
  SELECT substr(day, 1, :step) AS day, count(DISTINCT CASE WHEN op = 'bill.settle' THEN seq END) AS bills,
    -sum(amount) AS net FROM posting WHERE ${earned} GROUP BY 1
)
SELECT *, CASE WHEN bills = 0 THEN NULL ELSE net / bills END AS average FROM days ORDER BY day`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${earned} AND substr(day, 1, :step) = :day GROUP BY seq`,
  ledger: { accounts: "acct:^income:sales:", sign: -1 },
  chart: { kind: "bars", by: "day", of: ["net"] },
};
