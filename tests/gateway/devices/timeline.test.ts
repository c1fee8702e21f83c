// Scripts of faults and hands: each step at its time, in order, and no step after the script was stopped.
import { beforeEach, describe, expect, test } from "vitest";
import type { SimVerb } from "../../../gateway/devices/contract.ts";
import { createTimeline, type Timeline } from "../../../gateway/devices/timeline.ts";
import { startTestGateway } from "../../support/gateway-in-process.ts";
import { createManualTimers, type ManualTimers } from "./support/manual-timers.ts";

let timers: ManualTimers;
let timeline: Timeline;
let done: string[];
let refused: string | undefined;

beforeEach(() => {
  timers = createManualTimers();
  done = [];
  refused = undefined;
  timeline = createTimeline(
    {
      simulate: (device, verb: SimVerb) => {
        done.push(`${timers.nowMs()} ${device} ${JSON.stringify(verb)}`);
        return Promise.resolve({ ok: device !== refused });
      },
      setNetwork: (up) => done.push(`${timers.nowMs()} network ${up}`),
    },
    timers,
  );
});

describe("a timeline", () => {
  test("does each step at its time, whatever the order in which they are written", async () => {
    timeline.play([
      { at: 3_000, device: "lobby-printer", fault: null },
      { at: 0, device: "lobby-reader", card: "04A1" },
      { at: 1_000, device: "lobby-printer", fault: "paper_out", afterLines: 12 },
      { at: 1_500, device: "lobby-reader", card: null },
      { at: 2_000, network: false },
      { at: 2_500, device: "desk-scanner", scan: "690" },
      { at: 2_600, device: "desk-scanner", plugged: false },
    ]);
    await timers.advance(2_100);
    expect(timeline.state()).toEqual({ playing: true, done: 4, steps: 7, failed: [] });
    await timers.advance(10_000);
    expect(done).toEqual([
      '0 lobby-reader {"verb":"present","uid":"04A1"}',
      '1000 lobby-printer {"verb":"fault","fault":"paper_out","afterLines":12}',
      '1500 lobby-reader {"verb":"remove"}',
      "2000 network false",
      '2500 desk-scanner {"verb":"scan","code":"690"}',
      '2600 desk-scanner {"verb":"unplug"}',
      '3000 lobby-printer {"verb":"fault","fault":null}',
    ]);
    expect(timeline.state()).toEqual({ playing: false, done: 7, steps: 7, failed: [] });
  });

  test("goes on when a step cannot be done, and names it", async () => {
    refused = "nowhere";
    timeline.play([
      { at: 0, device: "nowhere", fault: "stall" },
      { at: 5, device: "lobby-printer", fault: "stall" },
    ]);
    await timers.advance(10);
    expect(timeline.state()).toEqual({ playing: false, done: 2, steps: 2, failed: [1] });
  });

  test("that is stopped, or played over, does nothing more", async () => {
    timeline.play([
      { at: 10, device: "a", scan: "1" },
      { at: 20, device: "a", scan: "2" },
    ]);
    await timers.advance(10);
    expect(timeline.stop()).toMatchObject({ playing: false, done: 1 });
    await timers.advance(100);
    expect(done).toHaveLength(1);
    timeline.play([{ at: 50, device: "b", scan: "3" }]);
    timeline.play([{ at: 60, device: "c", scan: "4" }]);
    await timers.advance(100);
    expect(done.slice(1)).toEqual(['170 c {"verb":"scan","code":"4"}']);
  });
});

test("a script played through the protocol happens at the devices of a real house", async () => {
  const gateway = await startTestGateway();
  const device = "lobby-printer";
  const technician = await gateway.session("technician");
  const played = await technician.call("sim.timeline.play", {
    steps: [
      { at: 0, device, fault: "cover_open" },
      { at: 20, device, plugged: false },
    ],
  });
  expect(played["result"]).toMatchObject({ steps: 2 });
  // States may be told together: the last one counts.
  let state: unknown;
  while (state !== "absent") {
    const { device: told, data } = await technician.nextEvent("device.state");
    if (told === device) state = (data as { readonly state: string }).state;
  }
  // what happened is told by the device before the script hears that it is done
  await expect
    .poll(async () => (await technician.call("sim.timeline.state", {})).result, { timeout: 30_000 })
    .toMatchObject({ done: 2, failed: [] });
  technician.close();
  await gateway.close();
});
