// A session with a real printer line, recorded in the device host, saved as a file, and run again in the simulator:
// the same paper, the same states in the same order.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFarEndServer, type FarEndServer } from "../../../drivers/simulated/printer-server.ts";
import {
  createSimulatedPrinter,
  type SimulatedPrinter,
} from "../../../drivers/simulated/printer.ts";
import { replayPrinter, replayStates } from "../../../drivers/simulated/replay.ts";
import { root } from "../../support/sources.ts";
import {
  clerk,
  createStoreRoom,
  receiptOf,
  until,
  type Life,
  type StoreRoom,
} from "./support/store-room.ts";

const printer = "lobby-printer";

let room: StoreRoom;
let life: Life;
let far: SimulatedPrinter;
let tcp: FarEndServer;
let host: ChildProcess;
let seen: string[];

const saw = (state: string, why?: string): void => {
  const name = why === undefined ? state : `${state} ${why}`;
  if (seen.at(-1) !== name) seen.push(name);
};

const open = async (model: string): Promise<void> => {
  far = createSimulatedPrinter({ echoes: model === "epson-tm" });
  tcp = await startFarEndServer(far);
  const config = join(room.folder, "devices.json");
  const options = { host: "127.0.0.1", port: tcp.port, model };
  const devices = [
    { device: printer, driver: "escpos-tcp", options },
    { device: "trainer", driver: "simulated-printer" },
  ];
  writeFileSync(config, JSON.stringify({ devices }));
  const args = ["drivers/host.ts", "--socket", room.socketPath, "--config", config];
  host = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  life = await room.begin();
  life.on((event) => {
    if (event.topic === "device.state" && event.device === printer)
      saw(event.data.state, event.data.why);
  });
  await until(() => life.hub.device(printer)?.state === "ready");
};

beforeEach(async () => {
  seen = [];
  room = await createStoreRoom();
});

afterEach(async () => {
  await room[Symbol.asyncDispose]();
  host.kill("SIGKILL");
  await tcp.stop();
});

const submit = async (text: string): Promise<string> => {
  const request = { printer, document: receiptOf(text), key: text, paramsHash: text, actor: clerk };
  const answer = await life.queue.submit(request);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.job;
};
const ends = (job: string) => until(() => life.queue.get(job)?.state === "printed");
const stands = (state: string, why?: string) =>
  until(() => seen.at(-1) === (why === undefined ? state : `${state} ${why}`));

test.each(["epson-tm", "escpos-80"])(
  "a recorded session of %s runs again with the same paper and states",
  async (model) => {
    await open(model);
    await ends(await submit("第一张 first"));
    far.fault("paper_out");
    await stands("blocked", "paper_out");
    const waiting = await submit("second");
    far.fault(null);
    await ends(waiting);
    far.fault("cover_open");
    await stands("blocked", "cover_open");
    far.fault(null);
    await stands("ready");
    far.fault("reset");
    await stands("absent");
    await stands("ready");
    await ends(await submit("third"));

    const recorded = await life.hub.record(printer, 600);
    const file = join(room.folder, "black-box.json");
    writeFileSync(file, JSON.stringify(recorded.ok ? recorded.value : []));
    const pieces = JSON.parse(readFileSync(file, "utf8"));

    expect((await replayPrinter(pieces)).text).toBe(far.output().text);
    const states = replayStates(pieces).map(({ state, why }) =>
      why === undefined ? state : `${state} ${why}`,
    );
    // Before the line was first open there is nothing on record.
    expect(states).toEqual(seen.slice(seen.indexOf("ready")));
    const shown = await life.hub.simulate("trainer", { verb: "replay", pieces });
    expect(shown).toMatchObject({ value: { text: far.output().text } });
    expect(life.hub.device("trainer")?.state).toBe("ready");
  },
);

test("a device that nobody knows has no record", async () => {
  await open("epson-tm");
  expect(await life.hub.record("nowhere", 60)).toMatchObject({
    error: { code: "device.unknown" },
  });
});
