// Uses sold in advance: sold, used, lapsed, put right.
import { asset, units } from "../columns.ts";
import type { Report } from "../report.ts";

const counted =
  "head = 'house' AND unit NOT IN (SELECT value FROM json_each(:points)) AND day BETWEEN :from AND :to";
const of = (name: string, sign: string): string =>
  `sum(CASE WHEN name = '${name}' THEN ${sign}amount ELSE 0 END)`;

export const punchUse: Report = {
  id: "punch-use",
  group: "value",
  title: { zh: "次卡使用", en: "Use of passes" },
  says: {
    zh: "次数类资产在这段营业日里售出（含赠送）、用掉、过期与调整的次数。账：house:issued|used|expired|adjusted。",
    en: "Uses issued (sold or given), used, lapsed and adjusted over these business days, by asset. Ledger: house:issued|used|expired|adjusted.",
  },
  columns: [
    asset,
    units("issued", "售出", "Issued"),
    units("used", "用掉", "Used"),
    units("lapsed", "过期", "Lapsed"),
    units("adjusted", "其他", "Other"),
    units("change", "变动", "Change"),
  ],
  keys: ["asset"],
  measure: "change",
  rows: /* sql */ `SELECT unit AS asset, ${of("issued", "")} AS issued, ${of("used", "-")} AS used,
  ${of("expired", "-")} AS lapsed,
  sum(CASE WHEN name NOT IN ('issued', 'used', 'expired') THEN amount ELSE 0 END) AS adjusted,
  sum(amount) AS change
FROM posting WHERE ${counted} GROUP BY unit ORDER BY used DESC, unit`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${counted} AND unit = :asset GROUP BY seq`,
  ledger: { accounts: "acct:^liab:", sign: -1, unit: "counts" },
  chart: { kind: "bars", by: "asset", of: ["issued", "used", "lapsed"] },
};
