// Clocks of a simulated box: the product's own steady clock and lease clock, over a wall clock that anybody may set.
import { createLeaseClock, type LeaseTime } from "../../../gateway/chain/lease-clock.ts";
import { createSteadyClock } from "../../../gateway/store/steady-clock.ts";
import type { Clock } from "./clock.ts";

export interface StoreClocks {
  /** the store's time: never runs back */
  nowMs(): number;
  leaseTime(): LeaseTime;
  /** the stream answered, and said what time it was there */
  heard(atMs: number): void;
  wasHeard(): boolean;
  /** the box starts: all it knows is the newest time in its books */
  begin(lastMs: number): void;
  /** sets the wall clock: so much ahead of the time it is, or behind */
  skew(ms: number): void;
}

export const createClocks = (clock: Pick<Clock, "nowMs">): StoreClocks => {
  let skewMs = 0;
  let isHeard = false;
  const wallMs = (): number => clock.nowMs() + skewMs;
  const madeAt = (lastMs: number) => ({
    steady: createSteadyClock({ nowMs: wallMs }, lastMs),
    leases: createLeaseClock({ wallMs, steadyMs: () => clock.nowMs(), lastMs }),
  });
  let made = madeAt(0);
  return {
    nowMs: () => made.steady.nowMs(),
    leaseTime: () => made.leases.now(),
    heard: (atMs) => {
      made.leases.heard(atMs);
      isHeard = true;
    },
    wasHeard: () => isHeard,
    begin: (lastMs) => {
      made = madeAt(lastMs);
      isHeard = false;
    },
    skew: (ms) => {
      skewMs = ms;
    },
  };
};
