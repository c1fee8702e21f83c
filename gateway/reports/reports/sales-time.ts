// Sales by weekday and hour of the wall clock.
import { money } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const earned = `head = 'income' AND name = 'sales' AND ${inSpan}`;

export const salesTime: Report = {
  id: "sales-time",
  group: "sales",
  title: { zh: "时段销售", en: "Sales by time" },
  says: {
    zh: "按营业日的星期与入账的钟点。账：income:sales:*。",
    en: "By weekday of the business day and hour of the entry. Ledger: income:sales:*.",
  },
  columns: [
    { id: "weekday", title: { zh: "星期", en: "Weekday" }, kind: "name:word" },
    { id: "hour", title: { zh: "钟点", en: "Hour" }, kind: "hour" },
    money("net", "净收入", "Net"),
  ],
  keys: ["weekday", "hour"],
  measure: "net",
  own: true,
  rows: /* sql */ `SELECT 'weekday.' || ((strftime('%w', day) + 6) % 7 + 1) AS weekday, hour, -sum(amount) AS net
FROM posting WHERE ${earned} GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${earned} AND 'weekday.' || ((strftime('%w', day) + 6) % 7 + 1) = :weekday AND hour = :hour GROUP BY seq`,
  ledger: { accounts: "acct:^income:sales:", sign: -1 },
  chart: { kind: "heat", by: "hour", of: ["net"], split: "weekday" },
};
