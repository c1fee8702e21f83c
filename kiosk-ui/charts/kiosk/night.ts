// What the clock alone decides: dark colours at night, and a fresh page in the small hours when nobody is there.

const nightFrom = 22;
const nightUntil = 6;
/** the quietest hour of a hotel's lobby */
const reloadHour = 4;
const quietMs = 300_000;
const dayMs = 20 * 3_600_000;

export const isNight = (hour: number): boolean => hour >= nightFrom || hour < nightUntil;

/** Once a night, and only after five minutes without anybody. Epoch milliseconds. */
export const isReloadDue = (at: {
  readonly nowMs: number;
  readonly hour: number;
  readonly openedMs: number;
  /** undefined: somebody is here */
  readonly quietSinceMs: number | undefined;
}): boolean =>
  at.hour === reloadHour &&
  at.nowMs - at.openedMs > dayMs &&
  at.quietSinceMs !== undefined &&
  at.nowMs - at.quietSinceMs >= quietMs;
