// How long this process's event loop lets what is due wait, over the last one to two minutes. Knows no device.
import { monitorEventLoopDelay } from "node:perf_hooks";

type Histogram = ReturnType<typeof monitorEventLoopDelay>;

const everyMs = 10;
const windowMs = 60_000;
const nanosecondsPerMs = 1e6;

export interface LoopDelay {
  /** Whole milliseconds beyond what was asked for: 99 of 100 waits were no longer, and the longest. */
  readonly counters: () => { readonly loopP99Ms: number; readonly loopMaxMs: number };
  readonly close: () => void;
}

export const createLoopDelay = (): LoopDelay => {
  const begin = () => {
    const histogram = monitorEventLoopDelay({ resolution: everyMs });
    histogram.enable();
    return histogram;
  };
  let windows = [begin()];
  const turn = setInterval(() => {
    windows.at(-1)?.disable();
    windows = [...windows.slice(-1), begin()];
  }, windowMs).unref();
  // The histogram counts from one look to the next: what was asked for is part of each.
  const waitedMs = (of: (histogram: Histogram) => number): number =>
    Math.max(
      0,
      ...windows
        .filter(({ count }) => count > 0)
        .map((each) => Math.round(of(each) / nanosecondsPerMs) - everyMs),
    );
  return {
    counters: () => ({
      loopP99Ms: waitedMs((histogram) => histogram.percentile(99)),
      loopMaxMs: waitedMs(({ max }) => max),
    }),
    close: () => {
      clearInterval(turn);
      for (const histogram of windows) histogram.disable();
    },
  };
};
