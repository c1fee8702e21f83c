// Commission of sellers: earned, taken back with returns, owed.
import { count, money } from "../columns.ts";
import type { Report } from "../report.ts";

const promised = "head = 'liab' AND name = 'commission' AND day BETWEEN :from AND :to";

export const commission: Report = {
  id: "commission",
  group: "programme",
  title: { zh: "员工提成", en: "Commission" },
  says: {
    zh: "按章程计给售卡、充值、销售人员的提成，退货冲回已扣。账：liab:commission:<员工>。",
    en: "What the programme promises sellers of cards, top-ups and goods, less what returns took back. Ledger: liab:commission:<employee>.",
  },
  columns: [
    { id: "staff", title: { zh: "员工", en: "Employee" }, kind: "name:staff" },
    count("deals", "笔数", "Deals"),
    money("earned", "计提", "Earned"),
    money("back", "冲回", "Taken back"),
    money("owed", "应付", "Owed"),
  ],
  keys: ["staff"],
  measure: "owed",
  rows: /* sql */ `SELECT rest AS staff, count(*) AS deals, sum(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS earned,
  sum(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS back, -sum(amount) AS owed
FROM posting WHERE ${promised} GROUP BY rest ORDER BY owed DESC, rest`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${promised} AND rest = :staff GROUP BY seq`,
  ledger: { accounts: "acct:^liab:commission:", sign: -1 },
  chart: { kind: "bars", by: "staff", of: ["earned", "back"] },
};
