// Answers of keys as the versions before kept the long ones. They are kept as they are now: for a month only, and
// packing them took an eighth of a bill's time.
import { textPacking } from "./packed-text.ts";

const packing = textPacking({
  mark: "z1:",
  from: 300,
  dictionary: [
    '{"result":{"assets":{"available":"principal":"bonus":"lots":[{"lot":"lot_01","quantity":"expiresOn":"20',
    '"returned":{"stored":"clawedBack":{"pts":"change":"commission":"coupon":"c_01","hold":"h_01',
    '"benefits":[{"code":"until":"14:00","waives":"half_day"},{"code":"perYear":1',
    '"refused":[{"rule":"earn.birthday","cite":"5.1","why":"not_met","fact":"birthdayToday"}],"used":[]}',
    '"why":"not_met","fact":"card"},{"rule":"food.","cite":"3.2","amount":"applied":[{"rule":"',
    '{"result":{"lines":[{"list":"net":000,"applied":[],"refused":[],"used":[]},{"list":',
    '],"due":"tenders":[{"type":"stored","amount":}],"earns":{"pts":{"quantity":"carry":"rules":[{"rule":"earn.base",',
    '"cite":"5.1","amount":}]}},"benefits":[],"programme":{"id":"version":1},"bill":"b_01',
    '","receipt":"r_01","available":"entry":"e_01","seq":',
  ].join(""),
});

/** Gives answers back that were never packed, as they are. Throws where a packed one is damaged. */
export const unpackAnswer = (kept: string): string => packing.unpack(kept);
