// The link to the device host against hosts that misbehave: late, broken, endless, hung, dead.
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HostLink, LinkState } from "../../../gateway/devices/contract.ts";
import { isDeviceFault } from "../../../gateway/devices/device-fault.ts";
import { createHostLink } from "../../../gateway/devices/host-link.ts";
import { createHostProcess } from "../../../gateway/devices/host-process.ts";
import { systemTimers, type Timers } from "../../../gateway/devices/timers.ts";
import { createTrace } from "../../../gateway/devices/trace.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import { createManualTimers } from "./support/manual-timers.ts";
import { until } from "./support/store-room.ts";

const hello = `${JSON.stringify({ event: "hello", pid: 1, boot: "b", devices: [] })}\n`;

let folder: ReturnType<typeof temporaryFolder>;
let socketPath: string;
let server: Server | undefined;
let sockets: Socket[];
let link: HostLink | undefined;
let states: LinkState[];

beforeEach(() => {
  folder = temporaryFolder();
  socketPath = join(folder.path, "host.sock");
  sockets = [];
  states = [];
});

afterEach(async () => {
  await link?.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
  folder[Symbol.dispose]();
});

const listen = (greeting: string): Promise<void> =>
  new Promise((resolve) => {
    server = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined));
      socket.write(greeting);
    }).listen(socketPath, resolve);
  });

const open = (): HostLink => {
  link = createHostLink({ socketPath, trace: createTrace() });
  link.onLink((state) => states.push(state));
  return link;
};

const faultOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "none",
    (error: unknown) => (isDeviceFault(error) ? error.code : "another error"),
  );

describe("the link", () => {
  test("refuses commands while no host is there, and finds one that comes later", async () => {
    const opened = open();
    expect(await faultOf(opened.send({ do: "list" }))).toBe("host_down");
    await listen(hello);
    await until(() => opened.isUp());
    expect(opened.boot()).toBe("b");
  });

  test("asks again at least every 100 ms, and starts a host that dies no more than once a second", async () => {
    const waits: number[] = [];
    let starts = 0;
    const timers: Timers = {
      ...systemTimers,
      after: (delayMs, run) => {
        waits.push(delayMs);
        return systemTimers.after(delayMs, run);
      },
    };
    const host = createHostProcess({
      command: [process.execPath, "--eval", ""],
      onEnd: () => (starts += 1),
    });
    const beganMs = performance.now();
    link = createHostLink({ socketPath, trace: createTrace(), process: host, timers });
    const retries = (): number[] => waits.filter((delayMs) => delayMs < 5_000);
    await until(() => retries().length >= 12);
    expect(Math.max(...retries())).toBe(100);
    expect(starts).toBeLessThanOrEqual((performance.now() - beganMs) / 1_000 + 1);
    await until(() => starts >= 2);
  });

  test("fails what waits when the host ends, knows that it heard all, and comes back", async () => {
    await listen(hello);
    const opened = open();
    await until(() => opened.isUp());
    const waiting = faultOf(opened.send({ do: "list" }));
    sockets[0]?.end();
    expect(await waiting).toBe("host_down");
    await until(() => opened.isUp());
    expect(states).toEqual(["up", "ended", "up"]);
  });

  test.each([
    ["text that is not JSON", "{broken\n"],
    ["a frame without end", "x".repeat(3 * 1024 * 1024)],
  ])("breaks with a host that sends %s, and tries again", async (_, garbage) => {
    await listen(hello);
    const opened = open();
    await until(() => opened.isUp());
    sockets[0]?.write(garbage);
    await until(() => states.length === 3);
    expect(states).toEqual(["up", "broken", "up"]);
  });

  test("takes no event from a host that has not said hello", async () => {
    await listen(`${JSON.stringify({ event: "gone", device: "x", at: 1 })}\n`);
    const opened = open();
    const events: string[] = [];
    opened.onEvent(({ event }) => events.push(event));
    await until(() => sockets.length === 1);
    sockets[0]?.write(hello);
    await until(() => opened.isUp());
    expect(events).toEqual(["hello"]);
  });

  test("takes only so many commands that nobody answers", async () => {
    await listen(hello);
    const opened = open();
    await until(() => opened.isUp());
    const faults = Array.from({ length: 513 }, () => faultOf(opened.send({ do: "list" })));
    expect(await faults.at(-1)).toBe("host_busy");
    sockets[0]?.end();
    expect(new Set(await Promise.all(faults.slice(0, -1)))).toEqual(new Set(["host_down"]));
  });
});

test("a host that hangs is killed and a new one started in its place", async () => {
  const script = `
    const hello = { event: "hello", pid: process.pid, boot: "b" + process.pid, devices: [] };
    require("node:fs").rmSync(process.argv[1], { force: true });
    require("node:net").createServer((socket) => {
      socket.on("error", () => undefined).resume();
      socket.write(JSON.stringify(hello) + "\\n");
    }).listen(process.argv[1]);`;
  const timers = createManualTimers();
  const ends: (string | null)[] = [];
  const host = createHostProcess({
    command: [process.execPath, "-e", script, socketPath],
    onEnd: ({ signal }) => ends.push(signal),
  });
  const opened = createHostLink({ socketPath, trace: createTrace(), process: host, timers });
  link = opened;
  const advanceUntil = async (isSo: () => boolean, stepMs: number): Promise<void> => {
    while (!isSo()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await timers.advance(stepMs);
    }
  };
  await advanceUntil(() => opened.isUp(), 20);
  const first = opened.boot();
  await advanceUntil(() => ends.length === 1, 1_000);
  expect(ends).toEqual(["SIGKILL"]);
  await advanceUntil(() => opened.isUp() && opened.boot() !== first, 20);
});
