// Who is leaving: guests that have stayed away for more than twice their usual interval.
import { account, money } from "../columns.ts";
import { guestsOfYear, spentBy } from "../guests.ts";
import type { Report } from "../report.ts";

const leaving = `visits >= 3 AND julianday(:to) - julianday(last) >= 14
  AND (julianday(:to) - julianday(last)) * (visits - 1) > 2 * (julianday(last) - julianday(first))`;

export const churn: Report = {
  id: "churn",
  group: "care",
  title: { zh: "流失预警", en: "Churn warning" },
  says: {
    zh: "一年内来过三次以上、已超过平常间隔两倍（且至少两周）没有来的会员，按储值余额排。",
    en: "Members who came three times or more in a year and have stayed away for more than twice their usual interval (two weeks at least), by stored value left.",
  },
  columns: [
    account,
    { id: "usual", title: { zh: "平常间隔（天）", en: "Usual interval, days" }, kind: "count" },
    { id: "away", title: { zh: "已经没来（天）", en: "Away, days" }, kind: "count" },
    { id: "visits", title: { zh: "一年内次数", en: "Visits a year" }, kind: "count" },
    money("spend", "一年消费", "Spent in a year"),
    money("stored", "储值余额", "Stored value"),
  ],
  keys: ["account"],
  measure: "spend",
  standing: true,
  rows: /* sql */ `WITH ${guestsOfYear}, leaving AS (SELECT * FROM guest WHERE ${leaving}), left AS (
  SELECT owner, -sum(amount) AS stored FROM posting WHERE head = 'liab' AND part IN ('principal', 'bonus')
    AND day <= :to AND owner IN (SELECT account FROM leaving) GROUP BY owner
)
SELECT account, CAST((julianday(last) - julianday(first)) / (visits - 1) + 0.5 AS INTEGER) AS usual,
  CAST(julianday(:to) - julianday(last) AS INTEGER) AS away, visits, spend, coalesce(stored, 0) AS stored
FROM leaving LEFT JOIN left ON left.owner = leaving.account ORDER BY stored DESC, spend DESC, account LIMIT 5000`,
  entries: spentBy(`${leaving} AND account = :account`),
  chart: { kind: "bars", by: "account", of: ["stored"] },
};
