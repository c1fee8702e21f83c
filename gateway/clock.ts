// The store's clock: real time, or a simulated one that runs on at normal speed from where it was set.

/** Milliseconds since the epoch, as the store sees time. The only source of "now" in the gateway. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** A clock that stands at `startMs` when made and then runs on; `set` moves it (also backwards: the caller forbids). */
export const createSimulatedClock = (startMs: number): Clock & { set(nowMs: number): void } => {
  let offsetMs = startMs - Date.now();
  return {
    nowMs: () => Date.now() + offsetMs,
    set: (nowMs) => {
      offsetMs = nowMs - Date.now();
    },
  };
};
