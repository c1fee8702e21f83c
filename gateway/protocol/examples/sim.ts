// Examples of sim.*: the simulation's hands.
import { type Examples, any } from "./example.ts";

const unplugged = { call: "sim.device.unplug", params: { device: "desk-scanner" } } as const;

export const simExamples: Examples = {
  "sim.store.reset": {
    params: { programme: "demo", now: "2024-03-11T10:00:00+08:00" },
    result: { programme: "demo" },
  },
  "sim.clock.set": { params: { now: "2024-03-11T18:00:00+08:00" }, result: { now: any } },
  "sim.clock.advance": { params: { ms: 60_000 }, result: { now: any } },
  "sim.card.present": {
    params: { device: "lobby-reader", token: "04A1B2C3D4E580" },
    result: { device: "lobby-reader" },
  },
  "sim.card.remove": {
    given: [
      { call: "sim.card.present", params: { device: "lobby-reader", token: "04A1B2C3D4E580" } },
    ],
    params: { device: "lobby-reader" },
    result: { device: "lobby-reader" },
  },
  "sim.scan": {
    params: { device: "desk-scanner", code: "6901234567892" },
    result: { device: "desk-scanner" },
  },
  "sim.printer.fault": {
    params: { device: "lobby-printer", fault: null },
    result: { device: "lobby-printer" },
  },
  "sim.printer.output": { params: { device: "lobby-printer" }, result: { text: any } },
  "sim.drawer.state": { params: {}, result: { open: any } },
  "sim.device.unplug": {
    params: { device: "desk-scanner" },
    result: { device: "desk-scanner" },
  },
  "sim.device.plug": {
    given: [unplugged],
    params: { device: "desk-scanner" },
    result: { device: "desk-scanner" },
  },
  "sim.network": { params: { up: true }, result: { up: true } },
};
