// This machine as the verbs see it: where its files are and how its programs are run. In a test its root is a folder.
import { execFile } from "node:child_process";
import { lstatSync, readFileSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface Output {
  /** exit code; 127 where there is no such program, 124 where it took too long */
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface Machine {
  /** `/`, or a folder that stands for it */
  readonly root: string;
  /** the data folder as it is opened */
  readonly data: string;
  /** the gateway's door on this machine, e.g. `http://127.0.0.1:8140` */
  readonly door: string;
  readonly nowMs: () => number;
  /** a path of the machine as it is opened */
  readonly at: (path: string) => string;
  /** Runs a program to its end. Never throws. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Output>;
  /** undefined: not there, or not to be read by this user */
  readonly text: (path: string) => string | undefined;
  /** names in a folder, sorted; none where there is no folder */
  readonly names: (path: string) => readonly string[];
  readonly stat: (path: string) => Stats | undefined;
  /** true in a container, where clock, watchdog and kernel are somebody else's */
  readonly isContained: boolean;
}

export interface MachineOptions {
  readonly root?: string;
  readonly data?: string;
  readonly door?: string;
  readonly nowMs?: () => number;
  readonly run?: Machine["run"];
}

const programTimeoutMs = 120_000;
const outputBytesMax = 64 * 1024 * 1024;

export const runProgram: Machine["run"] = async (program, ...args) => {
  try {
    const { stdout, stderr } = await execute(program, args, {
      timeout: programTimeoutMs,
      maxBuffer: outputBytesMax,
    });
    return { code: 0, out: stdout, error: stderr };
  } catch (fault) {
    const { code, killed, stdout, stderr } = fault as {
      code?: number | string;
      killed?: boolean;
      stdout?: string;
      stderr?: string;
    };
    const number = typeof code === "number" ? code : code === "ENOENT" ? 127 : 1;
    return { code: killed === true ? 124 : number, out: stdout ?? "", error: stderr ?? "" };
  }
};

/** undefined where it does not work out, for whatever reason. */
const tried = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

export const openMachine = (options: MachineOptions = {}): Machine => {
  const { root = "/", nowMs = Date.now, door = "http://127.0.0.1:8140" } = options;
  const at = (path: string): string => (root === "/" ? path : join(root, path));
  const text = (path: string): string | undefined => tried(() => readFileSync(at(path), "utf8"));
  return {
    root,
    data: options.data ?? at("/var/lib/tallygate"),
    door,
    nowMs,
    at,
    run: options.run ?? runProgram,
    text,
    names: (path) => (tried(() => readdirSync(at(path))) ?? []).toSorted(),
    stat: (path) => tried(() => lstatSync(at(path))),
    isContained: text("/run/systemd/container") !== undefined,
  };
};
