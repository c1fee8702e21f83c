// Examples of session.*, station.* and staff.*.
import { type Examples, any } from "./example.ts";

const invited = {
  call: "station.invite",
  params: { role: "integration", name: "PMS" },
  save: { invitation: "/invitation", code: "/code" },
} as const;
const paired = {
  call: "station.pair",
  params: { code: "@code", name: "PMS" },
  save: { station: "/station" },
} as const;

export const sessionExamples: Examples = {
  "session.start": {
    params: { protocol: 1, token: "@token" },
    result: { protocol: 1, role: "test", resumed: false, seq: 0, snapshot: { jobs: [] } },
  },
  "session.language": { as: "kiosk", params: { lang: "en" }, result: { lang: "en" } },
  "session.ping": { params: {}, result: { time: any } },
  "station.pair": {
    given: [invited],
    params: { code: "@code", name: "PMS" },
    result: { station: any, role: "integration", check: any, token: any },
  },
  "station.invite": {
    as: "technician",
    params: { role: "kiosk", name: "lobby", key: "invite-lobby" },
    result: { invitation: any, code: any, token: any, expiresAt: any },
  },
  "station.invited": {
    given: [invited],
    params: { invitation: "@invitation" },
    result: { state: "open", code: "@code" },
  },
  "station.list": {
    as: "technician",
    params: {},
    result: { stations: { $some: { station: "st_demo_kiosk", role: "kiosk", revoked: false } } },
  },
  "station.configure": {
    as: "technician",
    params: {
      station: "st_demo_kiosk",
      screen: { umPerPx: 248, edgeMm: 700 },
      key: "glass-lobby",
    },
    result: { station: "st_demo_kiosk", screen: { umPerPx: 248, edgeMm: 700 } },
  },
  "station.settings": {
    given: [
      {
        call: "station.configure",
        as: "technician",
        params: { station: "st_demo_kiosk", screen: { diagonalMm: 546, edgeMm: 700 } },
      },
    ],
    as: "kiosk",
    params: {},
    result: { station: "st_demo_kiosk", screen: { diagonalMm: 546, edgeMm: 700 } },
  },
  "station.rename": {
    given: [invited, paired],
    params: { station: "@station", name: "PMS front office", key: "rename-1" },
    result: { station: "@station", name: "PMS front office" },
  },
  "station.revoke": {
    given: [invited, paired],
    params: { station: "@station", reason: "sold", key: "revoke-1" },
    result: { station: "@station", revoked: true },
  },
  "staff.signIn": {
    as: "cashier",
    params: { staff: "1002", pin: "5678" },
    result: { staff: { id: "1002", name: "周敏", rights: { $some: "manager" } } },
  },
  "staff.signInByCard": {
    given: [
      {
        call: "staff.put",
        as: "office",
        params: { staff: "1001", name: "林晓", rights: ["cashier"], card: "04F0E1D2C3B480" },
      },
    ],
    as: "cashier",
    params: { card: "04F0E1D2C3B480" },
    result: { staff: { id: "1001", name: "林晓", rights: ["cashier"] } },
  },
  "staff.vouch": {
    as: "cashier",
    params: { approval: { staff: "1003", pin: "9012" } },
    result: { staff: "1003", name: any },
  },
  "staff.signOut": { as: "technician", params: {}, result: { signedOut: true } },
  "staff.first": {
    as: "technician",
    params: { staff: "1000", name: "店长", pin: "246810", key: "first-1" },
    refused: "already_exists",
  },
  "staff.put": {
    as: "office",
    params: { staff: "1003", name: "陈晨", pin: "4826", rights: ["cashier"], key: "staff-1003" },
    result: { staff: "1003" },
  },
  "staff.list": {
    as: "office",
    params: {},
    result: { staff: { $some: { staff: "1001", name: "林晓", active: true } } },
  },
};
