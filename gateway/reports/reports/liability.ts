// What the programme owes on a day, in money: stored value, passes paid for, vouchers, commissions.
import { money, share } from "../columns.ts";
import type { Report } from "../report.ts";

const kind = `CASE WHEN part IS NOT NULL THEN 'liability.' || part
  WHEN name = 'voucher' AND lot LIKE 'bv\\_%' ESCAPE '\\' THEN 'liability.bearer'
  ELSE 'liability.' || name END`;
const owed = `head = 'liab' AND unit = :currency AND day <= :to`;

export const liability: Report = {
  id: "liability",
  group: "value",
  title: { zh: "负债总览", en: "What is owed" },
  says: {
    zh: "截止日全店欠会员与员工的钱：储值本金与赠送、已售未用的次卡、代金券、未付提成。账：liab:*（本币）。",
    en: "Money the store owes members and employees on the last day: stored value, passes not yet used, vouchers, commissions not paid. Ledger: liab:* in money.",
  },
  columns: [
    { id: "kind", title: { zh: "项目", en: "Item" }, kind: "name:word" },
    money("owed", "欠款", "Owed"),
    share,
  ],
  keys: ["kind"],
  measure: "owed",
  standing: true,
  rows: /* sql */ `SELECT ${kind} AS kind, -sum(amount) AS owed,
  CASE WHEN sum(sum(amount)) OVER () = 0 THEN NULL ELSE sum(amount) * 10000 / sum(sum(amount)) OVER () END AS share
FROM posting INDEXED BY posting_owed WHERE ${owed} GROUP BY 1 ORDER BY owed DESC, 1`,
  entries: /* sql */ `SELECT seq, -sum(amount) AS amount FROM posting
WHERE ${owed} AND ${kind} = :kind GROUP BY seq HAVING sum(amount) <> 0`,
  ledger: { accounts: "acct:^liab:", sign: -1, unit: "money" },
  chart: { kind: "bars", by: "kind", of: ["owed"] },
};
