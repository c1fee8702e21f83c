// Under systemd: sockets that are handed over, and the pulse that stops when a part hangs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inheritedSockets } from "../../gateway/activation.ts";
import { createWatchdog } from "../../gateway/watchdog.ts";
import { root } from "../support/sources.ts";
import { freePort } from "../support/free-port.ts";

const dir = mkdtempSync(join(tmpdir(), "tallygate-fd-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("sockets that were handed over", () => {
  test("count only for the process they were meant for, by name", () => {
    const env = { LISTEN_PID: "42", LISTEN_FDS: "2", LISTEN_FDNAMES: "http:https" };
    expect(inheritedSockets(env, 42)).toEqual({ http: 3, https: 4 });
    expect(inheritedSockets(env, 43)).toEqual({});
    expect(inheritedSockets({}, 43)).toEqual({});
    expect(() => inheritedSockets({ ...env, LISTEN_FDNAMES: "http:http" }, 42)).toThrow(
      "has two addresses",
    );
  });

  test("are served to a client that came early; told to end while it starts, it ends clean", async () => {
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
    const gone = once(child, "exit");
    try {
      expect((await early).status, output).toBe(200);
    } finally {
      // it answers before the demo is furnished: nothing may be half done, no device host may stay
      child.kill("SIGTERM");
    }
    expect(await gone, output).toEqual([0, null]);
    expect(readdirSync(dir)).not.toContain("store.db-wal");
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
