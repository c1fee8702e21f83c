// Time that passes only when the test says so.
import type { Timers } from "../../../../gateway/devices/timers.ts";

interface Waiting {
  readonly at: number;
  readonly run: () => void;
}

export interface ManualTimers extends Timers {
  /** Runs everything that falls due, in order, and lets promises settle in between. */
  readonly advance: (ms: number) => Promise<void>;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

export const createManualTimers = (): ManualTimers => {
  let now = 0;
  let waiting: readonly Waiting[] = [];
  return {
    nowMs: () => now,
    after: (delayMs, run) => {
      const entry = { at: now + delayMs, run };
      waiting = [...waiting, entry].toSorted((a, b) => a.at - b.at);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let next = waiting[0]; next !== undefined && next.at <= end; next = waiting[0]) {
        waiting = waiting.slice(1);
        now = next.at;
        next.run();
        await settle();
      }
      now = end;
      await settle();
    },
  };
};
