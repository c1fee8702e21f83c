// A real gateway process on a data folder of its own: started as `npm start` starts it, killed as a power cut would.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { leashed } from "./leash.ts";
import { root } from "./sources.ts";

const readyTimeoutMs = 40_000;

/** What `--simulate` writes to simulated.json (DESIGN.md, "What runs"). */
export interface Simulated {
  readonly url: string;
  readonly tokens: Readonly<
    Record<"kiosk" | "cashier" | "office" | "technician" | "integration" | "test", string>
  >;
  readonly staff: readonly { readonly id: string; readonly pin: string; readonly role: string }[];
  readonly cards?: readonly { readonly token: string; readonly name: string }[];
}

export interface GatewayProcess {
  readonly dir: string;
  readonly simulated: Simulated;
  readonly pid: number;
  /** everything the process printed so far */
  output(): string;
  /** SIGKILL, nothing is tidied up; resolves when it is gone */
  kill(): Promise<void>;
  /** SIGTERM and wait; resolves with the exit code */
  stop(): Promise<number | null>;
  /** a new process on the same data (after kill or stop) */
  again(): Promise<GatewayProcess>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  readonly args?: readonly string[];
  readonly dir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** several gateways on one machine take their time */
  readonly readyMs?: number;
}

/** Starts a gateway and waits until /readyz is green. Throws with its output if it ends before. */
export const startGatewayProcess = async (options: Options = {}): Promise<GatewayProcess> => {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "tallygate-"));
  const args = [
    "gateway/main.ts",
    "--simulate",
    "--data",
    dir,
    "--port",
    "0",
    ...(options.args ?? []),
  ];
  const simulatedFile = join(dir, "simulated.json");
  rmSync(simulatedFile, { force: true });
  const [program, ...words] = leashed(process.execPath, ...args);
  const child = spawn(program, words, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  const output = (): string => printed.join("");
  const { readyMs = readyTimeoutMs } = options;
  const simulated = await untilReady(child, { simulatedFile, output, readyMs });
  const gone = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    return child.exitCode;
  };
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone();
  };
  return {
    dir,
    simulated,
    pid: child.pid ?? 0,
    output,
    kill,
    stop: async () => {
      child.kill("SIGTERM");
      return gone();
    },
    again: () => startGatewayProcess({ ...options, dir }),
    [Symbol.asyncDispose]: async () => {
      await kill();
      // children of a killed gateway end a moment after it, and may just be writing
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const untilReady = async (
  child: ChildProcess,
  facts: {
    readonly simulatedFile: string;
    readonly output: () => string;
    readonly readyMs: number;
  },
): Promise<Simulated> => {
  const { simulatedFile, output, readyMs } = facts;
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the gateway ended (${child.exitCode}):\n${output()}`);
    if (existsSync(simulatedFile)) {
      const simulated: Simulated = JSON.parse(readFileSync(simulatedFile, "utf8"));
      const ready = await fetch(`${simulated.url}/readyz`).catch(() => undefined);
      if (ready?.status === 200) return simulated;
    }
    await wait(50);
  }
  child.kill("SIGKILL");
  throw new Error(`the gateway was not ready after ${readyMs} ms:\n${output()}`);
};
