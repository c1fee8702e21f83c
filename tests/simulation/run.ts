// Runs histories by their seeds and tells which break an invariant: `node tests/simulation/run.ts FROM COUNT`.
import { broken, stateHash } from "./sim/invariants.ts";
import { runHistory } from "./sim/world.ts";

/** Histories are made of many small things that are soon forgotten. */
export const nodeFlags = ["--max-semi-space-size=64"] as const;

export interface Outcome {
  readonly seed: number;
  readonly problems: readonly string[];
}

export interface Summary {
  readonly histories: number;
  readonly failed: readonly Outcome[];
  readonly entries: number;
  readonly exceptions: number;
  readonly refused: number;
  readonly virtualMs: number;
  readonly realMs: number;
  /** processor time, ms */
  readonly cpuMs: number;
  /** over the final states: the same seeds, the same digest */
  readonly digest: string;
}

/** `untilFailed`: stops at the first history that is not good. */
export const runSeeds = (from: number, count: number, untilFailed = false): Summary => {
  const begun = performance.now();
  const before = process.cpuUsage();
  const failed: Outcome[] = [];
  const sum = { histories: 0, entries: 0, exceptions: 0, refused: 0, virtualMs: 0 };
  let digest = "";
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = runOne(seed);
    sum.histories += 1;
    if (outcome.problems.length > 0) failed.push({ seed, problems: outcome.problems });
    sum.entries += outcome.entries;
    sum.exceptions += outcome.exceptions;
    sum.refused += outcome.refused;
    sum.virtualMs += outcome.virtualMs;
    digest = `${digest.slice(0, 64)} ${outcome.state}`;
    if (untilFailed && failed.length > 0) break;
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000;
  return { ...sum, failed, realMs: performance.now() - begun, cpuMs, digest };
};

const runOne = (seed: number) => {
  const nothing = { entries: 0, exceptions: 0, refused: 0, virtualMs: 0, state: "" };
  try {
    const history = runHistory(seed);
    const [store] = history.stores;
    return {
      problems: broken(history),
      entries: store?.applied().length ?? 0,
      exceptions: store?.entities("exception").length ?? 0,
      refused: history.refused,
      virtualMs: history.lastedMs,
      state: store === undefined ? "" : stateHash(store.confirmed()),
    };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...nothing, problems: [`stopped: ${what}`] };
  }
};

if (import.meta.main) {
  const [from = "1", count = "100", mode = ""] = process.argv.slice(2);
  const summary = runSeeds(Number(from), Number(count), mode === "--until-failed");
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  process.exitCode = summary.failed.length > 0 ? 1 : 0;
}
