// `npm run torture:chain [COUNT] [FROM]`: histories of the chain on all processors, for as long as it takes.
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { nodeFlags, type Summary } from "./run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [count = "100000", from = `${Math.floor(Date.now() / 1000)}`] = process.argv.slice(2);
const portion = 500;
const seeds = Array.from({ length: Math.ceil(Number(count) / portion) }, (_, at) => ({
  from: Number(from) + at * portion,
  count: Math.min(portion, Number(count) - at * portion),
}));
let done = 0;
let failed = 0;

const run = (args: readonly string[]): Promise<Summary> =>
  new Promise((resolve, reject) => {
    const script = [...nodeFlags, "tests/simulation/run.ts", ...args];
    execFile(process.execPath, script, { cwd: root, maxBuffer: 64 << 20 }, (error, stdout) => {
      if (stdout.startsWith("{")) resolve(JSON.parse(stdout));
      else reject(error ?? new Error("no summary"));
    });
  });

const work = async (): Promise<void> => {
  for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
    const summary = await run([`${next.from}`, `${next.count}`]);
    done += summary.histories;
    failed += summary.failed.length;
    for (const { seed, problems } of summary.failed)
      process.stdout.write(`seed ${seed}: ${problems.join("; ")}\n`);
    process.stdout.write(`${done} histories from ${from}, ${failed} failed\n`);
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = failed > 0 ? 1 : 0;
