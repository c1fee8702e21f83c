// How many accounts stand in each tier on a day.
import { count, share } from "../columns.ts";
import type { Report } from "../report.ts";

const standing = /* sql */ `SELECT account.account AS account, card.seq AS seq, coalesce((
    SELECT tier FROM (
      SELECT 0 AS seq, 0 AS place, account.tier AS tier
      UNION ALL SELECT seq, rowid, after FROM tier_move WHERE tier_move.account = account.account AND day <= :to
    ) ORDER BY seq DESC, place DESC LIMIT 1
  ), ':none') AS tier
FROM account JOIN card ON card.account = account.account WHERE account.opened <= :to`;

export const tiers: Report = {
  id: "tiers",
  group: "members",
  title: { zh: "等级构成", en: "Members by tier" },
  says: {
    zh: "截止日各等级的账户数。取自开户与 TierChanged 事件。",
    en: "Accounts in each tier on the last day. From accounts opened and TierChanged events.",
  },
  columns: [
    { id: "tier", title: { zh: "等级", en: "Tier" }, kind: "name:term" },
    count("accounts", "账户", "Accounts"),
    share,
  ],
  keys: ["tier"],
  measure: "accounts",
  standing: true,
  rows: /* sql */ `SELECT tier, count(*) AS accounts, count(*) * 10000 / sum(count(*)) OVER () AS share
FROM (${standing}) GROUP BY tier ORDER BY accounts DESC, tier`,
  entries: /* sql */ `SELECT seq, count(*) AS amount FROM (${standing}) WHERE tier = :tier GROUP BY seq`,
  chart: { kind: "bars", by: "tier", of: ["accounts"] },
};
