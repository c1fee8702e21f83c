// Takings by till and tender.
import { money, tender } from "../columns.ts";
import { inSpan, type Report } from "../report.ts";

const tills = `head = 'asset' AND name <> 'receivable' AND op NOT LIKE 'shift.%' AND ${inSpan}`;

export const takingsTill: Report = {
  id: "takings-till",
  group: "takings",
  title: { zh: "各终端收款", en: "Takings by till" },
  says: {
    zh: "全店在这段营业日里的收款，按终端与付款方式。账：asset:<付款方式>:<终端>。",
    en: "What the store took in over these business days, by till and tender. Ledger: asset:<tender>:<till>.",
  },
  columns: [
    { id: "till", title: { zh: "终端", en: "Till" }, kind: "name:station" },
    tender,
    money("taken", "收进", "Taken"),
    money("paid", "付出", "Paid out"),
    money("net", "净额", "Net"),
  ],
  keys: ["till", "tender"],
  measure: "net",
  own: true,
  rows: /* sql */ `SELECT rest AS till, name AS tender,
  sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS taken,
  sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS paid, sum(amount) AS net
FROM posting WHERE ${tills} GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, sum(amount) AS amount FROM posting
WHERE ${tills} AND rest = :till AND name = :tender GROUP BY seq`,
  ledger: {
    accounts: "acct:^asset: not:acct:^asset:receivable: not:desc:^shift\\.",
    sign: 1,
  },
  chart: { kind: "stacked", by: "till", of: ["net"], split: "tender" },
};
