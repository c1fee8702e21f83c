// How many calls a connection may make over time: a bucket that fills steadily and holds a burst.

export interface CallMeter {
  /** False: this call is too many; it is refused and the bucket stays as it is. */
  readonly take: () => boolean;
}

export const createCallMeter = (
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  /** monotonic, ms */
  nowMs: () => number = () => performance.now(),
): CallMeter => {
  let held = burst;
  let filledAtMs = nowMs();
  return {
    take: () => {
      const now = nowMs();
      held = Math.min(burst, held + ((now - filledAtMs) * perSecond) / 1_000);
      filledAtMs = now;
      if (held < 1) return false;
      held -= 1;
      return true;
    },
  };
};
