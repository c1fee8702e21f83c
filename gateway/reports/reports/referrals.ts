// Who brings new members, and what those have spent since.
import { count, money } from "../columns.ts";
import type { Report } from "../report.ts";

export const referrals: Report = {
  id: "referrals",
  group: "members",
  title: { zh: "转介绍排名", en: "Referral ranking" },
  says: {
    zh: "这段营业日里介绍了新会员的会员，按人数；带来的消费截至最后一天。",
    en: "Members who brought new members on these business days, by number; what those have spent up to the last day.",
  },
  columns: [
    { id: "referrer", title: { zh: "介绍人", en: "Referrer" }, kind: "name:member" },
    count("brought", "介绍", "Brought"),
    money("spent", "带来消费", "Their spending"),
  ],
  keys: ["referrer"],
  measure: "brought",
  rows: /* sql */ `WITH brought AS (
  SELECT referrer, member FROM member WHERE referrer IS NOT NULL AND enrolled BETWEEN :from AND :to
), spent AS (
  SELECT brought.member, -sum(amount) AS spent FROM brought JOIN account ON account.member = brought.member
  JOIN posting ON posting.account = account.account AND head = 'income' AND name = 'sales' AND day <= :to
  GROUP BY brought.member
)
SELECT referrer, count(*) AS brought, coalesce(sum(spent), 0) AS spent
FROM brought LEFT JOIN spent ON spent.member = brought.member
GROUP BY referrer ORDER BY brought DESC, spent DESC, referrer LIMIT 500`,
  entries: /* sql */ `SELECT seq, 1 AS amount FROM member
WHERE referrer = :referrer AND enrolled BETWEEN :from AND :to`,
  chart: { kind: "bars", by: "referrer", of: ["brought"] },
};
