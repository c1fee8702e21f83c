// A gateway that is ended on purpose turns nobody away: whoever comes waits at the socket for the next one, and whoever
// is there already is answered first.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { leashed } from "../support/leash.ts";
import { root } from "../support/sources.ts";
import { freePort } from "../support/free-port.ts";

const restarts = 4;
const callers = 8;

/** One gateway after the other on one listening socket, as under systemd; says its number before each. */
const houses = `for round in $(seq 0 ${restarts}); do
  (export LISTEN_PID=$BASHPID; echo "gateway $BASHPID"
  exec "$@" gateway/main.ts --simulate --data "$0" --port 0)
done`;

/** Status of one answer; a fault's code where there is none. */
const ask = (port: number, agent: Agent): Promise<number | string> =>
  new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path: "/healthz", agent }, (answer) => {
      answer.on("error", (error) => resolve(String(error)));
      answer.on("end", () => resolve(answer.statusCode ?? 0)).resume();
    }).on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });

test("ended on purpose, a gateway refuses and cuts off nobody", { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-planned-"));
  const port = await freePort();
  const listens = ["-l", `127.0.0.1:${port}`, "--fdname=http"] as const;
  const each = ["bash", "-c", houses, dir, ...leashed(process.execPath)] as const;
  const [program, ...words] = leashed("systemd-socket-activate", ...listens, ...each);
  const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill()) await once(child, "exit");
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  const pids = (): readonly number[] =>
    [...said.matchAll(/^gateway (\d+)$/gmu)].map(([, pid]) => Number(pid));
  const banners = (): number => said.split("Tallygate ·").length - 1;
  const ready = (gateway: number) =>
    expect.poll(banners, { timeout: 60_000 }).toBeGreaterThan(gateway);

  const answers = new Map<number | string, number>();
  let over = false;
  const call = async (keepAlive: boolean): Promise<void> => {
    const agent = new Agent({ keepAlive });
    while (!over) {
      const answer = await ask(port, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      await wait(1);
    }
    agent.destroy();
  };
  await expect.poll(() => said, { timeout: 30_000 }).toContain("Listening on");
  const calling = Array.from({ length: callers }, (_, at) => call(at % 2 === 0));
  for (let gateway = 0; gateway < restarts; gateway += 1) {
    await ready(gateway);
    process.kill(pids()[gateway] ?? 0, "SIGTERM");
  }
  await ready(restarts);
  over = true;
  await Promise.all(calling);
  expect([...answers.keys()], said).toEqual([200]);
  expect(answers.get(200)).toBeGreaterThan(restarts * callers);
});
