// A script of what happens at simulated devices and when: faults, cards, codes, plugs, the network. For tests and for
// the training of clerks. Plays one at a time; knows no device but by name.
import type { SimVerb } from "./contract.ts";
import type { Timers } from "./timers.ts";

/** One thing that happens `at` so many milliseconds from the start. */
export type TimelineStep = { readonly at: number } & (
  | {
      readonly device: string;
      readonly fault: "paper_low" | "paper_out" | "cover_open" | "stall" | "reset" | null;
      readonly afterLines?: number;
    }
  /** a card laid on a reader; null takes it away */
  | { readonly device: string; readonly card: string | null }
  | { readonly device: string; readonly scan: string }
  | { readonly device: string; readonly plugged: boolean }
  /** head office is there, or not */
  | { readonly network: boolean }
);

export interface TimelineHands {
  readonly simulate: (device: string, verb: SimVerb) => Promise<unknown>;
  readonly setNetwork: (up: boolean) => void;
}

export interface TimelineState {
  readonly playing: boolean;
  readonly done: number;
  readonly steps: number;
  /** devices and steps that could not be done, by step number from 1 */
  readonly failed: readonly number[];
}

export interface Timeline {
  /** Ends what plays and starts anew. */
  readonly play: (steps: readonly TimelineStep[]) => TimelineState;
  /** What has not happened yet does not; what has happened stays. */
  readonly stop: () => TimelineState;
  readonly state: () => TimelineState;
}

const verbOf = (step: Exclude<TimelineStep, { readonly network: boolean }>): SimVerb => {
  if ("fault" in step) {
    const { fault, afterLines } = step;
    return { verb: "fault", fault, ...(afterLines === undefined ? {} : { afterLines }) };
  }
  if ("scan" in step) return { verb: "scan", code: step.scan };
  if ("plugged" in step) return { verb: step.plugged ? "plug" : "unplug" };
  return step.card === null ? { verb: "remove" } : { verb: "present", uid: step.card };
};

/** `simulate` resolves to a result; one that is refused counts as failed. */
const isRefused = (result: unknown): boolean =>
  typeof result === "object" && result !== null && "ok" in result && result.ok === false;

export const createTimeline = (
  { simulate, setNetwork }: TimelineHands,
  timers: Timers,
): Timeline => {
  let cancels: (() => void)[] = [];
  let now: { done: number; steps: number; failed: number[] } = { done: 0, steps: 0, failed: [] };

  const state = (): TimelineState => ({ ...now, playing: now.done < now.steps });
  const stop = (): TimelineState => {
    for (const cancel of cancels) cancel();
    cancels = [];
    now = { ...now, steps: now.done };
    return state();
  };

  const act = async (mine: typeof now, step: TimelineStep, number: number): Promise<void> => {
    if ("network" in step) setNetwork(step.network);
    else if (isRefused(await simulate(step.device, verbOf(step)))) mine.failed.push(number);
    mine.done += 1;
  };

  return {
    play: (steps) => {
      stop();
      const mine = { done: 0, steps: steps.length, failed: [] };
      now = mine;
      cancels = steps.map((step, index) =>
        timers.after(step.at, () => void act(mine, step, index + 1)),
      );
      return state();
    },
    stop,
    state,
  };
};
