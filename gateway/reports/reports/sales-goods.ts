// Sales by goods: quantity, list price, discount, what was paid. What was earned without a bill line stands in
// rows of its own.
import { count, money, share, venue } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const earned = `head = 'income' AND name = 'sales' AND ${inSpan}`;

export const salesGoods: Report = {
  id: "sales-goods",
  group: "sales",
  title: { zh: "商品销售", en: "Sales by goods" },
  says: {
    zh: "按商品的数量、原价、优惠与实收，退货已扣除。次卡核销、住宿等没有账单行的收入另列一行。账：合计等于 income:sales:*。",
    en: "Quantity, list price, discount and net by goods, returns taken off. Income without a bill line (uses of passes, stays) has rows of its own. Ledger: the total is income:sales:*.",
  },
  columns: [
    venue,
    { id: "sku", title: { zh: "商品", en: "Goods" }, kind: "name:term" },
    count("quantity", "数量", "Quantity"),
    money("list", "原价", "List"),
    money("discount", "优惠", "Discount"),
    money("net", "实收", "Net"),
    share,
  ],
  keys: ["venue", "sku"],
  measure: "net",
  own: true,
  rows: /* sql */ `WITH sold AS (
  SELECT venue, coalesce(sku, '') AS sku, sum(quantity) AS quantity, sum(list) AS list,
    sum(list) - sum(net) AS discount, sum(net) AS net
  FROM sale WHERE ${inSpan} GROUP BY 1, 2
), other AS (
  SELECT rest AS venue, ':other' AS sku, NULL AS quantity, NULL AS list, NULL AS discount,
    -sum(amount) - coalesce((SELECT sum(net) FROM sold WHERE venue = posting.rest), 0) AS net
  FROM posting WHERE ${earned} GROUP BY rest HAVING net <> 0
), goods AS (SELECT * FROM sold UNION ALL SELECT * FROM other)
SELECT *, CASE WHEN sum(net) OVER () = 0 THEN NULL ELSE net * 10000 / sum(net) OVER () END AS share
FROM goods WHERE quantity <> 0 OR net <> 0 OR sku = ':other' ORDER BY net DESC, venue, sku`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM (
  SELECT seq, net AS amount FROM sale WHERE venue = :venue AND coalesce(sku, '') = :sku AND ${inSpan}
  UNION ALL SELECT seq, -amount FROM posting WHERE :sku = ':other' AND rest = :venue AND ${earned}
  UNION ALL SELECT seq, -net FROM sale WHERE :sku = ':other' AND venue = :venue AND ${inSpan}
) GROUP BY seq HAVING sum(amount) <> 0`,
  ledger: { accounts: "acct:^income:sales:", sign: -1 },
  chart: { kind: "bars", by: "sku", of: ["net"] },
};
