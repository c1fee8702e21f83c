// Bearer vouchers day by day: what the house owes to holders it does not know.
import { day, money } from "../columns.ts";
import type { Report } from "../report.ts";

const own = `head = 'liab' AND name = 'voucher' AND lot >= 'bv_' AND lot < 'bv~'
  AND day BETWEEN :from AND :to`;
const of = (...ops: readonly string[]): string =>
  `sum(CASE WHEN op IN (${ops.map((op) => `'${op}'`).join(", ")}) THEN -amount ELSE 0 END)`;

export const bearer: Report = {
  id: "bearer",
  group: "value",
  title: { zh: "不记名券", en: "Bearer vouchers" },
  says: {
    zh: "每个营业日售出、发放、收回、退回与到期的不记名券金额；变动即负债变动。账：liab:voucher:bv_*。",
    en: "Bearer vouchers sold, handed out, taken in for bills (returns taken off), taken back and lapsed each day; the changes are the liability's. Ledger: liab:voucher:bv_*.",
  },
  columns: [
    day,
    money("sold", "售出", "Sold"),
    money("handed", "发放", "Handed out"),
    money("used", "收回", "Taken in"),
    money("back", "退回与作废", "Taken back, void"),
    money("lapsed", "到期", "Lapsed"),
    money("change", "变动", "Change"),
  ],
  keys: ["day"],
  measure: "change",
  rows: /* sql */ `SELECT substr(day, 1, :step) AS day, ${of("voucher.sell")} AS sold, ${of("voucher.hand")} AS handed,
  ${of("bill.settle", "bill.reverse")} AS used, ${of("voucher.takeBack", "coupon.void")} AS back,
  ${of("day.close")} AS lapsed, -sum(amount) AS change
FROM posting WHERE ${own} GROUP BY 1 ORDER BY 1`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${own} AND substr(day, 1, :step) = :day GROUP BY seq`,
  ledger: { accounts: "acct:^liab:voucher:bv_", sign: -1 },
  chart: { kind: "stacked", by: "day", of: ["sold", "handed", "used", "back", "lapsed"] },
};
