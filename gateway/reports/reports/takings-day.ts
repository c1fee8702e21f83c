// Takings by business day and tender: what came into the tills and what was paid out of them.
import { day, money, tender } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const tills = `head = 'asset' AND name <> 'receivable' AND op NOT LIKE 'shift.%' AND ${inSpan}`;

export const takingsDay: Report = {
  id: "takings-day",
  group: "takings",
  title: { zh: "每日收款", en: "Takings by day" },
  says: {
    zh: "各营业日收进与付出钱箱和收款渠道的钱，按付款方式。账：asset:<付款方式>:<终端>，不含交班时入库的调拨。",
    en: "Money that came into and left the tills on each business day, by tender. Ledger: asset:<tender>:<till>, without what a shift brings to the safe.",
  },
  columns: [
    day,
    tender,
    money("taken", "收进", "Taken"),
    money("paid", "付出", "Paid out"),
    money("net", "净额", "Net"),
  ],
  keys: ["day", "tender"],
  measure: "net",
  own: true,
  rows: /* sql */ `SELECT substr(day, 1, :step) AS day, name AS tender,
  sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS taken,
  sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS paid, sum(amount) AS net
FROM posting WHERE ${tills} GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${tills} AND substr(day, 1, :step) = :day AND name = :tender GROUP BY seq`,
  ledger: {
    accounts: "acct:^asset: not:acct:^asset:receivable: not:desc:^shift\\.",
    sign: 1,
  },
  chart: { kind: "stacked", by: "day", of: ["net"], split: "tender" },
};
