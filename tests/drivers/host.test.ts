// The device host as a process: its frames, its simulated store, and what becomes of jobs when either side dies.
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { RecordedPiece } from "../../drivers/ports/recorder.ts";
import { replayPrinter } from "../../drivers/simulated/replay.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { startFarEndServer, type FarEndServer } from "../../drivers/simulated/printer-server.ts";
import {
  startHostProcess,
  type HostConnection,
  type HostProcess,
  type HostProcessOptions,
} from "./support/host-process.ts";
import { receipt } from "./support/printer-bench.ts";

let host: HostProcess;
let gateway: HostConnection;
let server: FarEndServer | undefined;

const open = async (options: HostProcessOptions): Promise<void> => {
  host = startHostProcess(options);
  gateway = await host.connect();
  await gateway.until(() => gateway.events.length > 0, "hello");
};
afterEach(async () => {
  gateway.close();
  await host.close();
  await server?.stop();
  server = undefined;
});

const printer = (port: number): object => ({
  device: "lobby-printer",
  driver: "escpos-tcp",
  role: "lobby-printer",
  options: { host: "127.0.0.1", port, model: "epson-tm" },
});

const print = (job: string, attempt = 1, lines = 3) =>
  gateway.send({
    do: "print",
    device: "lobby-printer",
    job,
    attempt,
    document: receipt(job, lines),
  });
const untilJob = (job: string, state: string): Promise<unknown> =>
  gateway.until(() => gateway.jobStates(job).at(-1) === state, `${job} ${state}`);
const untilState = (device: string, state: string): Promise<unknown> =>
  gateway.until(() => gateway.stateOf(device) === state, `${device} ${state}`);

describe("the host of a demonstration store", () => {
  test("greets with eight simulated devices, each of its kind", async () => {
    await open({ simulate: true });
    const [hello] = gateway.events;
    if (hello?.event !== "hello") throw new Error("no hello first");
    expect(hello.devices.map((device) => [device.device, device.kind, device.simulated])).toEqual([
      ["lobby-reader", "card-reader", true],
      ["lobby-printer", "receipt-printer", true],
      ["lobby-scanner", "barcode-scanner", true],
      ["desk-reader", "card-reader", true],
      ["desk-printer", "receipt-printer", true],
      ["desk-scanner", "barcode-scanner", true],
      ["desk-drawer", "cash-drawer", true],
      ["desk-display", "customer-display", true],
      ["desk-id-reader", "id-reader", true],
    ]);
  });

  test("prints, scans, taps, kicks and shows through the same drivers as a real one", async () => {
    await open({ simulate: true });
    await untilState("lobby-printer", "ready");
    await print("j1");
    await untilJob("j1", "printed");
    const paper = await gateway.send({
      do: "sim",
      device: "lobby-printer",
      verb: { verb: "output" },
    });
    expect(paper).toMatchObject({
      ok: true,
      result: {
        text: expect.stringContaining("牡丹酒店 j1"),
        png: expect.stringMatching(/^iVBOR/u),
      },
    });

    await gateway.send({
      do: "sim",
      device: "desk-scanner",
      verb: { verb: "scan", code: "]Q1会员-7" },
    });
    await gateway.send({
      do: "sim",
      device: "lobby-reader",
      verb: { verb: "present", uid: "04a1b2c3" },
    });
    await gateway.send({ do: "sim", device: "lobby-reader", verb: { verb: "remove" } });
    await gateway.send({ do: "drawer", device: "desk-drawer" });
    await gateway.send({ do: "display", device: "desk-display", lines: ["合计 ¥12.00"] });
    await gateway.until(
      () => gateway.events.some((event) => event.event === "drawer" && event.open),
      "the open drawer",
    );
    const said = (event: string) => gateway.events.find((candidate) => candidate.event === event);
    expect(said("code.scanned")).toMatchObject({ code: "会员-7", symbology: "qr" });
    expect(said("card.presented")).toMatchObject({ uid: "04A1B2C3", trust: "simulated" });
    expect(said("card.removed")).toMatchObject({ uid: "04A1B2C3" });
    const shown = await gateway.send({
      do: "sim",
      device: "desk-display",
      verb: { verb: "output" },
    });
    expect(shown).toMatchObject({ result: { text: "合计 ￥12.00" } });
  });

  test("keeps a black box whose bytes, run again, leave the same on paper", async () => {
    await open({ simulate: true });
    await untilState("lobby-printer", "ready");
    await print("j1");
    await untilJob("j1", "printed");
    const answer = await gateway.send({ do: "trace", device: "lobby-printer", seconds: 60 });
    if (!answer.ok) throw new Error(answer.fault);
    const { pieces } = answer.result as { pieces: RecordedPiece[] };
    expect(pieces[0]?.way).toBe("open");
    expect(pieces.some((piece) => piece.way === "in")).toBe(true);
    const again = await replayPrinter(pieces);
    const paper = await gateway.send({
      do: "sim",
      device: "lobby-printer",
      verb: { verb: "output" },
    });
    expect(paper).toMatchObject({ ok: true, result: { text: again.text } });
    expect(again.text).toContain("END j1");
  });

  test("shows a pulled plug as absent and finds the device again", async () => {
    await open({ simulate: true });
    await untilState("lobby-printer", "ready");
    await gateway.send({ do: "sim", device: "lobby-printer", verb: { verb: "unplug" } });
    await untilState("lobby-printer", "absent");
    await gateway.send({ do: "sim", device: "lobby-printer", verb: { verb: "plug" } });
    await untilState("lobby-printer", "ready");
  });

  test("tells of a drawer what its printer's plug does to it", async () => {
    await open({ simulate: true });
    await untilState("desk-drawer", "ready");
    await gateway.send({ do: "sim", device: "desk-printer", verb: { verb: "unplug" } });
    await untilState("desk-drawer", "absent");
    await gateway.send({ do: "sim", device: "desk-printer", verb: { verb: "plug" } });
    await untilState("desk-drawer", "ready");
  });

  test("draws the preview that the pages show", async () => {
    await open({ simulate: true });
    const answer = await gateway.send({ do: "preview", document: receipt("p"), columns: 32 });
    expect(answer).toMatchObject({ ok: true, result: { svg: expect.stringContaining("<svg") } });
  });
});

