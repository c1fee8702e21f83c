// session.*, station.* and staff.*: who speaks from where, and how a station comes to be one.
import Type from "typebox";
import { call, change, roles } from "../operation.ts";
import {
  approval,
  closed,
  id,
  instant,
  language,
  nullable,
  oneOf,
  open,
  staffPin,
  text,
} from "../values.ts";
import { claimView, deviceView, jobView } from "../views.ts";

const stationRole = oneOf(roles);
const publicKey = Type.Object({
  kty: Type.Literal("EC"),
  crv: Type.Literal("P-256"),
  x: Type.String({ minLength: 43, maxLength: 43 }),
  y: Type.String({ minLength: 43, maxLength: 43 }),
});
/** The glass of a station: what a page needs to draw in millimetres and within reach. */
const glass = {
  /** micrometres of one CSS pixel, by the ruler; wins over the diagonal */
  umPerPx: Type.Optional(Type.Integer({ minimum: 50, maximum: 2_000 })),
  diagonalMm: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_000 })),
  /** of the glass's lower edge above the floor */
  edgeMm: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_000 })),
};
const shownGlass = open(glass);
const employee = open({
  id: Type.String(),
  name: Type.String(),
  rights: Type.Array(Type.String()),
});

export const sessionOperations = {
  "session.start": call(
    {
      says: "Proves which station speaks, and takes up a session that broke off.",
      who: "*",
      staff: false,
    },
    {
      protocol: Type.Integer(),
      station: Type.Optional(id),
      token: Type.Optional(text(200)),
      signature: Type.Optional(text(200)),
      resume: Type.Optional(
        Type.Object(
          { session: id, seq: Type.Integer({ minimum: 0 }) },
          { additionalProperties: false },
        ),
      ),
    },
    open({
      session: Type.String(),
      protocol: Type.Integer(),
      role: stationRole,
      station: Type.String(),
      name: Type.Optional(Type.String()),
      resumed: Type.Boolean(),
      seq: Type.Integer(),
      staff: Type.Optional(employee),
      snapshot: Type.Union([
        Type.Null(),
        open({
          devices: Type.Array(deviceView),
          jobs: Type.Array(jobView),
          claims: Type.Array(claimView),
        }),
      ]),
    }),
  ),
  "session.language": call(
    {
      says: "The language this session's guest reads: receipts follow it.",
      who: "*",
      staff: false,
    },
    { lang: language },
    open({ lang: language }),
  ),
  "session.ping": call(
    {
      says: "Says that the other side is alive; both sides send it every 10 seconds.",
      who: "*",
      staff: false,
    },
    {},
    open({ time: instant }),
  ),
  "station.pair": call(
    {
      says: "Turns a pairing code, a QR token or (demonstration store, loopback) nothing into a station.",
      who: "*",
      staff: false,
    },
    {
      code: Type.Optional(text(20)),
      token: Type.Optional(text(80)),
      demo: Type.Optional(oneOf(["kiosk", "cashier", "office", "technician"])),
      name: text(60),
      publicKey: Type.Optional(publicKey),
    },
    open({
      station: Type.String(),
      role: stationRole,
      /** six digits both sides show and a person compares */
      check: Type.String(),
      /** for programs, which have no key */
      token: Type.Optional(Type.String()),
    }),
  ),
  "station.invite": change(
    {
      says: "Makes a pairing code (10 minutes, one use) and its QR token.",
      who: "TO",
      rights: ["manager", "technician"],
    },
    {
      role: oneOf(["kiosk", "cashier", "office", "technician", "integration"]),
      name: Type.Optional(text(60)),
      /** `integration`: the employee the program acts as; without, it reads what needs nobody */
      staff: Type.Optional(id),
    },
    { invitation: Type.String(), code: Type.String(), token: Type.String(), expiresAt: instant },
  ),
  "station.invited": call(
    {
      says: "What became of an invitation: its code again, or the check number to compare.",
      who: "TO",
    },
    { invitation: id },
    open({
      state: oneOf(["open", "used", "expired", "killed"]),
      code: Type.Optional(Type.String()),
      station: Type.Optional(Type.String()),
      check: Type.Optional(Type.String()),
      expiresAt: instant,
    }),
  ),
  "station.list": call(
    { says: "Every station of the store: role, name, last seen, connected or not.", who: "TO" },
    {},
    open({
      stations: Type.Array(
        open({
          station: Type.String(),
          role: stationRole,
          name: Type.String(),
          pairedAt: Type.Optional(instant),
          seenAt: Type.Optional(instant),
          connected: Type.Boolean(),
          revoked: Type.Boolean(),
          screen: Type.Optional(shownGlass),
        }),
      ),
      /** path on the plain address of what makes other machines trust the store; only to who sits at its machine */
      trustKit: Type.Optional(Type.String()),
    }),
  ),
  "station.configure": change(
    {
      says: "Tells a station the size of its glass and its height above the floor; replaces what was told.",
      who: "TO",
    },
    { station: id, screen: closed(glass) },
    { station: Type.String(), screen: shownGlass },
  ),
  "station.settings": call(
    { says: "What this station was told of itself.", who: "*", staff: false },
    {},
    open({
      station: Type.String(),
      name: Type.String(),
      screen: Type.Optional(shownGlass),
    }),
  ),
  "station.rename": change(
    { says: "Gives a station another name.", who: "TO" },
    { station: id, name: text(60) },
    { station: Type.String(), name: Type.String() },
  ),
  "station.revoke": change(
    {
      says: "Ends a station's right to connect; its open connections are closed at once.",
      who: "TO",
    },
    { station: id, reason: Type.Optional(text()) },
    { station: Type.String(), revoked: Type.Boolean() },
  ),
};

