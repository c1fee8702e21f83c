// All members with an account, masked: tier, since when, what they have left, when they last came. Exported as a list.
import { account, money } from "../columns.ts";
import { guestsOfYear } from "../guests.ts";
import type { Report } from "../report.ts";

const stored = "head = 'liab' AND part IN ('principal', 'bonus') AND day <= :to";
const tier = /* sql */ `coalesce((
    SELECT tier FROM (
      SELECT 0 AS seq, 0 AS place, account.tier AS tier
      UNION ALL SELECT seq, rowid, after FROM tier_move WHERE tier_move.account = account.account AND day <= :to
    ) ORDER BY seq DESC, place DESC LIMIT 1
  ), ':none')`;

export const memberList: Report = {
  id: "member-list",
  group: "members",
  title: { zh: "会员名单", en: "List of members" },
  says: {
    zh: "截止日有账户的会员：等级、入会日、储值余额、一年内来店与消费、最近一次，按消费排，最多 5,000 行。账：liab:<储值>:principal|bonus。",
    en: "Members with an account on the last day: tier, since when, stored value left, visits and spending in a year, last visit; by spending, 5,000 rows at most. Ledger: liab:<stored value>:principal|bonus.",
  },
  columns: [
    account,
    { id: "tier", title: { zh: "等级", en: "Tier" }, kind: "name:term" },
    { id: "since", title: { zh: "入会", en: "Since" }, kind: "day" },
    money("stored", "储值余额", "Stored value"),
    { id: "visits", title: { zh: "一年来店", en: "Visits a year" }, kind: "count" },
    money("spend", "一年消费", "Spent in a year"),
    { id: "last", title: { zh: "最近", en: "Last" }, kind: "day" },
  ],
  keys: ["account"],
  measure: "stored",
  standing: true,
  rows: /* sql */ `WITH ${guestsOfYear}, held AS (
  SELECT owner, -sum(amount) AS stored FROM posting WHERE ${stored} GROUP BY owner
)
SELECT account.account AS account, ${tier} AS tier, account.opened AS since, coalesce(stored, 0) AS stored,
  coalesce(visits, 0) AS visits, coalesce(spend, 0) AS spend, last
FROM account LEFT JOIN guest ON guest.account = account.account LEFT JOIN held ON held.owner = account.account
WHERE account.opened <= :to ORDER BY spend DESC, stored DESC, account.account LIMIT 5000`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${stored} AND owner = :account GROUP BY seq`,
  ledger: { accounts: "acct:^liab:.*:(principal|bonus):", sign: -1 },
  chart: { kind: "bars", by: "account", of: ["spend"] },
};
