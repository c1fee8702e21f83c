// From the start of the process to a green /readyz, beside a bare Node server that answers one request.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../support/sources.ts";
import { interleave, median, timed, type Bench } from "./figures.ts";

const pollMs = 5;
const giveUpMs = 60_000;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const untilAnswered = async (url: string): Promise<void> => {
  const deadline = performance.now() + giveUpMs;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(pollMs);
  }
  throw new Error(`${url} did not answer 200 within ${giveUpMs} ms`);
};

/** Starts Node with these arguments, waits for the address to answer, ends it; gives the time to the answer. */
const startOnce = async (args: readonly string[], url: string): Promise<number> => {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  try {
    return await timed(() => untilAnswered(url));
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
};

const bareServer = (port: number): string =>
  `require("node:http").createServer((_, answer) => answer.end("ok")).listen(${port}, "127.0.0.1")`;

export const bench: Bench = {
  says: "start → /readyz after a warm install",
  run: async ({ quick }) => {
    const data = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
    const port = await freePort();
    const gateway = ["gateway/main.ts", "--simulate", "--data", data, "--port", String(port)];
    const ready = `http://127.0.0.1:${port}/readyz`;
    try {
      // The first start makes the demonstration store; what counts is every start after.
      await startOnce(gateway, ready);
      const taken = await interleave(
        quick ? 2 : 5,
        async () => [await startOnce(gateway, ready)],
        async () => [await startOnce(["-e", bareServer(port)], `http://127.0.0.1:${port}/`)],
      );
      return [
        {
          what: "start → ready",
          ours: median(taken.ours),
          peer: median(taken.peer),
          peerName: "bare Node http server",
          unit: "ms",
        },
      ];
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  },
};
