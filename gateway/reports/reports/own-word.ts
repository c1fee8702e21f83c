// What employees did on a word of their own, a day each: discounts by hand beside sales, drawers without a sale.
import { count, day, money } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const acts = /* sql */ `SELECT sale.seq, sale.day, sale.station, entry.staff, 'sale' AS what, sale.net AS amount, bill
  FROM sale JOIN entry ON entry.seq = sale.seq WHERE sale.op = 'bill.settle'
  UNION ALL SELECT seq, day, station, staff, what, amount, NULL FROM own_word`;

export const ownWord: Report = {
  id: "own-word",
  group: "care",
  title: { zh: "手工打折与开箱", en: "Discounts by hand and drawers" },
  says: {
    zh: "每位员工每天：开了几单、卖了多少、手工打折（含抹零和收银台加的优惠）几单、让了多少、占原应收的比例，以及不收款开钱箱几次。取自账单与钱箱记录。",
    en: "Each employee's day: bills, what was sold, bills reduced by hand (small change and the till's own offers included), by how much and what share of what was due, and drawers opened without a sale. From bills and the drawer's log.",
  },
  columns: [
    day,
    { id: "staff", title: { zh: "员工", en: "Employee" }, kind: "name:staff" },
    count("bills", "单数", "Bills"),
    money("sold", "销售额", "Sold"),
    count("times", "手工打折单数", "Reduced"),
    money("off", "手工让利", "By hand"),
    { id: "share", title: { zh: "占应收", en: "Of what was due" }, kind: "share" },
    count("noSale", "不收款开箱", "No sale"),
  ],
  keys: ["day", "staff"],
  measure: "off",
  rows: /* sql */ `SELECT day, staff, count(DISTINCT bill) AS bills,
  coalesce(sum(amount) FILTER (WHERE what = 'sale'), 0) AS sold, count(*) FILTER (WHERE what = 'discount') AS times,
  coalesce(sum(amount) FILTER (WHERE what = 'discount'), 0) AS off,
  CASE WHEN sum(amount) = 0 THEN NULL
    ELSE coalesce(sum(amount) FILTER (WHERE what = 'discount'), 0) * 10000 / sum(amount) END AS share,
  count(*) FILTER (WHERE what = 'no_sale') AS noSale
FROM (${acts}) WHERE staff IS NOT NULL AND ${inSpan} GROUP BY day, staff ORDER BY day, staff`,
  entries: /* sql */ `SELECT seq, amount FROM own_word
WHERE what = 'discount' AND day = :day AND staff = :staff AND ${inSpan}`,
  chart: { kind: "bars", by: "staff", of: ["off"] },
};
