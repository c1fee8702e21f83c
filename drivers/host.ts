// The device host: a process of its own that opens the store's devices and speaks frames with one gateway.
// `node drivers/host.ts --socket PATH [--config FILE] [--simulate] [--linger MS] [--mode 600]`. Knows no member and no money.
import { randomUUID } from "node:crypto";
import { chmodSync, fstatSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { parseArgs } from "node:util";
import { commandFault, isHostCommand } from "./command-schema.ts";
import { answerCommand } from "./commands.ts";
import { createPcscService, type PcscService } from "./card-reader/pcsc-service.ts";
import {
  ConfigurationError,
  readConfiguration,
  simulatedDevices,
  type ConfiguredDevice,
} from "./configuration.ts";
import type { HostEvent } from "./contract.ts";
import { createDeviceTable, type DeviceTable } from "./device-table.ts";
import { createLoopDelay } from "./loop-delay.ts";
import { createLoopStall } from "./loop-stall.ts";
import { createFrameLink, type Frame, type FrameLink } from "./framing.ts";
import { pcscdAnswers } from "./ports/pcsc.ts";
import { startPulse } from "./ports/pulse.ts";
import { driverOf } from "./registry.ts";

export interface HostOptions {
  readonly socketPath: string;
  readonly configPath?: string;
  /** fill up with the simulated devices of the demonstration store */
  readonly simulate: boolean;
  /** permissions of the socket, octal; default 600: nobody but its own user */
  readonly socketMode?: string;
  readonly log: (message: string) => void;
}

export interface RunningHost {
  /** Is a gateway connected? */
  readonly isHeard: () => boolean;
  readonly close: () => Promise<void>;
}

/** In a simulated store a real reader takes the lobby reader's place as soon as one is there. */
const autoReader: ConfiguredDevice = { device: "lobby-reader", driver: "pcsc-reader" };

const preferRealReader = async (
  table: DeviceTable,
  pcsc: () => PcscService,
  log: (message: string) => void,
): Promise<void> => {
  if (!(await pcscdAnswers())) return;
  const service = pcsc();
  let taken = false;
  const take = (): void => {
    const [reader] = service.readers();
    if (taken || reader === undefined) return;
    taken = true;
    log(`a real reader is there (${reader}): it is now lobby-reader`);
    void table.replace(autoReader);
  };
  service.onReaders(take);
  take();
};

interface GatewayLine {
  readonly accept: (socket: Socket) => void;
  readonly tell: (event: HostEvent) => void;
  readonly isUp: () => boolean;
  readonly close: () => void;
}

/** The one gateway that is connected; events wait for nobody. */
const createGatewayLine = (boot: string, table: () => DeviceTable): GatewayLine => {
  let link: FrameLink | undefined;
  const obey = (mine: FrameLink, frame: Frame): void => {
    if (isHostCommand(frame)) {
      void answerCommand(table(), frame).then((answer) => mine.send(answer));
      return;
    }
    const id = frame["id"];
    const fault = `bad command: ${commandFault(frame)}`;
    if (Number.isSafeInteger(id)) mine.send({ id, ok: false, fault, retryable: false });
  };
  return {
    isUp: () => link !== undefined,
    tell: (event) => void link?.send(event),
    close: () => link?.close(),
    accept: (socket) => {
      link?.close();
      const mine: FrameLink = createFrameLink(socket, {
        frame: (frame) => obey(mine, frame),
        closed: () => {
          if (link === mine) link = undefined;
        },
      });
      link = mine;
      mine.send({ event: "hello", pid: process.pid, boot, devices: table().list() });
      for (const event of table().current()) mine.send(event);
    },
  };
};

/** Opens devices and socket. Rejects when the socket cannot be had or the configuration is wrong. */
export const startHost = async (options: HostOptions): Promise<RunningHost> => {
  const { log, socketPath } = options;
  const configured = readConfiguration(options.configPath);
  let pcscService: PcscService | undefined;
  const pcsc = (): PcscService => (pcscService ??= createPcscService(log));
  const line = createGatewayLine(randomUUID(), () => table);
  const loop = createLoopDelay();
  const stall = createLoopStall();
  const table = createDeviceTable({
    emit: (event) => line.tell(event),
    nowMs: () => Date.now(),
    log,
    pcsc,
    counters: () => ({ ...loop.counters(), loopOwnMaxMs: stall.longestMs() }),
  });
  const devices = configured.length > 0 || !options.simulate ? configured : simulatedDevices;
  const prepares = new Set(devices.map(({ driver }) => driverOf(driver)?.prepare));
  for (const prepare of prepares) await prepare?.();
  for (const device of devices) table.add(device);
  if (devices === simulatedDevices) void preferRealReader(table, pcsc, log);

  const server = createServer((socket) => line.accept(socket));
  rmSync(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  chmodSync(socketPath, Number.parseInt(options.socketMode ?? "600", 8));
  // from here on somebody may wait
  stall.restart();

  return {
    isHeard: line.isUp,
    close: async () => {
      server.close();
      line.close();
      loop.close();
      stall.close();
      await table.close();
      await pcscService?.close();
    },
  };
};

/** A host whose parent has died waits so long for a new gateway, unless told otherwise by `--linger`. */
const lingerMs = "10000";

/** Standard input that is a pipe or socket is the parent's hand: when it lets go, nobody will stop this host. */
const whenOrphaned = (isHeard: () => boolean, waitMs: number, end: () => void): void => {
  const stdin = fstatSync(0, { throwIfNoEntry: false });
  if (stdin === undefined || (!stdin.isFIFO() && !stdin.isSocket())) return;
  process.stdin.on("error", () => undefined);
  process.stdin.on("close", () => {
    let aloneSince = Date.now();
    setInterval(() => {
      if (isHeard()) aloneSince = Date.now();
      else if (Date.now() - aloneSince > waitMs) end();
    }, 100);
  });
  process.stdin.resume();
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      socket: { type: "string" },
      config: { type: "string" },
      simulate: { type: "boolean", default: false },
      linger: { type: "string", default: lingerMs },
      mode: { type: "string", default: "600" },
    },
  });
  if (values.socket === undefined) throw new ConfigurationError("--socket PATH is missing");
  const host = await startHost({
    socketPath: values.socket,
    simulate: values.simulate,
    socketMode: values.mode,
    log: (message) => console.error(`device host: ${message}`),
    ...(values.config === undefined ? {} : { configPath: values.config }),
  });
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void host.close().then(() => process.exit(0));
    setTimeout(() => process.exit(0), 1500).unref();
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  whenOrphaned(host.isHeard, Number(values.linger), end);
};

if (import.meta.main) {
  void startPulse(process.env);
  main().catch((fault: unknown) => {
    console.error(`device host: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exit(1);
  });
}
