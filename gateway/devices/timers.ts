// Waiting as a dependency: leases and back-offs run on monotonic time, never on the store's clock.

export interface Timers {
  /** Monotonic milliseconds; only differences mean anything. */
  readonly nowMs: () => number;
  /** Runs once after the delay; the result cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export const systemTimers: Timers = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
