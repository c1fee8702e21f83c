// A machine of a test's own: real systemd as PID 1 in a container with a network of its own, thrown away afterwards.
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { leashed } from "../support/leash.ts";
import { baseImage, ownTree } from "./tree.ts";

const bootTries = 600;
const run = promisify(execFile);

export interface Output {
  readonly code: number;
  readonly out: string;
}

export interface Machine {
  /** Runs a program on the machine as root. */
  readonly run: (...command: readonly string[]) => Promise<Output>;
  /** Runs a program of this checkout, but in the machine's network. */
  readonly beside: (...command: readonly string[]) => Promise<Output>;
  /** Puts a file on it. */
  readonly put: (from: string, to: string) => void;
  readonly path: (inside: string) => string;
  /** Throws it away. */
  readonly stop: () => Promise<void>;
}

/** A tree that runs; whose tree it is stays, whatever becomes of the machine. */
export interface Booted extends Omit<Machine, "stop"> {
  /** The words that run a program of this checkout in the machine's network. */
  readonly besideWords: (...command: readonly string[]) => readonly string[];
  /** What its units wrote since it booted. */
  readonly journal: () => string;
  /** Every process of it stands still, in the middle of whatever it does. */
  readonly freeze: () => Promise<void>;
  /** All its processes are gone at once, PID 1 first. */
  readonly kill: () => Promise<void>;
  readonly shutDown: () => Promise<void>;
}

export const outputOf = async (program: string, args: readonly string[]): Promise<Output> => {
  try {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 16_000_000 });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, out: `${failed.stdout ?? ""}${failed.stderr ?? ""}` };
  }
};

const childrenOf = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);

/** undefined where the process has gone meanwhile. */
const asked = <T>(ask: () => T): T | undefined => {
  try {
    return ask();
  } catch {
    return undefined;
  }
};

const world = (pid: string): string | undefined => asked(() => readlinkSync(`/proc/${pid}/ns/pid`));

/** Every process that has this PID 1. */
const allUnder = (init: string): readonly string[] => {
  const own = world(init);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
  return pids.filter((pid) => world(pid) === own);
};

/** Stopped, traced, dead or gone, with every thread. */
const stands = (pid: string): boolean => {
  const states = asked(() =>
    readdirSync(`/proc/${pid}/task`).map((task) =>
      readFileSync(`/proc/${pid}/task/${task}/stat`, "utf8").split(") ").at(-1)?.charAt(0),
    ),
  );
  return states?.every((state) => state !== undefined && "TtZX".includes(state)) ?? true;
};

const freeze = async (init: string): Promise<void> => {
  for (;;) {
    const moving = allUnder(init).filter((pid) => !stands(pid));
    if (moving.length === 0) return;
    for (const pid of moving) asked(() => process.kill(Number(pid), "SIGSTOP"));
    await nextTurn();
  }
};

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const waysInto = (root: string, init: () => string | undefined) => {
  const inside = (one: string): readonly string[] => ["-t", one, "-a", "/usr/bin/env", path];
  const besideWords = (...command: readonly string[]): readonly string[] => {
    return ["nsenter", "-t", init() ?? "0", "-n", ...command];
  };
  return {
    run: async (...command: readonly string[]) => {
      const one = init();
      if (one === undefined) return { code: 1, out: "the machine is not up" };
      return outputOf("nsenter", [...inside(one), ...command]);
    },
    besideWords,
    beside: (...command: readonly string[]) => {
      const [program = "", ...args] = besideWords(...command);
      return outputOf(program, args);
    },
    put: (from: string, to: string) => {
      mkdirSync(join(root, to, ".."), { recursive: true });
      cpSync(from, join(root, to));
    },
    path: (file: string) => join(root, file),
    journal: () => {
      const one = init();
      if (one === undefined) return "the machine is not up";
      const words = ["journalctl", "-b", "-o", "cat", "--no-pager", "-u", "tallygate*"];
      // it fails where none of them has said a word yet
      return spawnSync("nsenter", [...inside(one), ...words], { encoding: "utf8" }).stdout;
    },
  };
};

/** Where a machine is connected: words for systemd-nspawn, run by these. */
export interface Cable {
  readonly words: readonly string[];
  readonly by: readonly string[];
}

const alone: Cable = { words: ["--private-network"], by: [] };

/** Rejects where it does not boot. */
export const boot = async (root: string, { words, by }: Cable = alone): Promise<Booted> => {
  const container = ["systemd-nspawn", "-D", root, "--register=no", "--keep-unit", "--boot"];
  const [program, ...args] = leashed("env", ...by, ...container, ...words);
  const nspawn = spawn(program, args, { stdio: "ignore" });
  const gone = once(nspawn, "exit");
  const init = (): string | undefined =>
    nspawn.exitCode === null && nspawn.signalCode === null
      ? childrenOf(nspawn.pid ?? 0)[0]
      : undefined;
  const machine: Booted = {
    ...waysInto(root, init),
    freeze: async () => {
      const one = init();
      // what stands under process 0 is everything there is
      if (one === undefined) throw new Error("the machine is gone: nothing to hold still");
      await freeze(one);
    },
    kill: async () => {
      const one = init();
      if (one !== undefined) process.kill(Number(one), "SIGKILL");
      await gone;
    },
    shutDown: async () => {
      nspawn.kill("SIGTERM");
      const timer = setTimeout(() => nspawn.kill("SIGKILL"), 20_000);
      await gone;
      clearTimeout(timer);
    },
  };
  for (let tries = 0; tries < bootTries; tries++) {
    const { out } = await machine.run("systemctl", "is-system-running");
    if (/running|degraded/.test(out)) return machine;
    await sleep(100);
  }
  await machine.shutDown();
  throw new Error("the machine does not boot");
};

/** `layers`: what lies over bare Debian, the topmost first. */
export const startMachine = async (
  options: { readonly hasScreen?: boolean; readonly layers?: readonly string[] } = {},
): Promise<Machine> => {
  const { root, remove } = ownTree([...(options.layers ?? []), baseImage(options.hasScreen)]);
  try {
    const { shutDown, ...machine } = await boot(root);
    const stop = async (): Promise<void> => {
      await shutDown();
      remove();
    };
    return { ...machine, stop };
  } catch (fault) {
    remove();
    throw fault;
  }
};
