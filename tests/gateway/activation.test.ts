// Under systemd: sockets that are handed over, and the pulse that stops when a part hangs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inheritedSockets } from "../../gateway/activation.ts";
import { createWatchdog } from "../../gateway/watchdog.ts";
import { root } from "../support/sources.ts";

const dir = mkdtempSync(join(tmpdir(), "tallygate-fd-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A port nobody listens on just now. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
};

describe("sockets that were handed over", () => {
  test("count only for the process they were meant for, by name", () => {
    const env = { LISTEN_PID: "42", LISTEN_FDS: "2", LISTEN_FDNAMES: "http:https" };
    expect(inheritedSockets(env, 42)).toEqual({ http: 3, https: 4 });
    expect(inheritedSockets(env, 43)).toEqual({});
    expect(inheritedSockets({}, 43)).toEqual({});
  });

  test("are served: a client that came before the gateway is answered", async () => {
    const port = await freePort();
    const child = spawn(
      "systemd-socket-activate",
      [
        "-l",
        `127.0.0.1:${port}`,
        "--fdname=http",
        process.execPath,
        "gateway/main.ts",
        "--simulate",
        "--data",
        dir,
        "--port",
        "0",
      ],
      { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    const listening = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Listening on")) listening.resolve();
      });
    await listening.promise;
    const early = fetch(`http://127.0.0.1:${port}/healthz`);
    try {
      expect((await early).status, output).toBe(200);
    } finally {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
  }, 60_000);
});

describe("the pulse", () => {
  const env = { NOTIFY_SOCKET: "/run/none", WATCHDOG_USEC: "300000" };

  test("is not felt where nobody listens", async () => {
    const said: string[] = [];
    const watchdog = await createWatchdog({
      env: {},
      probes: [],
      log: { warn: () => undefined },
      notify: (state) => void said.push(state),
    });
    watchdog.ready();
    watchdog.stopping();
    expect(said).toEqual([]);
  });

  test("beats while every probe answers, also with a no; and stops for one that hangs", async () => {
    const beat = Promise.withResolvers<void>();
    const silence = Promise.withResolvers<string>();
    let hangs = false;
    const said: string[] = [];
    const watchdog = await createWatchdog({
      env,
      probes: [
        { name: "writer", ask: () => (hangs ? new Promise(() => undefined) : Promise.reject()) },
      ],
      log: { warn: (facts: unknown) => silence.resolve(JSON.stringify(facts)) },
      notify: (state) => {
        said.push(state);
        if (state === "WATCHDOG=1") beat.resolve();
      },
    });
    watchdog.ready();
    await beat.promise;
    hangs = true;
    expect(await silence.promise).toBe('{"probe":"writer"}');
    const beats = said.length;
    watchdog.stopping();
    expect(said.slice(beats)).toEqual(["STOPPING=1"]);
    expect(said[0]).toBe("READY=1");
  });
});
