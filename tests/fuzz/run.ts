// In a process of its own: feeds one parser after another, and says for each what it threw, how long one input took
// at most, and what the memory did. `node --expose-gc tests/fuzz/run.ts RUNS [PARSER …]`
import fc from "fast-check";
import { parsers, type Parser } from "./parsers.ts";

export interface Report {
  readonly parser: string;
  readonly runs: number;
  /** CPU time of the slowest input, the best of three, ms */
  readonly slowestMs: number;
  readonly heapGrewBytes: number;
  readonly fault?: string;
}

const [asked = "10000", ...names] = process.argv.slice(2);
const runs = Number(asked);
const looksSlowMs = 20;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Other processes cost wall time, the collector costs CPU time: the best of three is the parser's own. */
const timeOf = async (work: () => Promise<void>): Promise<number> => {
  const once = async (): Promise<number> => {
    const before = cpuMs();
    await work();
    return cpuMs() - before;
  };
  const first = await once();
  return first < looksSlowMs ? first : Math.min(first, await once(), await once());
};

const heapBytes = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const fuzz = async (name: string, { input, read, says }: Parser): Promise<Report> => {
  let slowestMs = 0;
  let done = 0;
  let settledBytes = 0;
  const one = async (value: unknown): Promise<void> => {
    const took = await timeOf(async () => {
      try {
        await read(value);
      } catch (error) {
        if (says === undefined || !(error instanceof says)) throw error;
      }
    });
    slowestMs = Math.max(slowestMs, took);
    if (++done === Math.ceil(runs / 5)) settledBytes = heapBytes();
  };
  const { failed, errorInstance, counterexample } = await fc.check(fc.asyncProperty(input, one), {
    numRuns: runs,
    seed: Number(process.env["SEED"] ?? 0),
  });
  const fault = failed ? `${String(errorInstance)} for ${fc.stringify(counterexample)}` : undefined;
  return {
    parser: name,
    runs: done,
    slowestMs: Math.round(slowestMs * 10) / 10,
    heapGrewBytes: heapBytes() - settledBytes,
    ...(fault === undefined ? {} : { fault }),
  };
};

for (const [name, parser] of Object.entries(parsers))
  if (names.length === 0 || names.includes(name))
    process.stdout.write(`${JSON.stringify(await fuzz(name, parser))}\n`);
