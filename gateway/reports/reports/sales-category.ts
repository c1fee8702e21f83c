// Sales by category: the venues of the programme.
import { money, share, venue } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const earned = `head = 'income' AND name = 'sales' AND ${inSpan}`;

export const salesCategory: Report = {
  id: "sales-category",
  group: "sales",
  title: { zh: "类别销售", en: "Sales by category" },
  says: {
    zh: "各类别（营业点）的净收入，退货已扣除。账：income:sales:<类别>。",
    en: "Net income of each category (venue), returns taken off. Ledger: income:sales:<venue>.",
  },
  columns: [
    venue,
    { id: "bills", title: { zh: "笔数", en: "Entries" }, kind: "count", total: true },
    money("net", "净收入", "Net"),
    share,
  ],
  keys: ["venue"],
  measure: "net",
  own: true,
  rows: /* sql */ `SELECT rest AS venue, count(DISTINCT seq) AS bills, -sum(amount) AS net,
  CASE WHEN sum(sum(amount)) OVER () = 0 THEN NULL ELSE sum(amount) * 10000 / sum(sum(amount)) OVER () END AS share
FROM posting WHERE ${earned} GROUP BY rest ORDER BY net DESC, rest`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${earned} AND rest = :venue GROUP BY seq`,
  ledger: { accounts: "acct:^income:sales:", sign: -1 },
  chart: { kind: "bars", by: "venue", of: ["net"] },
};
