// What is on the shelf on a day, and how long it will last at the pace of the last thirty days.
import { count } from "../columns.ts";
import type { Report } from "../report.ts";

const onShelf = "head = 'goods' AND name = 'stock' AND day <= :to";

export const stock: Report = {
  id: "stock",
  group: "sales",
  title: { zh: "库存与补货", en: "Stock and restocking" },
  says: {
    zh: "截止日每种商品的架上数量，近 30 天卖出（退货已扣），按这个速度还够卖几天；不够 7 天排在最前。账：goods:stock。",
    en: "Goods on the shelf on the last day, sold in the 30 days before (returns taken off), and the days that will last; under 7 days come first. Ledger: goods:stock.",
  },
  columns: [
    { id: "sku", title: { zh: "商品", en: "Goods" }, kind: "name:term" },
    count("onHand", "架上", "On hand"),
    count("sold", "近 30 天卖出", "Sold in 30 days"),
    { id: "lasts", title: { zh: "够卖几天", en: "Days left" }, kind: "count" },
  ],
  keys: ["sku"],
  measure: "onHand",
  standing: true,
  rows: /* sql */ `WITH shelf AS (
  SELECT substr(unit, 5) AS sku, sum(amount) AS onHand FROM posting WHERE ${onShelf} GROUP BY unit
), gone AS (
  SELECT substr(unit, 5) AS sku, sum(amount) AS sold FROM posting
  WHERE head = 'goods' AND name IN ('sold', 'returned') AND day > date(:to, '-30 days') AND day <= :to GROUP BY unit
), pace AS (
  SELECT sku, onHand, coalesce(sold, 0) AS sold,
    CASE WHEN sold > 0 THEN max(0, onHand) * 30 / sold END AS lasts
  FROM shelf LEFT JOIN gone USING (sku)
)
SELECT * FROM pace ORDER BY lasts IS NULL, CASE WHEN lasts < 7 THEN lasts ELSE 7 END, sold DESC, sku`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${onShelf} AND unit = 'sku:' || :sku GROUP BY seq`,
  ledger: { accounts: "acct:^goods:stock$", sign: 1 },
  chart: { kind: "bars", by: "sku", of: ["onHand"] },
};
