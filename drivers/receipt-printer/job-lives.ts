// The jobs that a printer was given lately and how each stands; knows no printer and no byte.
import type { WireJobState } from "../contract.ts";
import type { DeviceEvent, PrintJob } from "../driver.ts";

/** Ended jobs whose state is remembered, so that one handed over twice prints once. */
const rememberedMax = 256;

export type JobState = WireJobState | "queued";

export interface JobLife {
  readonly order: PrintJob;
  state: JobState;
  why: string | undefined;
  /** bytes may have left, on this connection */
  generation: number | undefined;
  cancelled: boolean;
  /** id that the printer is to echo; empty: its sensor answers; undefined: nothing of it is confirmed */
  echo: string | undefined;
  confirmed: boolean;
  /** the paper sensor has answered behind its last byte */
  sensed: boolean;
}

interface LivesOptions {
  readonly emit: (event: DeviceEvent) => void;
  readonly nowMs: () => number;
}

const keyOf = (job: string, attempt: number): string => `${job}#${attempt}`;
export const isOver = (state: JobState): boolean =>
  state === "printed" || state === "lost" || state === "refused";

/** The states of all jobs that are remembered, told once each. */
export const createLives = ({ emit, nowMs }: LivesOptions) => {
  const lives = new Map<string, JobLife>();
  const counters: Record<string, number> = { jobs: 0, printed: 0, lost: 0, refused: 0 };
  const event = (life: JobLife): DeviceEvent | undefined =>
    life.state === "queued"
      ? undefined
      : {
          event: "job",
          job: life.order.job,
          attempt: life.order.attempt,
          state: life.state,
          at: nowMs(),
          ...(life.why === undefined ? {} : { why: life.why }),
        };
  const say = (life: JobLife): void => {
    const said = event(life);
    if (said !== undefined) emit(said);
  };
  return {
    counters,
    find: (job: string, attempt: number) => lives.get(keyOf(job, attempt)),
    all: (): readonly JobLife[] => [...lives.values()],
    events: (): readonly DeviceEvent[] =>
      [...lives.values()].map(event).filter((said) => said !== undefined),
    say,
    add: (order: PrintJob): JobLife => {
      for (const [key, life] of lives) {
        if (lives.size < rememberedMax) break;
        if (isOver(life.state) || life.state === "sent") lives.delete(key);
      }
      const life: JobLife = {
        order,
        state: "queued",
        why: undefined,
        generation: undefined,
        cancelled: false,
        echo: undefined,
        confirmed: false,
        sensed: false,
      };
      lives.set(keyOf(order.job, order.attempt), life);
      counters["jobs"] = (counters["jobs"] ?? 0) + 1;
      return life;
    },
    tell: (life: JobLife, state: WireJobState, why?: string): void => {
      if (isOver(life.state) || (life.state === state && life.why === why)) return;
      life.state = state;
      life.why = why;
      if (isOver(state)) counters[state] = (counters[state] ?? 0) + 1;
      say(life);
    },
  };
};

export type Lives = ReturnType<typeof createLives>;
