// Shifts that were closed: what should have been in the drawer, what was, and the difference.
import { money, tender } from "../columns.ts";
import type { Report } from "../report.ts";

const closed = "day BETWEEN :from AND :to";

export const takingsShift: Report = {
  id: "takings-shift",
  group: "takings",
  title: { zh: "交班", en: "Shifts" },
  says: {
    zh: "在这段营业日里交的班：应有、实点与差额（应有含备用金）。账：差额合计等于 expense:over_short。",
    en: "Shifts closed on these business days: expected (float included), counted, difference. Ledger: the differences come to expense:over_short.",
  },
  columns: [
    { id: "at", title: { zh: "交班时间", en: "Closed at" }, kind: "text" },
    { id: "shift", title: { zh: "班次", en: "Shift" }, kind: "text" },
    { id: "till", title: { zh: "终端", en: "Till" }, kind: "name:station" },
    { id: "staff", title: { zh: "员工", en: "Employee" }, kind: "name:staff" },
    tender,
    money("expected", "应有", "Expected"),
    money("counted", "实点", "Counted"),
    money("difference", "差额", "Difference"),
  ],
  keys: ["shift", "tender"],
  measure: "difference",
  rows: /* sql */ `SELECT substr(replace(at, 'T', ' '), 1, 16) AS at, shift, till, staff, tender,
  expected, counted, difference FROM shift_end WHERE ${closed} ORDER BY seq, tender`,
  entries: /* sql */ `SELECT seq, difference AS amount FROM shift_end
WHERE ${closed} AND shift = :shift AND tender = :tender`,
  ledger: { accounts: "acct:^expense:over_short", sign: -1 },
  chart: { kind: "bars", by: "at", of: ["difference"] },
};
