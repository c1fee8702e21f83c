// The store's clock: the only source of "now"; the demonstration store brings one that can be set.

/** Milliseconds since the epoch, as the store sees time. The only source of "now" in the gateway. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
