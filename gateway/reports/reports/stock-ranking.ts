// Which goods move: sold, returned, received, and what counting found missing, by goods.
import { count } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const moved = (why: string, sign: "" | "-"): string =>
  `sum(CASE WHEN name = '${why}' THEN ${sign}amount ELSE 0 END)`;
const moves = `head = 'goods' AND name <> 'stock' AND ${inSpan}`;

export const stockRanking: Report = {
  id: "stock-ranking",
  group: "sales",
  title: { zh: "商品动销排名", en: "Ranking of goods" },
  says: {
    zh: "这段营业日里每种商品净卖出多少（卖出减退回），进货多少，盘点差多少。账：goods:sold、returned、received、counted。",
    en: "What each of the goods sold on these business days less what came back, what was received, and what counting found. Ledger: goods:sold, returned, received, counted.",
  },
  columns: [
    { id: "sku", title: { zh: "商品", en: "Goods" }, kind: "name:term" },
    count("net", "净卖出", "Net sold"),
    count("sold", "卖出", "Sold"),
    count("returned", "退回", "Returned"),
    count("received", "进货", "Received"),
    count("counted", "盘点差", "Count difference"),
  ],
  keys: ["sku"],
  measure: "net",
  rows: /* sql */ `SELECT substr(unit, 5) AS sku, ${moved("sold", "")} - ${moved("returned", "-")} AS net,
  ${moved("sold", "")} AS sold, ${moved("returned", "-")} AS returned, ${moved("received", "-")} AS received,
  ${moved("counted", "-")} AS counted
FROM posting WHERE ${moves} GROUP BY unit ORDER BY net DESC, sku`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${moves} AND name IN ('sold', 'returned') AND unit = 'sku:' || :sku GROUP BY seq HAVING sum(amount) <> 0`,
  ledger: { accounts: "acct:^goods:(sold|returned)$", sign: 1 },
  chart: { kind: "bars", by: "sku", of: ["net"] },
};
