// Stops a store in the middle of its commits, as a hung machine or a suspended container does, and lets it go on.
import { setTimeout as wait } from "node:timers/promises";
import { createStore } from "../../gateway/store/store.ts";
import { storeOptions } from "./test-store.ts";
import { judge, startVictim, type Verdict } from "./victims.ts";

export interface Stopped {
  /** acknowledged when it was stopped, while it stood still, and at the end */
  readonly acked: readonly [atStop: number, atWake: number, atEnd: number];
  readonly inFlight: number;
  /** what another process was told that wanted the store meanwhile */
  readonly intruder: unknown;
  readonly failures: readonly string[];
  readonly verdict: Verdict;
}

export const stopAWhile = async (options: {
  readonly file: string;
  readonly clients: number;
  readonly pauseMs: number;
}): Promise<Stopped> => {
  const { file, clients, pauseMs } = options;
  const victim = startVictim({ file, clients, round: 0 });
  try {
    await victim.ackedSome(200);
    victim.process.kill("SIGSTOP");
    // What it said before it was stopped is read in the first half, so the second half must be silent.
    await wait(pauseMs / 2);
    const atStop = victim.acked.size;
    const inFlight = victim.sent.size - atStop;
    const intruder: unknown = await createStore(storeOptions(file)).catch(
      (error: unknown) => error,
    );
    await wait(pauseMs / 2);
    const atWake = victim.acked.size;
    victim.process.kill("SIGCONT");
    await victim.ackedSome(atWake + 200);
    victim.process.kill("SIGKILL");
    await victim.ended;
    const acked = [atStop, atWake, victim.acked.size] as const;
    const { failures } = victim;
    return { acked, inFlight, intruder, failures, verdict: await judge(file, victim) };
  } finally {
    victim.process.kill("SIGKILL");
  }
};
