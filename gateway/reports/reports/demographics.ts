// Where members come from, how old they are, men and women: as far as their files say.
import { share } from "../columns.ts";
import type { Report } from "../report.ts";

const people = /* sql */ `SELECT seq, 'region' AS dimension, coalesce(region, ':unknown') AS value FROM member
  WHERE erased = 0 AND enrolled <= :to
UNION ALL SELECT seq, 'sex', CASE WHEN sex IN ('female', 'male') THEN 'sex.' || sex ELSE ':unknown' END FROM member
  WHERE erased = 0 AND enrolled <= :to
UNION ALL SELECT seq, 'age', CASE WHEN born IS NULL THEN ':unknown'
    WHEN substr(:to, 1, 4) - born < 18 THEN 'age.00' WHEN substr(:to, 1, 4) - born < 25 THEN 'age.18'
    WHEN substr(:to, 1, 4) - born < 35 THEN 'age.25' WHEN substr(:to, 1, 4) - born < 45 THEN 'age.35'
    WHEN substr(:to, 1, 4) - born < 60 THEN 'age.45' ELSE 'age.60' END FROM member
  WHERE erased = 0 AND enrolled <= :to`;

export const demographics: Report = {
  id: "demographics",
  group: "members",
  title: { zh: "地区、性别、年龄", en: "Region, sex, age" },
  says: {
    zh: "现有会员的分布；地区取自档案的 region、city 或 province，年龄按出生年份。未填的另列。已注销的不算。",
    en: "Members as they stand; region is the file's region, city or province, age by year of birth. Blanks have a row of their own; erased members do not count.",
  },
  columns: [
    { id: "dimension", title: { zh: "维度", en: "Dimension" }, kind: "name:word" },
    { id: "value", title: { zh: "取值", en: "Value" }, kind: "name:word" },
    { id: "members", title: { zh: "人数", en: "Members" }, kind: "count" },
    share,
  ],
  keys: ["dimension", "value"],
  measure: "members",
  standing: true,
  rows: /* sql */ `SELECT dimension, value, count(*) AS members,
  count(*) * 10000 / sum(count(*)) OVER (PARTITION BY dimension) AS share
FROM (${people}) GROUP BY 1, 2 ORDER BY dimension, CASE dimension WHEN 'age' THEN value END, members DESC, value`,
  entries: /* sql */ `SELECT seq, 1 AS amount FROM (${people}) WHERE dimension = :dimension AND value = :value`,
  chart: { kind: "bars", by: "value", of: ["members"] },
};
