// A device host in this process: the real driver of every printer, the real commands and frames on a real socket.
// Only the process around them is missing, so that it can be killed a thousand times.
import { rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { isHostCommand } from "../../../../drivers/command-schema.ts";
import { answerCommand } from "../../../../drivers/commands.ts";
import type { DeviceDescription } from "../../../../drivers/contract.ts";
import type { DeviceTable } from "../../../../drivers/device-table.ts";
import { DeviceFault, type DeviceContext } from "../../../../drivers/driver.ts";
import { createFrameLink, type FrameLink } from "../../../../drivers/framing.ts";
import {
  createReceiptPrinter,
  type ReceiptPrinter,
} from "../../../../drivers/receipt-printer/receipt-printer.ts";
import { loadRaster } from "../../../../drivers/ports/raster.ts";
import { printerModel } from "../../../../drivers/receipt-printer/models.ts";
import type { VirtualTime } from "../support/virtual-time.ts";
import type { GatedPrinter } from "./gated-printer.ts";

export interface PrinterOnLine {
  readonly gate: GatedPrinter;
  readonly model: string;
}

export interface PrinterHouse {
  readonly start: () => Promise<void>;
  /** As by SIGKILL: not a word more, and everything it knew is forgotten. */
  readonly kill: () => void;
  /** Puts printers on these names; what was there is closed. */
  readonly equip: (printersByName: ReadonlyMap<string, PrinterOnLine>) => void;
}

export const createPrinterHouse = (
  socketPath: string,
  { stir, during }: Pick<VirtualTime, "stir" | "during">,
): PrinterHouse => {
  let equipment: ReadonlyMap<string, PrinterOnLine> = new Map();
  let devices = new Map<string, ReceiptPrinter>();
  let server: Server | undefined;
  let link: FrameLink | undefined;
  /** which opening of a name speaks for it */
  const generationsByName = new Map<string, number>();
  let generation = 0;
  let life = 0;
  let isUp = false;

  const say = (frame: object): void => {
    stir();
    link?.send(frame);
  };
  const describe = (name: string, device: ReceiptPrinter): DeviceDescription => ({
    device: name,
    kind: "receipt-printer",
    driver: "escpos-tcp",
    simulated: false,
    ...device.status(),
  });
  const get = (name: string): ReceiptPrinter => {
    const device = devices.get(name);
    if (device === undefined) throw new DeviceFault("unknown", false, `no device ${name}`);
    return device;
  };
  const unneeded = (): never => {
    throw new Error("no command of a print queue needs this");
  };
  const table: DeviceTable = {
    add: unneeded,
    replace: unneeded,
    get,
    find: (name) => devices.get(name),
    list: () => [...devices].map(([name, device]) => describe(name, device)),
    current: () =>
      [...devices].flatMap(([name, device]) =>
        (device.current?.() ?? []).map((event) => ({ ...event, device: name })),
      ),
    trace: () => [],
    close: () => Promise.resolve(),
  };

  const open = (name: string, { gate, model }: PrinterOnLine): void => {
    let told = "";
    const born = (generation += 1);
    generationsByName.set(name, born);
    const isCurrent = (): boolean => generationsByName.get(name) === born;
    const changed = (): void => {
      const device = devices.get(name);
      if (device === undefined || !isCurrent()) return;
      const description = describe(name, device);
      const news = JSON.stringify({ ...description, counters: undefined });
      if (news === told) return;
      told = news;
      say({ event: "device", device: description, at: Date.now() });
    };
    const context: DeviceContext = {
      device: name,
      nowMs: () => Date.now(),
      emit: (event) => {
        if (isCurrent()) say({ ...event, device: name });
      },
      changed,
      log: () => undefined,
      sibling: () => undefined,
      recorded: (line) => line,
      pcsc: unneeded,
    };
    const identity = `tcp:${name}`;
    devices.set(
      name,
      createReceiptPrinter({
        open: gate.open,
        model: printerModel(model),
        identity,
        context,
        draws: async () => {
          const { png } = await loadRaster();
          return { png: (svg, zoom) => during(png(svg, zoom)) };
        },
      }),
    );
    changed();
  };

  const closeAll = (): void => {
    const closing = [...devices.values()];
    devices = new Map();
    generationsByName.clear();
    for (const device of closing) void device.close();
  };

  return {
    equip: (printersByName) => {
      closeAll();
      equipment = printersByName;
      if (isUp) for (const [name, printer] of equipment) open(name, printer);
    },
    kill: () => {
      isUp = false;
      link?.close();
      link = undefined;
      server?.close();
      closeAll();
    },
    start: async () => {
      isUp = true;
      const boot = `boot ${(life += 1)}`;
      for (const [name, printer] of equipment) open(name, printer);
      rmSync(socketPath, { force: true });
      server = createServer((socket) => {
        stir();
        link?.close();
        const mine: FrameLink = createFrameLink(socket, {
          frame: (frame) => {
            stir();
            if (!isHostCommand(frame)) throw new Error(`no command: ${JSON.stringify(frame)}`);
            void answerCommand(table, frame).then((answer) => {
              stir();
              mine.send(answer);
            });
          },
          closed: () => {
            if (link === mine) link = undefined;
          },
        });
        link = mine;
        mine.send({ event: "hello", pid: process.pid, boot, devices: table.list() });
        for (const event of table.current()) mine.send(event);
      });
      await new Promise<void>((resolve) => void server?.listen(socketPath, resolve));
    },
  };
};
