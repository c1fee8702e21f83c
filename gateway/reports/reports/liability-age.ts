// Stored value that is owed, by how long ago it was paid in.
import { money, share } from "../columns.ts";
import type { Report } from "../report.ts";

const age = `CASE WHEN lot.created > date(:to, '-3 months') THEN 'since.03' WHEN lot.created > date(:to, '-6 months') THEN 'since.06'
  WHEN lot.created > date(:to, '-12 months') THEN 'since.12' WHEN lot.created > date(:to, '-24 months') THEN 'since.24'
  ELSE 'since.99' END`;
const stored = "head = 'liab' AND part IN ('principal', 'bonus') AND day <= :to";
const of = (part: string): string => `-sum(CASE WHEN part = '${part}' THEN amount ELSE 0 END)`;

export const liabilityAge: Report = {
  id: "liability-age",
  group: "value",
  title: { zh: "储值负债账龄", en: "Stored value by age" },
  says: {
    zh: "截止日欠会员的储值，按批次充入至今的时间，本金与赠送分列。账：liab:<储值>:principal|bonus。",
    en: "Stored value owed on the last day, by the time since its lot was paid in, principal and bonus. Ledger: liab:<stored value>:principal|bonus.",
  },
  columns: [
    { id: "age", title: { zh: "充值至今", en: "Paid in" }, kind: "name:word" },
    money("principal", "本金", "Principal"),
    money("bonus", "赠送", "Bonus"),
    money("owed", "合计", "Total"),
    share,
  ],
  keys: ["age"],
  measure: "owed",
  standing: true,
  rows: /* sql */ `WITH lots AS (
  SELECT lot, ${of("principal")} AS principal, ${of("bonus")} AS bonus FROM posting INDEXED BY posting_owed WHERE ${stored} GROUP BY lot
)
SELECT ${age} AS age, sum(principal) AS principal, sum(bonus) AS bonus, sum(principal + bonus) AS owed,
  CASE WHEN sum(sum(principal + bonus)) OVER () = 0 THEN NULL
    ELSE sum(principal + bonus) * 10000 / sum(sum(principal + bonus)) OVER () END AS share
FROM lots JOIN lot ON lot.lot = lots.lot WHERE principal <> 0 OR bonus <> 0 GROUP BY 1 ORDER BY 1`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting JOIN lot ON lot.lot = posting.lot
WHERE ${stored} AND ${age} = :age GROUP BY seq HAVING sum(amount) <> 0`,
  ledger: { accounts: "acct:^liab:.*:(principal|bonus):", sign: -1 },
  chart: { kind: "stacked", by: "age", of: ["principal", "bonus"] },
};