export const staffOperations = {
  "staff.signIn": call(
    { says: "An employee signs in at this station by number and PIN.", who: "COT", staff: false },
    { staff: id, pin: staffPin },
    open({ staff: employee }),
  ),
  "staff.signInByCard": call(
    {
      says: "An employee signs in at this station with the staff card, in place of whoever was there.",
      who: "COT",
      staff: false,
    },
    { card: id },
    open({ staff: employee }),
  ),
  "staff.vouch": call(
    {
      says:
        "Whether a second person's word would count: number, PIN and right. Approves nothing; " +
        "a wrong PIN is counted.",
      who: "CO",
    },
    { approval, right: Type.Optional(oneOf(["manager", "finance"])) },
    open({ staff: Type.String(), name: Type.String() }),
  ),
  "staff.signOut": call(
    { says: "The employee leaves the station.", who: "COT", staff: false },
    {},
    open({ signedOut: Type.Boolean() }),
  ),
  "staff.first": change(
    {
      says: "Enters a new store's first manager, from a technician's station; refused once there is one.",
      who: "T",
    },
    { staff: id, name: text(60), pin: staffPin },
    { staff: Type.String() },
  ),
  "staff.put": change(
    {
      says: "Enters or changes an employee: name, PIN, card, rights.",
      who: "O",
      rights: ["manager"],
    },
    {
      staff: id,
      name: text(60),
      pin: Type.Optional(staffPin),
      rights: Type.Array(text(40), { maxItems: 30 }),
      active: Type.Optional(Type.Boolean()),
      /** token of the employee's card; null takes it away */
      card: Type.Optional(nullable(id)),
      /** the employee's own member file: signals ask whose card it is */
      member: Type.Optional(id),
    },
    { staff: Type.String() },
  ),
  "staff.list": call(
    { says: "The employees with their rights.", who: "O" },
    {},
    open({
      staff: Type.Array(
        open({
          staff: Type.String(),
          name: Type.String(),
          rights: Type.Array(Type.String()),
          active: Type.Boolean(),
          member: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
};
