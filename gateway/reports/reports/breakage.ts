// Breakage: value that members paid for or were given and never used.
import { day, money } from "../columns.ts";
import type { Report } from "../report.ts";

const gone = "head = 'income' AND name = 'breakage' AND day BETWEEN :from AND :to";

export const breakage: Report = {
  id: "breakage",
  group: "value",
  title: { zh: "沉淀收益", en: "Breakage" },
  says: {
    zh: "过期的储值、次卡余款、代金券未用部分计入的收益，按来源。账：income:breakage。",
    en: "Income from stored value, passes and vouchers that lapsed or were not used up, by what brought it about. Ledger: income:breakage.",
  },
  columns: [
    day,
    { id: "op", title: { zh: "来源", en: "Through" }, kind: "name:word" },
    money("amount", "金额", "Amount"),
  ],
  keys: ["day", "op"],
  measure: "amount",
  rows: /* sql */ `SELECT substr(day, 1, :step) AS day, op, -sum(amount) AS amount
FROM posting WHERE ${gone} GROUP BY 1, 2 ORDER BY 1, 2`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${gone} AND substr(day, 1, :step) = :day AND op = :op GROUP BY seq`,
  ledger: { accounts: "acct:^income:breakage", sign: -1 },
  chart: { kind: "stacked", by: "day", of: ["amount"], split: "op" },
};
