// How deep prices are cut: the share of list price given away, by category and band.
import { count, money, venue } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const band = `CASE WHEN list <= 0 OR net >= list THEN 'band.0' WHEN net * 20 >= list * 19 THEN 'band.05'
  WHEN net * 10 >= list * 9 THEN 'band.10' WHEN net * 10 >= list * 8 THEN 'band.20'
  WHEN net * 2 >= list THEN 'band.50' ELSE 'band.99' END`;
/** A line as it stands at the end of the span: a return takes its list price away as well. */
const lines = /* sql */ `SELECT venue, bill, line, max(seq) AS seq, sum(list) AS list, sum(net) AS net
FROM sale WHERE ${inSpan} GROUP BY bill, line`;

export const discounts: Report = {
  id: "discounts",
  group: "sales",
  title: { zh: "折扣深度", en: "Discount depth" },
  says: {
    zh: "账单行的实收占原价多少，按让利幅度分档；常打折会伤品牌，看得见才管得住。取自账单行，退货已扣除。",
    en: "How much of its list price each bill line was given away, in bands; frequent discounts cheapen a brand. From bill lines, returns taken off.",
  },
  columns: [
    venue,
    { id: "band", title: { zh: "让利", en: "Given away" }, kind: "name:word" },
    count("lines", "行数", "Lines"),
    money("list", "原价", "List"),
    money("given", "让利额", "Given"),
    { id: "depth", title: { zh: "深度", en: "Depth" }, kind: "share" },
  ],
  keys: ["venue", "band"],
  measure: "given",
  rows: /* sql */ `WITH line AS (${lines})
SELECT venue, ${band} AS band, count(*) AS lines, sum(list) AS list, sum(list - net) AS given,
  CASE WHEN sum(list) = 0 THEN NULL ELSE sum(list - net) * 10000 / sum(list) END AS depth
FROM line WHERE list <> 0 OR net <> 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `WITH line AS (${lines})
SELECT seq, sum(list - net) AS amount FROM line
WHERE (list <> 0 OR net <> 0) AND venue = :venue AND ${band} = :band GROUP BY seq`,
  chart: { kind: "stacked", by: "venue", of: ["given"], split: "band" },
};
