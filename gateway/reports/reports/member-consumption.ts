// What each member spent: amount, visits, last day.
import { account, count, money } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const spent = `head = 'income' AND name = 'sales' AND account IS NOT NULL AND ${inSpan}`;

export const memberConsumption: Report = {
  id: "member-consumption",
  group: "members",
  title: { zh: "会员消费", en: "Member consumption" },
  says: {
    zh: "出示会员卡的净消费、来店天数与最近一次。账：带会员账户的分录的 income:sales:*。",
    en: "Net spending with a card shown, days visited, last visit. Ledger: income:sales:* of entries that name an account.",
  },
  columns: [
    account,
    count("visits", "来店", "Visits"),
    money("net", "净消费", "Net spent"),
    { id: "average", title: { zh: "平均每次", en: "Average visit" }, kind: "money" },
    { id: "last", title: { zh: "最近", en: "Last" }, kind: "day" },
  ],
  keys: ["account"],
  measure: "net",
  rows: /* sql */ `SELECT account, count(DISTINCT day) AS visits, -sum(amount) AS net,
  -sum(amount) / count(DISTINCT day) AS average, max(day) AS last
FROM posting WHERE ${spent} GROUP BY account ORDER BY net DESC, account LIMIT 5000`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${spent} AND account = :account GROUP BY seq`,
  chart: { kind: "bars", by: "account", of: ["net"] },
};
