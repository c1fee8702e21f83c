// Examples of device.*, input.*, display.*, print.* and drawer.*.
import { type Examples, any } from "./example.ts";
import { settledBill } from "./scenes.ts";

const claimed = {
  call: "device.claim",
  as: "kiosk",
  params: { device: "lobby-reader", mode: "exclusive", ttlMs: 60_000 },
  save: { claim: "/claim", fence: "/fence" },
} as const;

export const deviceExamples: Examples = {
  "device.list": {
    as: "kiosk",
    params: {},
    result: { $some: { device: "lobby-reader", kind: any, state: "ready", confirms: any } },
  },
  "device.claim": {
    as: "kiosk",
    params: { device: "lobby-reader", mode: "exclusive", ttlMs: 60_000 },
    result: { claim: any, fence: any, until: any },
  },
  "device.release": {
    given: [claimed],
    as: "kiosk",
    params: { device: "lobby-reader", claim: "@claim" },
    result: { released: true },
  },
  "device.keep": {
    given: [claimed],
    as: "kiosk",
    params: { device: "lobby-reader", fence: "@fence" as never, ttlMs: 60_000 },
    result: { claim: "@claim", fence: "@fence", until: any },
  },
  "speech.speak": {
    as: "kiosk",
    params: { text: "请轻触会员卡", lang: "cmn", volume: 3 },
    result: { wav: any },
  },
  "device.selfTest": {
    as: "technician",
    params: { device: "lobby-printer", level: "inside" },
    result: { ok: true },
  },
  "device.ticket": {
    as: "technician",
    params: { device: "lobby-printer" },
    result: { job: any, state: any, code: any },
  },
  "device.readTag": {
    given: [{ call: "sim.card.present", params: { device: "desk-reader", uid: "04A1B2C3D4E5F6" } }],
    as: "technician",
    params: { device: "desk-reader" },
    result: { uid: "04A1B2C3D4E5F6", type: 2 },
  },
  "device.writeTag": {
    given: [{ call: "sim.card.present", params: { device: "desk-reader", uid: "04A1B2C3D4E5F6" } }],
    as: "technician",
    params: {
      device: "desk-reader",
      uid: "04A1B2C3D4E5F6",
      address: "https://store.example/m/8",
    },
    result: { uid: "04A1B2C3D4E5F6", type: 2, address: "https://store.example/m/8" },
  },
  "device.trace": {
    as: "technician",
    params: { device: "lobby-reader", limit: 20 },
    result: { trace: any },
  },
  "device.record": {
    as: "technician",
    params: { device: "lobby-printer", seconds: 60 },
    result: { recording: { version: 1, device: "lobby-printer", pieces: any } },
  },
  "device.counters": {
    as: "technician",
    params: { device: "lobby-reader" },
    result: { counters: any },
  },
  "input.arm": {
    given: [claimed],
    as: "kiosk",
    params: { expect: ["card"], forMs: 30_000 },
    result: { until: any, devices: ["lobby-reader"] },
  },
  "input.disarm": { given: [claimed], as: "kiosk", params: {}, result: { disarmed: true } },
  "display.show": {
    as: "cashier",
    params: { device: "desk-display", lines: ["Total 198.00"] },
    result: { shown: true },
  },
};

const slip = {
  kind: "slip",
  lang: "en",
  blocks: [{ kind: "text", text: "Table 4", size: 2 }],
} as const;
const submitted = {
  call: "print.submit",
  as: "cashier",
  params: { to: "desk-printer", document: slip },
  save: { job: "/job" },
} as const;

export const printExamples: Examples = {
  "print.submit": {
    as: "cashier",
    params: {
      to: "desk-printer",
      document: { ...slip, blocks: [...slip.blocks] },
      key: "slip-4",
    },
    result: { job: any, state: any, ahead: any },
  },
  "print.receipt": {
    given: settledBill,
    as: "cashier",
    params: { receipt: "@receipt", to: "desk-printer", lang: "en", key: "copy-1" },
    result: { job: any, state: any, ahead: any },
  },
  "print.preview": {
    given: settledBill,
    as: "cashier",
    params: { receipt: "@receipt", lang: "en" },
    result: { svg: any },
  },
  "print.get": {
    given: [submitted],
    as: "cashier",
    params: { job: "@job" },
    result: { job: "@job", state: any },
  },
  "print.list": {
    given: [submitted],
    as: "technician",
    params: { device: "desk-printer" },
    result: { jobs: { $some: { job: "@job" } } },
  },
  "print.resolve": {
    given: [submitted],
    as: "cashier",
    params: { job: "@job", outcome: "came_out", key: "resolve-1" },
    refused: "job.not_uncertain",
  },
  "print.redirect": {
    given: [
      { call: "sim.printer.fault", params: { device: "lobby-printer", fault: "paper_out" } },
      {
        call: "print.submit",
        params: { to: "lobby-printer", document: slip },
        save: { job: "/job" },
      },
    ],
    as: "cashier",
    params: { job: "@job", to: "desk-printer", key: "redirect-1" },
    result: { job: "@job", printer: "desk-printer", state: any },
  },
  "drawer.open": {
    as: "cashier",
    params: { reason: "no_sale", note: "change for a guest", key: "drawer-1" },
    result: { device: any, opened: any },
  },
};
