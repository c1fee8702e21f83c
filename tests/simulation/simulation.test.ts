// The chain under simulation: 10,000 histories on two processors in CI, elsewhere a few hundred; kept seeds first. A
// failing seed is printed: `node tests/simulation/run.ts SEED 1` shows it again.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mutants } from "./mutant-list.ts";
import { nodeFlags, runSeeds as runOf, type Summary } from "./run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const total = process.env["CI"] === "true" ? 10_000 : 200;
const timeoutMs = 1_800_000;

const runSeeds = (from: number, count: number): Promise<Summary> =>
  new Promise((resolve, reject) => {
    const args = [...nodeFlags, "tests/simulation/run.ts", `${from}`, `${count}`];
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 << 20 }, (error, stdout) => {
      if (!stdout.startsWith("{")) reject(error ?? new Error("no summary"));
      else resolve(JSON.parse(stdout));
    });
  });

test("seeds that once failed hold", { timeout: timeoutMs }, async () => {
  const { seeds }: { seeds: number[] } = JSON.parse(
    readFileSync(new URL("seeds.json", import.meta.url), "utf8"),
  );
  expect(seeds.flatMap((seed) => runOf(seed, 1).failed)).toEqual([]);
});

test("invariants I1 to I12 hold in every history", { timeout: timeoutMs }, async () => {
  const half = total / 2;
  const [one, other] = await Promise.all([runSeeds(1, half), runSeeds(1 + half, half)]);
  const histories = one.histories + other.histories;
  const realMs = Math.max(one.realMs, other.realMs);
  const perSecond = Math.round((histories * 1000) / realMs);
  const times = Math.round((one.virtualMs + other.virtualMs) / realMs);
  process.stdout.write(
    `${histories} histories, ${one.entries + other.entries} entries, ` +
      `${one.exceptions + other.exceptions} exceptions, ${perSecond}/s, ${times} times real time\n`,
  );
  expect([...one.failed, ...other.failed]).toEqual([]);
  expect(histories).toBe(total);
  // A world without conflicts would prove nothing.
  expect(one.exceptions + other.exceptions).toBeGreaterThan(histories / 10);
});

test("the same seed is the same history", { timeout: timeoutMs }, async () => {
  const one = await runSeeds(7, 6);
  expect(one.digest).toBe(runOf(7, 6).digest);
});

test("every mistake of the list can be made: its text stands in its file once", () => {
  const unfit = mutants.filter(
    ({ file, from }) => readFileSync(`${root}${file}`, "utf8").split(from).length !== 2,
  );
  expect(unfit.map(({ id }) => id)).toEqual([]);
  expect(mutants.length).toBeGreaterThanOrEqual(30);
});
