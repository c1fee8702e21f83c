// A machine of a test's own: real systemd as PID 1 in a container with a network of its own, thrown away afterwards.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
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

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** `layers`: what lies over bare Debian, the topmost first. */
export const startMachine = async (
  options: { readonly hasScreen?: boolean; readonly layers?: readonly string[] } = {},
): Promise<Machine> => {
  const { root, remove } = ownTree([...(options.layers ?? []), baseImage(options.hasScreen)]);
  const nspawn = spawn(
    "systemd-nspawn",
    ["-D", root, "--register=no", "--keep-unit", "--private-network", "--boot"],
    { stdio: "ignore" },
  );
  const pid = nspawn.pid ?? 0;
  const inside = async (...command: readonly string[]): Promise<Output> => {
    const [init] = childrenOf(pid);
    if (init === undefined) return { code: 1, out: "the machine is not up" };
    return outputOf("nsenter", ["-t", init, "-a", "/usr/bin/env", path, ...command]);
  };
  const machine: Machine = {
    run: inside,
    beside: (...command) =>
      outputOf("nsenter", ["-t", childrenOf(pid)[0] ?? "0", "-n", ...command]),
    put: (from, to) => {
      mkdirSync(join(root, to, ".."), { recursive: true });
      cpSync(from, join(root, to));
    },
    path: (file) => join(root, file),
    stop: async () => {
      const gone = once(nspawn, "exit");
      nspawn.kill("SIGTERM");
      const timer = setTimeout(() => nspawn.kill("SIGKILL"), 20_000);
      await gone;
      clearTimeout(timer);
      remove();
    },
  };
  for (let tries = 0; tries < bootTries; tries++) {
    const { out } = await inside("systemctl", "is-system-running");
    if (/running|degraded/.test(out)) return machine;
    await sleep(100);
  }
  await machine.stop();
  throw new Error("the machine does not boot");
};