describe("a host", () => {
  test("answers each command it cannot do with its reason, and goes on", async () => {
    await open({ simulate: true });
    const refused = async (order: Parameters<HostConnection["send"]>[0]): Promise<string> => {
      const answer = await gateway.send(order);
      return answer.ok ? "ok" : answer.fault;
    };
    expect(await refused({ do: "beep", device: "nobody", pattern: "ok" })).toContain("unknown");
    expect(await refused({ do: "drawer", device: "lobby-reader" })).toContain("unsuited");
    expect(
      await refused({
        do: "sim",
        device: "desk-scanner",
        verb: { verb: "present", uid: "01020304" },
      }),
    ).toContain("unsuited");
    expect(
      await refused({ do: "sim", device: "lobby-reader", verb: { verb: "present", uid: "xyz" } }),
    ).toContain("uid");
    gateway.socket.write(`${JSON.stringify({ id: 99, do: "explode" })}\n`);
    expect(await refused({ do: "list" })).toBe("ok");
  });

  test("ends a link that sends no frames and takes the next one", async () => {
    await open({ simulate: true });
    const rude = connect(host.socketPath);
    rude.on("error", () => undefined);
    const ended = new Promise((resolve) => rude.once("close", resolve));
    rude.resume();
    rude.write("GET / HTTP/1.1\r\n\r\n");
    await gateway.until(() => gateway.isClosed(), "the older link closed by the newer");
    await ended;
    gateway = await host.connect();
    await gateway.until(() => gateway.events[0]?.event === "hello", "hello");
  });

  test("names a device it cannot open and runs the others", async () => {
    await open({
      devices: [
        { device: "odd", driver: "no-such-driver" },
        { device: "bad", driver: "escpos-tcp", options: { host: 7 } },
        { device: "good", driver: "simulated-reader" },
      ],
    });
    expect(["odd", "bad", "good"].map((device) => gateway.stateOf(device))).toEqual([
      "failed",
      "failed",
      "ready",
    ]);
    expect(host.errors()).toContain("no driver no-such-driver");
  });

  test("has a socket for its own user only", async () => {
    await open({ simulate: true });
    const { statSync } = await import("node:fs");
    expect(statSync(host.socketPath).mode & 0o777).toBe(0o600);
  });

  test("ends by itself when its parent and its gateway are gone", async () => {
    await open({ simulate: true, flags: ["--linger", "300"] });
    const child = host.child();
    if (child === undefined) throw new Error("no child");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.destroy();
    gateway.close();
    expect(await ended).toBe(0);
  });
});

describe("jobs across deaths", () => {
  test("a gateway that comes back hears the live state of the job and prints nothing twice", async () => {
    const far = createSimulatedPrinter();
    server = await startFarEndServer(far);
    await open({ devices: [printer(server.port)] });
    await untilState("lobby-printer", "ready");
    far.faultAfter(4, "paper_out");
    await print("j1", 1, 30);
    await untilJob("j1", "blocked");
    gateway.close();
    gateway = await host.connect();
    await untilJob("j1", "blocked");
    expect(await print("j1", 1, 30)).toMatchObject({ ok: true, result: { state: "blocked" } });
    far.fault(null);
    await untilJob("j1", "printed");
    expect(far.output().text.match(/END j1/gu)).toHaveLength(1);
  });

  test("a host killed before a byte has left has printed nothing: the job may be handed over again", async () => {
    const far = createSimulatedPrinter();
    server = await startFarEndServer(far);
    await open({ devices: [printer(server.port)] });
    await untilState("lobby-printer", "ready");
    far.fault("paper_out");
    await untilState("lobby-printer", "blocked");
    await print("j1");
    await untilJob("j1", "blocked");
    await host.kill();
    host.start();
    gateway = await host.connect();
    far.fault(null);
    await untilState("lobby-printer", "ready");
    await print("j1", 2);
    await untilJob("j1", "printed");
    expect(far.output().text.match(/END j1/gu)).toHaveLength(1);
  });
});
