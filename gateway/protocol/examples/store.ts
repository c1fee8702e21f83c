// Examples of store.*, shift.*, programme.*, report.*, audit.*, ledger.* and the like.
import { type Examples, any } from "./example.ts";
import { atTheKiosk, cardHolder, settledBill } from "./scenes.ts";

const shift = {
  call: "shift.open",
  as: "cashier",
  params: { float: 50_000 },
  save: { shift: "/shift" },
} as const;
const inForce = { call: "programme.get", as: "office", save: { file: "/file" } } as const;

export const storeExamples: Examples = {
  "store.info": {
    as: "kiosk",
    params: { lang: "en" },
    result: {
      programme: { id: "demo" },
      currency: "CNY",
      businessDate: "2024-03-11",
      headOffice: "none",
      tenders: { $some: "cash" },
    },
  },
  "visit.end": {
    given: [...atTheKiosk, { call: "card.identify", as: "kiosk", params: { visit: "@visit" } }],
    as: "kiosk",
    params: { visit: "@visit" },
    result: { ended: true },
  },
  "key.get": {
    given: [
      ...cardHolder,
      {
        call: "pass.sell",
        params: {
          account: "@account",
          pass: "spa10",
          tenders: [{ type: "cash", amount: 88_000 }],
          key: "sale-17",
        },
      },
    ],
    params: { key: "sale-17" },
    result: { known: true, op: "pass.sell", result: { asset: "spa", available: 10 } },
  },
  "key.find": {
    given: [
      ...cardHolder,
      { call: "help.call", as: "kiosk", params: { reason: "help", key: "call-0123abcd" } },
    ],
    as: "cashier",
    params: { tail: "0123ABCD" },
    result: { found: { $some: { key: "call-0123abcd", op: "help.call", result: any } } },
  },
  "calendar.put": {
    as: "office",
    params: {
      calendar: "CN",
      days: [{ date: "2024-04-04", workday: false }],
      key: "calendar-2024",
    },
    result: { days: 1 },
  },
  "numbering.put": {
    as: "office",
    params: { member: "{store}{year}{seq:6}", key: "numbering-1" },
    result: { member: "{store}{year}{seq:6}", next: { member: any, card: any } },
  },
  "day.close": {
    given: [{ call: "sim.clock.set", params: { now: "2024-03-12T09:00:00+08:00" } }],
    as: "office",
    params: { businessDate: "2024-03-11", key: "close-2024-03-11" },
    result: { businessDate: "2024-03-11", entries: any },
  },
};

export const shiftExamples: Examples = {
  "shift.open": {
    as: "cashier",
    params: { float: 50_000, key: "shift-1" },
    result: { shift: any },
  },
  "shift.cash": {
    given: [shift],
    as: "cashier",
    params: { way: "out", with: "expense", amount: 8_600, reason: "flowers", key: "cash-1" },
    result: { shift: "@shift", amount: -8_600 },
  },
  "shift.count": {
    given: [shift],
    as: "cashier",
    params: { counted: { cash: 49_500 }, key: "count-1" },
    result: { shift: "@shift", difference: { cash: -500 } },
  },
  "shift.close": {
    given: [shift],
    as: "cashier",
    params: { counted: { cash: 50_000 }, key: "z-1" },
    result: { shift: "@shift", difference: { cash: 0 }, ledger: { code: any } },
  },
  "shift.get": {
    given: [shift],
    as: "cashier",
    params: {},
    result: { shift: "@shift" },
  },
};

export const programmeExamples: Examples = {
  "programme.get": { as: "office", params: {}, result: { id: "demo", version: any, file: any } },
  "programme.check": {
    as: "office",
    given: [inForce],
    params: { file: "@file" as never },
    result: { ok: true },
  },
  "programme.publish": {
    given: [inForce],
    as: "office",
    params: { file: "@file" as never, key: "publish-1" },
    refused: "programme.invalid",
  },
  "programme.compare": {
    as: "office",
    given: [...settledBill, inForce],
    params: { file: "@file" as never, from: "2024-03-01", to: "2024-03-31" },
    result: { bills: 1 },
  },
};

export const officeExamples: Examples = {
  "sync.status": { as: "kiosk", params: {}, result: { headOffice: "none", pending: 0 } },
  "audit.list": {
    as: "office",
    given: [
      {
        call: "staff.put",
        as: "office",
        params: { staff: "1003", name: "陈晨", rights: ["cashier"] },
      },
    ],
    params: { op: "staff.put" },
    result: { records: { $some: { op: "staff.put", station: any, at: any } } },
  },
  "ledger.verify": {
    as: "technician",
    given: settledBill,
    params: {},
    result: { ok: true, findings: [], trialBalance: { CNY: 0 } },
  },
  "ledger.entry": {
    as: "technician",
    given: settledBill,
    params: { entry: "@entry" },
    result: { body: any, hash: any },
  },
  "backup.create": {
    as: "technician",
    params: { key: "backup-1" },
    result: { backup: any, entries: any, head: any },
  },
  "diagnostics.bundle": { as: "technician", params: {}, result: { bundle: any } },
  "diagnostics.log": { as: "technician", params: { limit: 20 }, result: { lines: any } },
  "diagnostics.support": {
    as: "technician",
    params: {},
    result: { bundle: any, name: any, bytes: any, files: { $some: "doctor.json" } },
  },
  "diagnostics.supportPart": {
    as: "technician",
    params: { bundle: "sup_gone", from: 0 },
    refused: "not_found",
  },
};
