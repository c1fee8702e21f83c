// The whole house under faults: a real gateway process with its real device host, a real pcscd, and many printers on
// real TCP lines whose far ends stand here. Each printer is one trial: a job brought to one moment, then the fault.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printerModel } from "../../../../drivers/receipt-printer/models.ts";
import { dialectOf } from "../../../../drivers/simulated/dialects.ts";
import { startFarEndServer } from "../../../../drivers/simulated/printer-server.ts";
import type { TallygateClient } from "../../../../gateway/protocol/client.ts";
import type { ResultOf } from "../../../../gateway/protocol/operations.ts";
import { startPcscd, type Pcscd } from "../../../drivers/support/pcscd.ts";
import { startGatewayProcess, type GatewayProcess } from "../../../support/gateway-process.ts";
import { connectAs } from "../../../support/pages.ts";
import { createGatedPrinter, receiptWith, type GatedPrinter } from "./gated-printer.ts";
import type { Moment } from "./moments.ts";
import { moments } from "./moments.ts";
import type { Judged } from "./play.ts";

export const reader = "lobby-reader";
/** By echo, by counted marks, by sensor: every kind of word, on one house's lines. */
const models = ["epson-tm", "star-line-80", "epson-tm", "star-prnt-80", "escpos-80"];
const modelOf = (index: number): string =>
  models[Math.floor(index / moments.length) % models.length] ?? "epson-tm";
const driverOf = (model: string): string => (model.startsWith("star") ? "star-tcp" : "escpos-tcp");
/** calls under way at once, below the limit of one connection */
const callsMost = 32;
const lookEveryMs = 25;
const patienceMs = 60_000;

type JobView = ResultOf<"print.get">;

export interface HouseLane extends Judged {
  readonly round: number;
  /** what was last heard of each job */
  readonly views: Map<string, JobView>;
}

export interface HouseBed extends AsyncDisposable {
  readonly pcscd: Pcscd;
  readonly gateway: () => GatewayProcess;
  readonly client: () => TallygateClient;
  /** kill -9 and a new process on the same data and port; `between` the two */
  readonly restart: (between: () => void) => Promise<void>;
  /** A station has one connection: another one with its token ends this one, which is then opened anew. */
  readonly reconnect: () => void;
  readonly hostPid: () => number;
  readonly lanes: (round: number, firstSeed: number) => readonly HouseLane[];
  readonly submit: (lane: HouseLane, mark: string) => Promise<void>;
  /** Asks how the jobs stand until it is so. */
  readonly until: (
    lanes: readonly HouseLane[],
    isSo: (lane: HouseLane) => boolean,
  ) => Promise<void>;
  readonly each: <T>(items: readonly T[], work: (item: T) => Promise<unknown>) => Promise<void>;
}

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // ended while we looked
  }
};

/** The device host of this folder: it may have outlived the gateway that started it. */
const hostOf = (dir: string): number => {
  const isHost = (pid: string): boolean => {
    const command = commandOf(pid);
    return command.includes("drivers/host.ts") && command.includes(dir);
  };
  const pid = readdirSync("/proc").find((name) => /^\d+$/u.test(name) && isHost(name));
  if (pid === undefined) throw new Error("there is no device host");
  return Number(pid);
};

const inPool = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> => {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: callsMost }, worker));
};

export const markOf = (lane: HouseLane, mark: string): string =>
  `${lane.round}.${lane.name}.${mark}`;

/** Notes what was said of a job; a word that is not true of the paper is a lie. */
const note = (lane: HouseLane, mark: string, view: JobView): void => {
  lane.views.set(mark, view);
  if (view.state !== "printed") return;
  const isOnPaper = lane.gate
    .paper()
    .some((each) => each.mark === markOf(lane, mark) && each.copy === view.copy && each.complete);
  if (!isOnPaper) lane.lies.push(`${mark} was called printed before it was on paper`);
};

export const openHouseBed = async (perMoment: number): Promise<HouseBed> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-faults-"));
  const pcscd = await startPcscd({ swift: true });
  const gates: GatedPrinter[] = Array.from({ length: perMoment * moments.length }, (_, index) => {
    const model = printerModel(modelOf(index));
    const echoes = model.confirms === "full";
    return createGatedPrinter({ dialect: dialectOf(model), echoes }, () => undefined);
  });
  const servers = await Promise.all(gates.map((gate) => startFarEndServer(gate.farEnd)));
  const printers = servers.map(({ port }, index) => ({
    device: `printer-${index}`,
    driver: driverOf(modelOf(index)),
    options: { host: "127.0.0.1", port, model: modelOf(index) },
  }));
  const devices = [{ device: reader, driver: "pcsc-reader" }, ...printers];
  writeFileSync(join(dir, "devices.json"), JSON.stringify({ devices }));
  const env = { PCSCLITE_CSOCK_NAME: pcscd.socketPath };
  let gateway = await startGatewayProcess({ dir, env });
  const { port } = new URL(gateway.simulated.url);
  let client = connectAs(gateway, "test");

  const bed: HouseBed = {
    pcscd,
    gateway: () => gateway,
    client: () => client,
    restart: async (between) => {
      client.close();
      await gateway.kill();
      between();
      gateway = await startGatewayProcess({ dir, env, args: ["--port", port] });
      client = connectAs(gateway, "test");
    },
    reconnect: () => {
      client.close();
      client = connectAs(gateway, "test");
    },
    hostPid: () => hostOf(dir),
    lanes: (round, firstSeed) =>
      gates.map((gate, index) => ({
        round,
        seed: firstSeed + Math.floor(index / moments.length),
        moment: moments[index % moments.length] as Moment,
        model: modelOf(index),
        gate,
        name: `printer-${index}`,
        jobs: new Map(),
        views: new Map(),
        lies: [],
      })),
    submit: async (lane, mark) => {
      const key = markOf(lane, mark);
      const { kind, lang, blocks } = receiptWith(key, 3, false);
      const document = { kind, lang, blocks: blocks.map((block) => ({ ...block })) };
      const { job } = await client.call("print.submit", { to: lane.name, document, key });
      const known = lane.jobs.get(mark);
      if (known !== undefined && known !== job) lane.lies.push(`${mark} is two jobs`);
      lane.jobs.set(mark, job);
    },
    until: async (lanes, isSo) => {
      const end = performance.now() + patienceMs;
      for (let open = lanes; ;) {
        await inPool(open, async (lane) => {
          for (const [mark, job] of lane.jobs)
            note(lane, mark, await client.call("print.get", { job }));
        });
        open = open.filter((lane) => !isSo(lane));
        if (open.length === 0) return;
        if (performance.now() > end) throw new Error(`waited in vain: ${told(open)}`);
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    },
    each: inPool,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await gateway.stop();
      await Promise.all(servers.map((server) => server.stop()));
      await pcscd.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await untilReady(bed, printers.length);
  return bed;
};

const told = (lanes: readonly HouseLane[]): string =>
  lanes
    .slice(0, 5)
    .map(({ name, moment, views }) => `${name} ${moment} ${JSON.stringify([...views])}`)
    .join("; ");

/** All printers answer; the reader is there. */
export const untilReady = async (bed: HouseBed, printers: number): Promise<void> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    const devices = await bed.client().call("device.list", {});
    if (devices.filter(({ state }) => state === "ready").length > printers) return;
    if (performance.now() > end)
      throw new Error(
        `not ready: ${JSON.stringify(devices.filter((each) => each.state !== "ready"))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};
