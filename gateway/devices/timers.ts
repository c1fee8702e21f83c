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

/** One timer that is set anew each time: setting it cancels what it was set for. */
export interface Alarm {
  readonly set: (delayMs: number, run: () => void) => void;
  readonly cancel: () => void;
}

export const createAlarm = (timers: Timers): Alarm => {
  let cancel = (): void => undefined;
  return {
    set: (delayMs, run) => {
      cancel();
      cancel = timers.after(delayMs, run);
    },
    cancel: () => cancel(),
  };
};
