// Points issued, used and lapsed, day by day.
import { asset, day, units } from "../columns.ts";
import type { Report } from "../report.ts";

const counted =
  "head = 'house' AND unit IN (SELECT value FROM json_each(:points)) AND day BETWEEN :from AND :to";
const of = (name: string, sign: string): string =>
  `sum(CASE WHEN name = '${name}' THEN ${sign}amount ELSE 0 END)`;

export const pointsFlow: Report = {
  id: "points",
  group: "value",
  title: { zh: "积分发放与使用", en: "Points issued and used" },
  says: {
    zh: "积分每天发放、使用、过期与调整；变动合计等于积分负债的增减。账：house:issued|redeemed|expired|adjusted。",
    en: "Points issued, used, lapsed and adjusted each day; the changes are the points liability's. Ledger: house:issued|redeemed|expired|adjusted.",
  },
  columns: [
    day,
    asset,
    units("issued", "发放", "Issued"),
    units("used", "使用", "Used"),
    units("lapsed", "过期", "Lapsed"),
    units("adjusted", "其他", "Other"),
    units("change", "变动", "Change"),
  ],
  keys: ["day", "asset"],
  measure: "change",
  rows: /* sql */ `SELECT substr(day, 1, :step) AS day, unit AS asset, ${of("issued", "")} AS issued,
  ${of("redeemed", "-")} AS used, ${of("expired", "-")} AS lapsed,
  sum(CASE WHEN name NOT IN ('issued', 'redeemed', 'expired') THEN amount ELSE 0 END) AS adjusted,
  sum(amount) AS change
FROM posting WHERE ${counted} GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${counted} AND substr(day, 1, :step) = :day AND unit = :asset GROUP BY seq`,
  ledger: { accounts: "acct:^liab:", sign: -1, unit: "points" },
  chart: { kind: "bars", by: "day", of: ["issued", "used", "lapsed"] },
};
