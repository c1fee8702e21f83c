// `npm run mutants [NAME…]`: makes each mistake of the list in a copy of the product's files, runs histories on it, then
// the tests of its room, and tells which mistakes were noticed and by what. Exit 1 where one survives.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Mutant, mutants } from "./mutant-list.ts";
import { nodeFlags } from "./run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Histories a mistake has to be noticed in; `HISTORIES=150` for a first look. */
const historiesMax = Number(process.env["HISTORIES"] ?? 1000);
const firstSeed = 1;

interface Tried {
  readonly mutant: Mutant;
  readonly killed: boolean;
  readonly histories: number;
  /** what noticed it */
  readonly by: string;
}

const roomTests = [
  "tests/gateway/chain/guard.test.ts",
  "tests/gateway/chain/lease-clock.test.ts",
  "tests/gateway/chain/fold.test.ts",
  "tests/gateway/chain/as-shown.test.ts",
  "tests/gateway/chain/parts.test.ts",
  "tests/gateway/store/entity-cache.test.ts",
  "tests/gateway/store/touched.test.ts",
] as const;
const parts = [
  "gateway",
  "tests/simulation",
  "tests/support",
  ...roomTests,
  "package.json",
  "vitest.config.ts",
] as const;

/** The product's files with one mistake in them. */
const workshop = ({ file, from, to }: Mutant): string => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-mutant-"));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, file);
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(from, () => to),
  );
  return folder;
};

/** Runs histories until one is not good, or does not end; one that cannot even be loaded proves nothing. */
const tryOut = async (mutant: Mutant): Promise<Tried> => {
  const folder = workshop(mutant);
  try {
    await run(folder, ["tests/simulation/run.ts", `${firstSeed}`, "0"]);
    const count = mutant.besideHistories === true ? 0 : historiesMax;
    const printed = await run(folder, [
      "tests/simulation/run.ts",
      `${firstSeed}`,
      `${count}`,
    ]).catch(() => stopped);
    const summary: { histories: number; failed: { problems: string[] }[] } = JSON.parse(printed);
    const [problem = ""] = summary.failed[0]?.problems ?? [];
    const { histories } = summary;
    if (summary.failed.length > 0)
      return { mutant, killed: true, histories, by: problem.slice(0, 90) };
    const test = await failingTest(folder);
    return { mutant, killed: test !== undefined, histories, by: test ?? "" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What the healing of a stream hides in histories, because it comes again and again, tests of the rules see. */
const failingTest = async (folder: string): Promise<string | undefined> => {
  for (const test of roomTests) {
    const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "node", test];
    const { ok, said } = await new Promise<{ ok: boolean; said: string }>((resolve) => {
      execFile(
        process.execPath,
        args,
        { cwd: folder, maxBuffer: 64 << 20, timeout: runMaxMs },
        (error, stdout, stderr) => resolve({ ok: error === null, said: stdout + stderr }),
      );
    });
    // Only a test that ran and failed has noticed anything.
    if (!ok && said.includes("AssertionError")) return test;
  }
  return undefined;
};

/** It ran out of memory or time: a history that does not end is noticed as well. */
const stopped = JSON.stringify({ histories: 0, failed: [{ problems: ["it never ended"] }] });
const runMaxMs = 1_800_000;

const run = (folder: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...nodeFlags, "--max-old-space-size=512", ...args, "--until-failed"],
      { cwd: folder, maxBuffer: 64 << 20, timeout: runMaxMs },
      (error, stdout, stderr) => {
        if (stdout.startsWith("{")) resolve(stdout);
        else reject(error ?? new Error(stderr));
      },
    );
  });

const wanted = process.argv.slice(2);
const queue = mutants.filter(
  ({ id }) => wanted.length === 0 || wanted.some((one) => id.includes(one)),
);
const tried: Tried[] = [];

const work = async (): Promise<void> => {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const one = await tryOut(mutant);
    tried.push(one);
    const verdict = one.killed ? `killed in history ${one.histories}: ${one.by}` : "SURVIVED";
    process.stdout.write(`${mutant.file}: ${mutant.id}: ${verdict}\n`);
  }
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
const survived = tried.filter(({ killed }) => !killed);
process.stdout.write(`${tried.length - survived.length} killed, ${survived.length} survived\n`);
process.exitCode = survived.length > 0 ? 1 : 0;
