// Core members: how much of the sales the best tenth, the best fifth … of the guests bring.
import { count, money, share } from "../columns.ts";
import { guestsOfYear, spentBy } from "../guests.ts";
import type { Report } from "../report.ts";

const ranked = `, ranked AS (
  SELECT account, spend, (row_number() OVER (ORDER BY spend DESC, account) - 1) * 10 / count(*) OVER () + 1 AS tenth
  FROM guest
)`;

export const core: Report = {
  id: "core",
  group: "care",
  title: { zh: "二成核心会员", en: "Core members" },
  says: {
    zh: "截止日前一年有消费的会员，从花得最多的起每十分之一一档；前两档即核心的二成。账：income:sales:*。",
    en: "Members who spent in the year up to the last day, in tenths from the biggest spender down; the first two are the core fifth. Ledger: income:sales:*.",
  },
  columns: [
    { id: "tenth", title: { zh: "第几个一成", en: "Tenth" }, kind: "text" },
    count("members", "人数", "Members"),
    money("spend", "消费", "Spent"),
    share,
    { id: "upTo", title: { zh: "累计", en: "So far" }, kind: "share" },
  ],
  keys: ["tenth"],
  measure: "spend",
  standing: true,
  rows: /* sql */ `WITH ${guestsOfYear}${ranked}
SELECT CAST(tenth AS TEXT) AS tenth, count(*) AS members, sum(spend) AS spend,
  sum(spend) * 10000 / sum(sum(spend)) OVER () AS share,
  sum(sum(spend)) OVER (ORDER BY ranked.tenth) * 10000 / sum(sum(spend)) OVER () AS upTo
FROM ranked GROUP BY ranked.tenth ORDER BY ranked.tenth`,
  entries: spentBy(
    "account IN (SELECT account FROM ranked WHERE tenth = CAST(:tenth AS INTEGER))",
    ranked,
  ),
  chart: { kind: "bars", by: "tenth", of: ["spend"] },
};
