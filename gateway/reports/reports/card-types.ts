// Which types of card are issued most, and how many of their holders still come.
import { count, share } from "../columns.ts";
import type { Report } from "../report.ts";

export const cardTypes: Report = {
  id: "card-types",
  group: "members",
  title: { zh: "最受欢迎的卡种", en: "Popular card types" },
  says: {
    zh: "这段营业日里新发的卡，按卡种；「仍来店」指截止日前 90 天内有消费。补卡、换卡不算。",
    en: "Cards newly issued on these business days, by type; “active” = spent within the 90 days before the last day. Replacements do not count.",
  },
  columns: [
    { id: "type", title: { zh: "卡种", en: "Card type" }, kind: "name:term" },
    count("issued", "发卡", "Issued"),
    count("active", "仍来店", "Active"),
    share,
  ],
  keys: ["type"],
  measure: "issued",
  rows: /* sql */ `WITH active AS (
  SELECT DISTINCT account FROM posting WHERE head = 'income' AND name = 'sales' AND account IS NOT NULL
    AND day > date(:to, '-90 days') AND day <= :to
)
SELECT type, count(*) AS issued, count(active.account) AS active,
  count(*) * 10000 / sum(count(*)) OVER () AS share
FROM card LEFT JOIN active ON active.account = card.account
WHERE card.day BETWEEN :from AND :to GROUP BY type ORDER BY issued DESC, type`,
  entries: /* sql */ `SELECT seq, 1 AS amount FROM card WHERE day BETWEEN :from AND :to AND type = :type`,
  chart: { kind: "bars", by: "type", of: ["issued"] },
};
