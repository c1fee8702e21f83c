// Kills a store again and again at moments drawn from a seed, and judges what is left after the last one.
import { judge, startVictim, type Verdict } from "./victims.ts";

export interface Kills {
  /** calls acknowledged in all lives together, and calls unanswered at the kills */
  readonly acked: number;
  readonly inFlight: number;
  readonly verdict: Verdict;
}

export const killOften = async (options: {
  readonly file: string;
  readonly clients: number;
  readonly kills: number;
  readonly seed: number;
}): Promise<Kills> => {
  const acked = new Map<string, number>();
  const sent = new Set<string>();
  let inFlight = 0;
  let state = options.seed;
  for (let round = 0; round < options.kills; round += 1) {
    // A linear congruential generator: the same seed kills at the same counts.
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const victim = startVictim({ file: options.file, clients: options.clients, round });
    await victim.ackedSome(1 + (state % 120));
    victim.process.kill("SIGKILL");
    await victim.ended;
    for (const [key, after] of victim.acked) acked.set(key, after);
    for (const key of victim.sent) sent.add(key);
    inFlight += victim.sent.size - victim.acked.size;
  }
  return { acked: acked.size, inFlight, verdict: await judge(options.file, { acked, sent }) };
};
