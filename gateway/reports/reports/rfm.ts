// The RFM grid: how recently guests came, how often, and what they spend.
import { count, money } from "../columns.ts";
import { guestsOfYear, spentBy } from "../guests.ts";
import type { Report } from "../report.ts";

const recency = `CASE WHEN last > date(:to, '-7 days') THEN 'recent.007' WHEN last > date(:to, '-30 days') THEN 'recent.030'
  WHEN last > date(:to, '-60 days') THEN 'recent.060' WHEN last > date(:to, '-120 days') THEN 'recent.120'
  ELSE 'recent.999' END`;
const frequency = `CASE WHEN visits = 1 THEN 'visits.01' WHEN visits <= 3 THEN 'visits.03' WHEN visits <= 6 THEN 'visits.06'
  WHEN visits <= 11 THEN 'visits.11' ELSE 'visits.99' END`;

export const rfm: Report = {
  id: "rfm",
  group: "care",
  title: { zh: "RFM 分布", en: "RFM grid" },
  says: {
    zh: "截止日前一年有消费的会员：行是最近一次来店，列是一年内来店天数，格内是人数与人均消费。账：income:sales:*。",
    en: "Members who spent in the year up to the last day: rows by last visit, columns by days visited; people and average spending. Ledger: income:sales:*.",
  },
  columns: [
    { id: "recency", title: { zh: "最近来店", en: "Last visit" }, kind: "name:word" },
    { id: "frequency", title: { zh: "一年内次数", en: "Visits a year" }, kind: "name:word" },
    count("members", "人数", "Members"),
    money("spend", "消费", "Spent"),
    { id: "average", title: { zh: "人均", en: "Each" }, kind: "money" },
  ],
  keys: ["recency", "frequency"],
  measure: "spend",
  standing: true,
  rows: /* sql */ `WITH ${guestsOfYear}
SELECT ${recency} AS recency, ${frequency} AS frequency, count(*) AS members, sum(spend) AS spend,
  sum(spend) / count(*) AS average FROM guest GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: spentBy(`${recency} = :recency AND ${frequency} = :frequency`),
  chart: { kind: "heat", by: "frequency", of: ["members"], split: "recency" },
};
