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
  "sim.replay": {
    params: {
      device: "lobby-printer",
      recording: {
        version: 1,
        device: "lobby-printer",
        model: "epson-tm",
        pieces: [
          { at: 1_731_999_600_000, way: "open" },
          { at: 1_731_999_600_100, way: "out", hex: "1b4068656c6c6f0a" },
          { at: 1_731_999_600_150, way: "in", hex: "18000f00" },
        ],
      },
    },
    result: {
      text: "hello",
      states: [{ state: "ready" }, { state: "blocked", why: "paper_out" }],
    },
  },
  "sim.timeline.play": {
    params: {
      steps: [
        { at: 0, device: "lobby-reader", card: "04A1B2C3D4E580" },
        { at: 1_000, device: "lobby-reader", card: null },
        { at: 2_000, device: "lobby-printer", fault: "paper_out", afterLines: 12 },
        { at: 30_000, device: "lobby-printer", fault: null },
      ],
    },
    result: { playing: true, steps: 4 },
  },
  "sim.timeline.stop": { params: {}, result: { playing: false } },
  "sim.timeline.state": { params: {}, result: { playing: false } },
  "sim.drawer.state": { params: {}, result: { open: any, held: any } },
  "sim.drawer.hold": { params: { held: false }, result: { device: "desk-drawer" } },
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
