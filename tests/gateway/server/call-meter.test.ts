// The bucket of calls of one connection: a burst, then a steady rate, and no credit beyond the burst.
import { expect, test } from "vitest";
import { createCallMeter } from "../../../gateway/server/call-meter.ts";

const meterAt = (perSecond: number, burst: number) => {
  let nowMs = 1_000;
  const meter = createCallMeter({ perSecond, burst }, () => nowMs);
  const taken = (asked: number): number =>
    Array.from({ length: asked }, () => meter.take()).filter(Boolean).length;
  return {
    taken,
    after: (ms: number) => {
      nowMs += ms;
    },
  };
};

test("a burst is let through, what is beyond it is not", () => {
  expect(meterAt(50, 500).taken(800)).toBe(500);
});

test("it fills again, steadily and never beyond the burst", () => {
  const { taken, after } = meterAt(50, 500);
  taken(500);
  after(100);
  expect(taken(100)).toBe(5);
  after(3_600_000);
  expect(taken(2_000)).toBe(500);
});

test("who asks all the time gets the steady rate, refused calls cost nothing", () => {
  const { taken, after } = meterAt(50, 100);
  taken(100);
  let got = 0;
  for (let tenth = 0; tenth < 100; tenth++) {
    after(100);
    got += taken(40);
  }
  expect(got).toBe(500);
});
