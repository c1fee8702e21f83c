// What vouchers brought: issued, used, lapsed, and the sales they came with.
import { count, money } from "../columns.ts";
import type { Report } from "../report.ts";

const issued = /* sql */ `issued AS (
  SELECT coupon, seq, coalesce(reason, '') AS reason, value FROM coupon_move
  WHERE what = 'issued' AND day BETWEEN :from AND :to
), fate AS (
  SELECT issued.*, (
    SELECT what FROM coupon_move AS move WHERE move.coupon = issued.coupon AND move.day <= :to
    ORDER BY seq DESC LIMIT 1
  ) AS now, (
    SELECT move.seq FROM coupon_move AS move WHERE move.coupon = issued.coupon AND move.what = 'used'
      AND move.day <= :to ORDER BY seq DESC LIMIT 1
  ) AS used_in FROM issued
)`;
const of = (what: string, value: string): string =>
  `sum(CASE WHEN now = '${what}' THEN ${value} ELSE 0 END)`;

export const coupons: Report = {
  id: "coupons",
  group: "programme",
  title: { zh: "代金券回报", en: "Return of vouchers" },
  says: {
    zh: "这段营业日里发出的代金券，按发放原因：到截止日用掉、过期、作废与未用的张数，面值与带来的同单销售。",
    en: "Vouchers issued on these business days, by reason: used, lapsed, void and open by the last day, their worth, and the sales of the bills they paid for.",
  },
  columns: [
    { id: "reason", title: { zh: "原因", en: "Reason" }, kind: "name:word" },
    count("issued", "发出", "Issued"),
    count("used", "用掉", "Used"),
    count("lapsed", "过期", "Lapsed"),
    count("void", "作废", "Void"),
    count("open", "未用", "Open"),
    money("value", "面值", "Worth"),
    money("spent", "用掉面值", "Worth used"),
    money("sales", "带来销售", "Sales"),
    { id: "rate", title: { zh: "使用率", en: "Rate" }, kind: "share" },
  ],
  keys: ["reason"],
  measure: "issued",
  rows: /* sql */ `WITH ${issued}
SELECT reason, count(*) AS issued, ${of("used", "1")} AS used, ${of("expired", "1")} AS lapsed,
  ${of("voided", "1")} AS void, sum(CASE WHEN now IN ('issued', 'restored') THEN 1 ELSE 0 END) AS open,
  sum(value) AS value, ${of("used", "value")} AS spent,
  coalesce(sum(CASE WHEN now = 'used' THEN
    (SELECT sum(net) FROM sale WHERE sale.seq = fate.used_in) END), 0) AS sales,
  ${of("used", "1")} * 10000 / count(*) AS rate
FROM fate GROUP BY reason ORDER BY issued DESC, reason`,
  entries: /* sql */ `WITH ${issued} SELECT seq, count(*) AS amount FROM fate WHERE reason = :reason GROUP BY seq`,
  chart: { kind: "stacked", by: "reason", of: ["used", "lapsed", "void", "open"] },
};
