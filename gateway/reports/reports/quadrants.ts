// Four quadrants: often or seldom, much or little, against the average guest.
import { count, money, share } from "../columns.ts";
import { guestsOfYear, spentBy } from "../guests.ts";
import type { Report } from "../report.ts";

const quadrant = `CASE WHEN visits >= (SELECT avg(visits) FROM guest) AND spend >= (SELECT avg(spend) FROM guest) THEN 'quadrant.core'
  WHEN spend >= (SELECT avg(spend) FROM guest) THEN 'quadrant.big'
  WHEN visits >= (SELECT avg(visits) FROM guest) THEN 'quadrant.regular' ELSE 'quadrant.passing' END`;

export const quadrants: Report = {
  id: "quadrants",
  group: "care",
  title: { zh: "四象限", en: "Four quadrants" },
  says: {
    zh: "截止日前一年有消费的会员，以人均来店天数与人均消费为界：核心（常来多花）、大单（少来多花）、熟客（常来少花）、过客。",
    en: "Members who spent in the year up to the last day, divided by average visits and average spending: core, big spenders, regulars, passing.",
  },
  columns: [
    { id: "quadrant", title: { zh: "象限", en: "Quadrant" }, kind: "name:word" },
    count("members", "人数", "Members"),
    { id: "visits", title: { zh: "人均来店", en: "Visits each" }, kind: "count" },
    money("spend", "消费", "Spent"),
    { id: "average", title: { zh: "人均消费", en: "Spent each" }, kind: "money" },
    share,
  ],
  keys: ["quadrant"],
  measure: "spend",
  standing: true,
  rows: /* sql */ `WITH ${guestsOfYear}
SELECT ${quadrant} AS quadrant, count(*) AS members, sum(visits) / count(*) AS visits, sum(spend) AS spend,
  sum(spend) / count(*) AS average, sum(spend) * 10000 / sum(sum(spend)) OVER () AS share
FROM guest GROUP BY 1 ORDER BY spend DESC`,
  entries: spentBy(`${quadrant} = :quadrant`),
  chart: { kind: "points", by: "visits", of: ["average"], split: "quadrant" },
};
