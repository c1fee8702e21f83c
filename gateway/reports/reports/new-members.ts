// New members day by day, and how many the programme has.
import { count, day } from "../columns.ts";
import type { Report } from "../report.ts";

export const newMembers: Report = {
  id: "new-members",
  group: "members",
  title: { zh: "新会员走势", en: "New members" },
  says: {
    zh: "每个营业日入会的人数，与当时的会员总数（含后来注销的）。",
    en: "People enrolled on each business day, and all members by then (including those erased later).",
  },
  columns: [
    day,
    count("joined", "新会员", "Joined"),
    count("referred", "经推荐", "Referred"),
    { id: "all", title: { zh: "会员总数", en: "All members" }, kind: "count" },
  ],
  keys: ["day"],
  measure: "joined",
  rows: /* sql */ `WITH days AS (
  SELECT substr(enrolled, 1, :step) AS day, count(*) AS joined, count(referrer) AS referred FROM member
  WHERE enrolled BETWEEN :from AND :to GROUP BY 1
)
SELECT *, (SELECT count(*) FROM member WHERE enrolled < :from) + sum(joined) OVER (ORDER BY day) AS "all"
FROM days ORDER BY day`,
  entries: /* sql */ `SELECT seq, 1 AS amount FROM member
WHERE enrolled BETWEEN :from AND :to AND substr(enrolled, 1, :step) = :day`,
  chart: { kind: "bars", by: "day", of: ["joined"] },
};
