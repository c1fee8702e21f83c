// From the start of the process to a green /readyz as the package has it, beside a bare Node server that answers one
// request; and what gateway and device host then weigh.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { layOut } from "../../provisioning/package/stage.ts";
import { root } from "../support/sources.ts";
import { interleave, median, timed, type Bench, type Figure } from "./figures.ts";
import { freePort } from "../support/free-port.ts";

const pollMs = 5;
const giveUpMs = 60_000;

const untilAnswered = async (url: string): Promise<void> => {
  const deadline = performance.now() + giveUpMs;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(pollMs);
  }
  throw new Error(`${url} did not answer 200 within ${giveUpMs} ms`);
};

const restMs = 2_000;
const mb = 1024;

const rssMb = (pid: number | string | undefined): number => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / mb;
};

interface Started {
  /** to the answer */
  readonly ms: number;
  /** resident megabytes after a rest: of the process, then of its children */
  readonly rss: readonly number[];
}

/** Starts Node with these arguments, waits for the address to answer, ends it. */
const startOnce = async (
  args: readonly string[],
  { url, cwd = root, rest = 0 }: { url: string; cwd?: string; rest?: number },
): Promise<Started> => {
  const child = spawn(process.execPath, args, { cwd, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  try {
    const ms = await timed(() => untilAnswered(url));
    await wait(rest);
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
    return { ms, rss: [child.pid, ...children.split(" ").filter(Boolean)].map(rssMb) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
};

const bareServer = (port: number): string =>
  `require("node:http").createServer((_, answer) => answer.end("ok")).listen(${port}, "127.0.0.1")`;

/** The first start makes the demonstration store; what counts is every start after. */
const compare = async (folder: string, rounds: number): Promise<readonly Figure[]> => {
  layOut({ root, version: "0.0.0", stage: join(folder, "stage"), node: process.execPath });
  const cwd = join(folder, "stage/opt/tallygate/releases/0.0.0/app");
  const port = await freePort();
  const data = join(folder, "data");
  const gateway = ["gateway/main.js", "--simulate", "--data", data, "--port", String(port)];
  const ready = { url: `http://127.0.0.1:${port}/readyz`, cwd };
  const bare = { url: `http://127.0.0.1:${port}/` };
  await startOnce(gateway, ready);
  const taken = await interleave(
    rounds,
    async () => [(await startOnce(gateway, ready)).ms],
    async () => [(await startOnce(["-e", bareServer(port)], bare)).ms],
  );
  const [ours = 0, host = 0] = (await startOnce(gateway, { ...ready, rest: restMs })).rss;
  const [peer = 0] = (await startOnce(["-e", bareServer(port)], { ...bare, rest: restMs })).rss;
  const peerName = "bare Node http server";
  return [
    {
      what: "start → ready",
      ours: median(taken.ours),
      peer: median(taken.peer),
      peerName,
      unit: "ms",
      limit: 1_000,
    },
    { what: "device host at rest", ours: host, peer, peerName, unit: "MB", limit: 100 },
    { what: "gateway at rest", ours, peer, peerName, unit: "MB" },
  ];
};

export const bench: Bench = {
  says: "start → /readyz after a warm install, and the memory held then",
  run: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
    try {
      return await compare(folder, quick ? 2 : 5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
