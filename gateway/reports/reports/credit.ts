// Tabs that are open: what members owe, and since when.
import { account, money } from "../columns.ts";
import type { Report } from "../report.ts";

const tab = "head = 'asset' AND name = 'receivable' AND day <= :to";

export const credit: Report = {
  id: "credit",
  group: "care",
  title: { zh: "挂账与信用预警", en: "Tabs and credit warning" },
  says: {
    zh: "截止日会员挂账未结的余额与最早一笔未结挂账至今的天数（先挂先还）。账：asset:receivable:<账户>。",
    en: "What members owe on their tabs on the last day, and the days since the oldest unpaid charge (first charged, first paid). Ledger: asset:receivable:<account>.",
  },
  columns: [
    account,
    money("owed", "挂账", "Owed"),
    { id: "oldest", title: { zh: "最早一笔", en: "Oldest charge" }, kind: "day" },
    { id: "days", title: { zh: "天数", en: "Days" }, kind: "count" },
  ],
  keys: ["account"],
  measure: "owed",
  standing: true,
  rows: /* sql */ `WITH charge AS (
  SELECT owner, day, amount, sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) OVER
    (PARTITION BY owner ORDER BY seq ROWS UNBOUNDED PRECEDING) AS charged,
    -sum(CASE WHEN amount < 0 THEN amount ELSE 0 END) OVER (PARTITION BY owner) AS paid
  FROM posting WHERE ${tab}
)
SELECT owner AS account, sum(amount) AS owed, min(CASE WHEN amount > 0 AND charged > paid THEN day END) AS oldest,
  CAST(julianday(:to) - julianday(min(CASE WHEN amount > 0 AND charged > paid THEN day END)) AS INTEGER) AS days
FROM charge GROUP BY owner HAVING owed <> 0 ORDER BY days DESC, owed DESC`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting WHERE ${tab} AND owner = :account GROUP BY seq`,
  ledger: { accounts: "acct:^asset:receivable:", sign: 1 },
  chart: { kind: "bars", by: "account", of: ["owed"] },
};
