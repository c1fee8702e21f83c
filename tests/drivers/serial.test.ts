// Real serial devices of the kernel: pseudo terminals joined by socat, opened by the serialport package.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { startFarEndServer, type FarEndServer } from "../../drivers/simulated/printer-server.ts";
import { lacks } from "../support/parts.ts";
import { startHostProcess, type HostConnection, type HostProcess } from "./support/host-process.ts";
import { receipt } from "./support/printer-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-serial-"));
const line = join(folder, "line");
const children = new Set<ChildProcess>();
let host: HostProcess | undefined;
let gateway: HostConnection | undefined;
let server: FarEndServer | undefined;

/** A cable: a pseudo terminal at `line`, its other end a TCP port of ours. */
const plugCable = async (tcpPort: number): Promise<ChildProcess> => {
  const child = spawn(
    "socat",
    [`pty,raw,echo=0,link=${line}`, `tcp:127.0.0.1:${tcpPort},nodelay`],
    { stdio: "ignore" },
  );
  children.add(child);
  for (let tries = 0; tries < 300 && !existsSync(line); tries++) await sleep(10);
  return child;
};
const pull = async (cable: ChildProcess): Promise<void> => {
  const ended = once(cable, "exit");
  cable.kill("SIGTERM");
  await ended;
  children.delete(cable);
};

afterEach(async () => {
  gateway?.close();
  await host?.close();
  for (const child of children) await pull(child);
  await server?.stop();
  rmSync(line, { force: true });
});

const open = async (device: object): Promise<HostConnection> => {
  host = startHostProcess({ devices: [device] });
  gateway = await host.connect();
  return gateway;
};

describe.skipIf(lacks("socat"))("a serial scanner", () => {
  test("gives each line as one code, also after it was unplugged in the middle of one", async () => {
    let far: Socket | undefined;
    const listener = createServer((socket) => {
      far = socket;
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const cable = await plugCable(address.port);
    const heard = await open({
      device: "scanner",
      driver: "serial-scanner",
      options: { path: line },
    });
    const codes = (): readonly string[] =>
      heard.events.flatMap((event) => (event.event === "code.scanned" ? [event.code] : []));
    await heard.until(() => heard.stateOf("scanner") === "ready", "ready");
    far?.write("6901234567892\r\n]Q1会员-1\n");
    await sleep(20);
    far?.write("]C1010690\r");
    await heard.until(() => codes().length === 3, "three codes");
    expect(codes()).toEqual(["6901234567892", "会员-1", "010690"]);

    far?.write("half of a co");
    await sleep(100);
    await pull(cable);
    await heard.until(() => heard.stateOf("scanner") === "absent", "absent");
    await plugCable(address.port);
    await heard.until(() => heard.stateOf("scanner") === "ready", "ready again");
    far?.write("WHOLE\r");
    await heard.until(() => codes().length === 4, "the next code");
    expect(codes()[3]).toBe("WHOLE");
    listener.close();
    far?.destroy();
  });

  test("is called absent when its node is gone, though its line says nothing", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await plugCable(address.port);
    const heard = await open({
      device: "scanner",
      driver: "serial-scanner",
      options: { path: line },
    });
    await heard.until(() => heard.stateOf("scanner") === "ready", "ready");
    rmSync(line);
    await heard.until(() => heard.stateOf("scanner") === "absent", "absent");
    await plugCable(address.port);
    await heard.until(() => heard.stateOf("scanner") === "ready", "ready again");
    listener.close();
  });
});

describe.skipIf(lacks("socat")).each([
  ["a serial printer", "escpos-serial", { baudRate: 115_200 }],
  ["a printer that is a device file", "escpos-file", {}],
])("%s", (_name, driver, options) => {
  test("prints and confirms, and says lost when the cable is pulled with a job inside", async () => {
    const far = createSimulatedPrinter();
    server = await startFarEndServer(far);
    const cable = await plugCable(server.port);
    const heard = await open({
      device: "printer",
      driver,
      options: { path: line, model: "epson-tm", ...options },
    });
    const print = (job: string, lines: number): Promise<unknown> =>
      heard.send({
        do: "print",
        device: "printer",
        job,
        attempt: 1,
        document: receipt(job, lines),
      });
    await heard.until(() => heard.stateOf("printer") === "ready", "ready");
    await print("a", 3);
    await heard.until(() => heard.jobStates("a").at(-1) === "printed", "printed");
    far.faultAfter(3, "paper_out");
    await print("b", 40);
    await heard.until(() => heard.jobStates("b").at(-1) === "blocked", "blocked");
    await pull(cable);
    await heard.until(() => heard.jobStates("b").at(-1) === "lost", "lost");
    expect(far.output().text).toContain("END a");
    expect(far.output().text).not.toContain("END b");
  });
});
