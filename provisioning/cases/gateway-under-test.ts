// A gateway process of our own with an empty simulated store, and a connection to it. Ended without
// warning by `restart`, always gone after `close`.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  createClient,
  ProtocolError,
  RefusalError,
  type TallygateClient,
} from "../../gateway/protocol/client.ts";
import type { OperationName, ParamsOf } from "../../gateway/protocol/operations.ts";
import type { Outcome, StoreUnderTest } from "./run-case.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A year of day closes lies between two steps of some cases. */
const callTimeoutMs = 120_000;
const readyTimeoutMs = 60_000;
const readyPollMs = 25;

export interface GatewayUnderTest extends StoreUnderTest {
  readonly restart: () => Promise<void>;
  /** what the process printed, for a report when it did not come up */
  output(): string;
  close(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly client: TallygateClient;
}

interface Simulated {
  readonly url: string;
  readonly tokens: { readonly test: string };
}

/** Starts a gateway on `dir` (default: a folder that `close` removes). Throws with its output. */
export const startGatewayUnderTest = async (
  options: { readonly dir?: string; readonly args?: readonly string[] } = {},
): Promise<GatewayUnderTest> => {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "tallygate-cases-"));
  const printed: string[] = [];
  let running = await start(dir, options.args ?? [], printed);
  return {
    call: (op, params) => converse(running.client, op, params),
    restart: async () => {
      running.client.close();
      await end(running.child);
      running = await start(dir, options.args ?? [], printed);
    },
    output: () => printed.join(""),
    close: async () => {
      running.client.close();
      await end(running.child);
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
};

const start = async (dir: string, args: readonly string[], printed: string[]): Promise<Running> => {
  const file = join(dir, "simulated.json");
  rmSync(file, { force: true });
  const child = spawn(
    process.execPath,
    ["gateway/main.ts", "--simulate", "--data", dir, "--port", "0", ...args],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  }
  const { url, tokens } = await ready(child, file, printed);
  const client = createClient({
    url: `${url.replace(/^http/, "ws")}/rpc`,
    authenticate: () => Promise.resolve({ token: tokens.test }),
  });
  return { child, client };
};

const ready = async (
  child: ChildProcess,
  file: string,
  printed: readonly string[],
): Promise<Simulated> => {
  const deadline = Date.now() + readyTimeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    if (existsSync(file)) {
      const simulated: Simulated = JSON.parse(readFileSync(file, "utf8"));
      const answer = await fetch(`${simulated.url}/readyz`).catch(() => undefined);
      if (answer?.status === 200) return simulated;
    }
    await wait(readyPollMs);
  }
  await end(child);
  throw new Error(`the gateway did not become ready:\n${printed.join("")}`);
};

/** SIGKILL: what a power cut leaves is what the next start finds. */
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  // its device host outlives it by seconds and holds the other ends
  child.stdout?.destroy();
  child.stderr?.destroy();
};

/** The case speaks the protocol as it stands in its file, mistakes included: nothing is checked here. */
const converse = async (
  client: TallygateClient,
  op: string,
  params: Readonly<Record<string, unknown>>,
): Promise<Outcome> => {
  try {
    const named = op as OperationName;
    const result = await client.call(named, params as ParamsOf<typeof named>, {
      timeoutMs: callTimeoutMs,
    });
    return { ok: true, result };
  } catch (error) {
    if (error instanceof RefusalError) {
      return { ok: false, code: error.code, says: `${error.code} ${JSON.stringify(error.params)}` };
    }
    if (error instanceof ProtocolError) {
      const at = error.at === undefined ? "" : ` at ${error.at}`;
      return { ok: false, code: error.code, says: `${error.code} ${error.message}${at}` };
    }
    throw error;
  }
};
