// The store's time never runs backwards: where the machine's clock jumps back, the last time stays until it is
// caught up with. Order is the journal's number anyway; times only have to be plausible.
import type { Clock } from "../clock.ts";

export interface SteadyClock extends Clock {
  /** Starts over, after the store was emptied under a simulated clock. */
  forget(): void;
}

export const createSteadyClock = (clock: Clock, lastMs: number): SteadyClock => {
  let latestMs = lastMs;
  return {
    nowMs: () => {
      latestMs = Math.max(latestMs, clock.nowMs());
      return latestMs;
    },
    forget: () => {
      latestMs = 0;
    },
  };
};
