// Points and uses that members still have, by the month in which they lapse.
import { asset, units } from "../columns.ts";
import type { Report } from "../report.ts";

const left = /* sql */ `SELECT posting.seq AS seq, posting.unit AS asset,
  coalesce(substr(lot.expires, 1, 7), ':never') AS month, -posting.amount AS amount
FROM posting JOIN lot ON lot.lot = posting.lot
WHERE head = 'liab' AND part IN ('avail', 'pending') AND day <= :to`;

export const pointsExpiring: Report = {
  id: "points-expiring",
  group: "value",
  title: { zh: "将要过期", en: "About to lapse" },
  says: {
    zh: "截止日会员手里的积分与次数，按批次的到期月份；按活动顺延的批次以入账时的到期日为准。账：liab:<资产>:avail|pending。",
    en: "Points and uses members have on the last day, by the month their lot lapses; lots that activity prolongs count by their first date. Ledger: liab:<asset>:avail|pending.",
  },
  columns: [
    asset,
    { id: "month", title: { zh: "到期月份", en: "Lapses in" }, kind: "name:word" },
    units("left", "余量", "Left"),
    { id: "holders", title: { zh: "批次", en: "Lots" }, kind: "count" },
  ],
  keys: ["asset", "month"],
  measure: "left",
  standing: true,
  rows: /* sql */ `WITH lots AS (
  SELECT posting.unit AS asset, posting.lot AS lot, -sum(amount) AS quantity FROM posting INDEXED BY posting_owed
  WHERE head = 'liab' AND part IN ('avail', 'pending') AND day <= :to GROUP BY 1, 2 HAVING quantity <> 0
)
SELECT lots.asset, coalesce(substr(lot.expires, 1, 7), ':never') AS month, sum(quantity) AS left,
  count(*) AS holders
FROM lots JOIN lot ON lot.lot = lots.lot GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM (${left})
WHERE asset = :asset AND month = :month GROUP BY seq HAVING sum(amount) <> 0`,
  ledger: { accounts: "acct:^liab:.*:(avail|pending):", sign: -1 },
  chart: { kind: "bars", by: "month", of: ["left"], split: "asset" },
};
