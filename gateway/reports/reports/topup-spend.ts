// Stored value in and out: topped up, given, spent, given back, lapsed. The changes come to what is owed more or
// less.
import { day, money } from "../columns.ts";
import type { Report } from "../report.ts";

const stored = "head = 'liab' AND part IN ('principal', 'bonus') AND day BETWEEN :from AND :to";
const sum = (when: string, sign = "-"): string =>
  `sum(CASE WHEN ${when} THEN ${sign}amount ELSE 0 END)`;
const isTopUp = "op IN ('account.topUp', 'card.issue', 'event.import') AND amount < 0";
const isOut = "op IN ('card.refund', 'member.erase')";
const isSpent = `NOT (${isTopUp}) AND NOT ${isOut} AND op NOT IN ('day.close', 'bill.reverse')`;

export const topUpSpend: Report = {
  id: "topup-spend",
  group: "value",
  title: { zh: "充值与消费", en: "Top-ups and spending" },
  says: {
    zh: "储值每天进出：充值本金、赠送、消费、退货退回、退卡、过期。变动合计等于储值负债的增减。账：liab:<储值>:principal|bonus。",
    en: "Stored value day by day: principal, bonus, spent, given back with returns, paid out, lapsed. The changes are the liability's. Ledger: liab:<stored value>:principal|bonus.",
  },
  columns: [
    day,
    money("topped", "充值本金", "Topped up"),
    money("bonus", "赠送", "Bonus"),
    money("spent", "消费", "Spent"),
    money("back", "退回", "Given back"),
    money("out", "退卡", "Paid out"),
    money("lapsed", "过期", "Lapsed"),
    money("change", "负债变动", "Change"),
  ],
  keys: ["day"],
  measure: "change",
  rows: /* sql */ `SELECT substr(day, 1, :step) AS day, ${sum(`${isTopUp} AND part = 'principal'`)} AS topped,
  ${sum(`${isTopUp} AND part = 'bonus'`)} AS bonus, ${sum(isSpent, "")} AS spent,
  ${sum("op = 'bill.reverse'")} AS back, ${sum(isOut, "")} AS out, ${sum("op = 'day.close'", "")} AS lapsed,
  -sum(amount) AS change
FROM posting WHERE ${stored} GROUP BY 1 ORDER BY 1`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${stored} AND substr(day, 1, :step) = :day GROUP BY seq`,
  ledger: { accounts: "acct:^liab:.*:(principal|bonus):", sign: -1 },
  chart: { kind: "lines", by: "day", of: ["topped", "spent"] },
};
