// Sales by room: what stays were charged at check-out.
import { count, money } from "../columns.ts";
import type { Report } from "../report.ts";

const left = "day BETWEEN :from AND :to";

export const salesRoom: Report = {
  id: "sales-room",
  group: "sales",
  title: { zh: "客房销售", en: "Sales by room" },
  says: {
    zh: "离店结账时计收的房费，按房号与房型。账：离店分录的 income:sales:rooms。",
    en: "Room charges taken at check-out, by room and type. Ledger: income:sales:rooms of check-out entries.",
  },
  columns: [
    { id: "room", title: { zh: "房号", en: "Room" }, kind: "text" },
    { id: "roomType", title: { zh: "房型", en: "Room type" }, kind: "name:term" },
    count("stays", "住店", "Stays"),
    money("charge", "房费", "Charge"),
  ],
  keys: ["room", "roomType"],
  measure: "charge",
  rows: /* sql */ `SELECT coalesce(room, '') AS room, room_type AS roomType, count(*) AS stays, sum(charge) AS charge
FROM stay_end WHERE ${left} GROUP BY 1, 2 ORDER BY charge DESC, 1`,
  entries: /* sql */ `SELECT seq, charge AS amount FROM stay_end
WHERE ${left} AND coalesce(room, '') = :room AND room_type = :roomType`,
  ledger: { accounts: "acct:^income:sales:rooms$ desc:^stay\\.checkOut$", sign: -1 },
  chart: { kind: "bars", by: "room", of: ["charge"] },
};
