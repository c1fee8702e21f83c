// Runs a programme's cases before it is published: in a process of its own, on an empty simulated store
// of its own, through its own socket. The store that asks is not touched and not slowed by a bug in it.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../json.ts";

/** Cases move the clock by years; longer than this is a programme that does not come to an end. */
export const caseRunMs = 300_000;
/** Lines of failed steps told back. */
const linesMax = 20;
const outputMax = 200_000;

const command = join(import.meta.dirname, "..", "..", "provisioning", "main.ts");

export interface CaseGate {
  /** One line per failed step; none: every case passes. `undefined`: another run is under way. */
  readonly failures: (
    file: JsonObject,
    cases: readonly JsonObject[],
  ) => Promise<readonly string[] | undefined>;
}

export const createCaseGate = (): CaseGate => {
  let isRunning = false;
  return {
    failures: async (file, cases) => {
      if (cases.length === 0) return [];
      if (isRunning) return undefined;
      isRunning = true;
      const folder = await mkdtemp(join(tmpdir(), "tallygate-publish-"));
      try {
        const programme = join(folder, "programme.json");
        const casesFile = join(folder, "programme.cases.json");
        await writeFile(programme, JSON.stringify(file));
        await writeFile(casesFile, JSON.stringify(cases));
        return await runApart([programme, casesFile], folder);
      } finally {
        isRunning = false;
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
};

/** Paths of this machine are nobody's business. */
const told = (lines: readonly string[], folder: string): readonly string[] =>
  lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.replaceAll(`${folder}/`, ""))
    .slice(0, linesMax);

const runApart = (files: readonly string[], folder: string): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [command, "--lang", "en", "programme", "test", ...files],
      {
        stdio: ["ignore", "pipe", "pipe"],
        timeout: caseRunMs,
        killSignal: "SIGKILL",
        env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TMPDIR: folder },
      },
    );
    const said = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (said.out.length < outputMax) said.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (said.err.length < outputMax) said.err += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve([]);
      const failed = told(said.out.split("\n").slice(0, -2), folder);
      if (failed.length > 0) return resolve(failed);
      const why = code === 2 ? told(said.err.split("\n"), folder) : [];
      resolve(why.length > 0 ? why : [`the cases did not run (${signal ?? code})`]);
    });
  });
