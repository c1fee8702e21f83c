// Far ends for the contract of every driver: simulated devices behind real sockets, pseudo terminals and pcscd.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keySign } from "../../../drivers/barcode-scanner/keyboard-reports.ts";
import type { FarEnd } from "../../../drivers/ports/byte-link.ts";
import { dialectOf } from "../../../drivers/simulated/dialects.ts";
import { createSimulatedIdModule } from "../../../drivers/simulated/id-module.ts";
import {
  createSimulatedDisplay,
  createSimulatedScanner,
} from "../../../drivers/simulated/line-device.ts";
import { createSimulatedPrinter } from "../../../drivers/simulated/printer.ts";
import { startFarEndServer } from "../../../drivers/simulated/printer-server.ts";
import { printerModel } from "../../../drivers/receipt-printer/models.ts";
import type { ContractBed } from "./contract.ts";

export type Hands = Omit<ContractBed, "gateway" | "device" | "kind" | "driver">;

export interface Bed {
  readonly options: object;
  readonly hands: Hands;
  readonly close: () => Promise<void>;
}

export const samplePerson = { name: "样本", number: "11010519491231002X" } as const;
const nothing: Bed["close"] = () => Promise.resolve();

/** A pseudo terminal whose other end is a TCP port of ours. */
const startCable = async (tcpPort: number, path: string): Promise<ChildProcess> => {
  const child = spawn(
    "socat",
    [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${tcpPort},nodelay`],
    {
      stdio: "ignore",
    },
  );
  for (let tries = 0; tries < 3000 && !existsSync(path); tries++) await sleep(10);
  return child;
};

/** A far end at the other end of a real serial line. */
const onCable = async (far: FarEnd, hands: Hands, options: object = {}): Promise<Bed> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-cable-"));
  const path = join(folder, "line");
  const server = await startFarEndServer(far);
  const cable = await startCable(server.port, path);
  return {
    options: { path, ...options },
    hands,
    close: async () => {
      const ended = once(cable, "exit");
      cable.kill("SIGTERM");
      await ended;
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const paperOf = (model: string) => {
  const far = createSimulatedPrinter({ dialect: dialectOf(printerModel(model)) });
  const cameOut = (job: string): number =>
    far
      .output()
      .text.split("\n")
      .filter((line) => line === `END ${job}`).length;
  return { far, hands: { cameOut, text: () => far.output().text } };
};

export const printerOnCable = (model: string) => (): Promise<Bed> => {
  const { far, hands } = paperOf(model);
  return onCable(far, hands, { model });
};

export const printerOnTcp = (model: string) => async (): Promise<Bed> => {
  const { far, hands } = paperOf(model);
  const server = await startFarEndServer(far);
  return {
    options: { host: "127.0.0.1", port: server.port, model },
    hands,
    close: () => server.stop(),
  };
};

export const scannerOnCable = (): Promise<Bed> => {
  const far = createSimulatedScanner();
  const scan = async (code: string): Promise<void> => {
    while (!far.scan(code)) await sleep(10);
  };
  return onCable(far, { scan });
};

export const displayOnCable = (): Promise<Bed> => {
  const far = createSimulatedDisplay();
  return onCable(far, { shown: () => Promise.resolve(far.lines().join("\n")) });
};

export const idModuleOnCable = (): Promise<Bed> => {
  const far = createSimulatedIdModule();
  return onCable(far, {
    lay: () => {
      far.lay(samplePerson);
      return Promise.resolve();
    },
  });
};

/** A device that needs nothing but its options; its hands are `sim` or another device's. */
export const plain =
  (options: object = {}, hands: Hands = {}) =>
  (): Promise<Bed> =>
    Promise.resolve({ options, hands, close: nothing });

/** Boot keyboard reports that type this text: press and release of each key. */
export const typed = (text: string): readonly Buffer[] =>
  Array.from(text).flatMap((sign) => {
    for (const shifted of [false, true])
      for (let usage = 4; usage < 0x39; usage++)
        if (keySign(usage, shifted) === sign)
          return [Buffer.from([shifted ? 2 : 0, 0, usage, 0, 0, 0, 0, 0]), Buffer.alloc(8)];
    throw new Error(`no key for ${sign}`);
  });

/** One report of a scanner in HID POS mode. */
export const posReport = (aim: string, code: string): Buffer => {
  const report = Buffer.alloc(64);
  report[0] = 2;
  report[1] = code.length;
  report.write(aim + code, 2, "latin1");
  return report;
};

/** umockdev plays from its own start: what comes before a node is open arrives in one piece and is nobody's code. */
const playedTimes = 60;
const pauseMs = 500;

/** What umockdev needs to play hidraw nodes that send these reports again and again. */
export const hidTestbed = (nodes: Readonly<Record<string, readonly Buffer[]>>) => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-hid-"));
  const names = Object.keys(nodes);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const descriptor =
    "05010906A101050719E029E71500250175019508810295017508810195067508150025650507190029658100C0";
  const size = (descriptor.length / 2).toString(16).padStart(2, "0").toUpperCase();
  const device = names.flatMap((node, at) => {
    const path = `/devices/usb1/1-${at}/1-${at}:1.0/0003:0C2E:0901.000${at}`;
    return [
      `P: ${path}/hidraw/${node}`,
      `N: ${node}`,
      `E: DEVNAME=/dev/${node}`,
      "E: SUBSYSTEM=hidraw",
      "E: MAJOR=244",
      `E: MINOR=${at}`,
      `A: dev=244:${at}\\n`,
      "",
      `P: ${path}`,
      "E: SUBSYSTEM=hid",
      "E: HID_ID=0003:00000C2E:00000901",
      "E: HID_NAME=Scanner",
      `E: HID_PHYS=usb-${at}`,
      `E: HID_UNIQ=S${at}`,
      `H: report_descriptor=${descriptor}`,
      "",
    ];
  });
  const ioctls = write(
    "hid.ioctl",
    `HIDIOCGRDESCSIZE 0 ${size}000000\nHIDIOCGRDESC 0 ${size}000000${descriptor}\n`,
  );
  const escaped = (report: Buffer): string =>
    [...report]
      .map((byte) => (byte < 32 ? `^${String.fromCharCode(byte + 64)}` : String.fromCharCode(byte)))
      .join("");
  const once = (reports: readonly Buffer[]): string =>
    reports.map((report, at) => `r ${at === 0 ? pauseMs : 15} ${escaped(report)}\n`).join("");
  const parts = names.flatMap((node) => [
    "-i",
    `/dev/${node}=${ioctls}`,
    "-s",
    `/dev/${node}=${write(`${node}.script`, once(nodes[node] ?? []).repeat(playedTimes))}`,
  ]);
  return {
    under: ["umockdev-run", "-d", write("hid.umockdev", device.join("\n")), ...parts, "--"],
    close: (): void => rmSync(folder, { recursive: true, force: true }),
  };
};
