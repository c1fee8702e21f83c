// Every device of the guest: how the host is told of it, how it is plugged in and pulled out, and hands at its far end.
import { setTimeout as sleep } from "node:timers/promises";
import { dialectOf } from "../../../drivers/simulated/dialects.ts";
import { createSimulatedIdModule } from "../../../drivers/simulated/id-module.ts";
import { createSimulatedDisplay } from "../../../drivers/simulated/line-device.ts";
import { createSimulatedPrinter } from "../../../drivers/simulated/printer.ts";
import { printerModel } from "../../../drivers/receipt-printer/models.ts";
import type { NamedDevice } from "../../../drivers/udev.ts";
import { uidCard } from "../../drivers/support/pcscd.ts";
import { posReport, samplePerson, typed, type Hands } from "../../drivers/support/contract-beds.ts";
import { keyboardDescriptor, plugHid, posDescriptor } from "../uhid.ts";
import { usbCardReader } from "../usb/card-reader.ts";
import { usbLine, usbPrinter } from "../usb/far-end.ts";
import { createReports, farEndAt, plugGadget } from "../usb/gadget.ts";
import { usbHid } from "../usb/hid.ts";
import { plugIn, type UsbDevice } from "../usb/usbip.ts";
import type { Configured } from "./bed.ts";
import type { Channel } from "./channel.ts";

export interface Row {
  /** as the host is told its name; absent: as its driver */
  readonly device?: string;
  readonly driver: string;
  readonly options: object;
  /** absent: it is found by something else than a node */
  readonly named?: NamedDevice;
  /** what plays it */
  readonly by: string;
  readonly plug: () => Promise<() => Promise<void>>;
  readonly hands: Hands;
}

const hex = (value: number): string => value.toString(16).padStart(4, "0");
const nodeOf = (device: string): string => `/dev/tallygate/vm-${device}`;

/** Absent device: it is named as its driver. */
export const deviceOf = ({ device, driver }: Row): string => device ?? driver;

const namesOf = (device: string, vendor: number, product: number) => ({
  vendor,
  product,
  maker: "Tallygate",
  name: `Virtual ${device}`,
  serial: `VM-${device}`,
});

const nameOf = (device: string, vendor: number, product: number): NamedDevice => ({
  name: `vm-${device}`,
  vendor: hex(vendor),
  product: hex(product),
  serial: `VM-${device}`,
});

const plugUsb = (device: UsbDevice) => async (): Promise<() => Promise<void>> => {
  const plugged = await plugIn(device);
  return plugged.pull;
};

const handsOf = (far: ReturnType<typeof createSimulatedPrinter>): Hands => ({
  cameOut: (job) =>
    far
      .output()
      .text.split("\n")
      .filter((line) => line === `END ${job}`).length,
  text: () => far.output().text,
});

/** A printer on the bus, and the simulated printer behind it. */
export const printerRow = (
  driver: string,
  { vendor, product, model }: { vendor: number; product: number; model: string },
) => {
  const far = createSimulatedPrinter({ dialect: dialectOf(printerModel(model)) });
  const isRaw = driver.endsWith("-usb");
  const isLine = driver.endsWith("-serial");
  const names = namesOf(driver, vendor, product);
  const address = { vendor: hex(vendor), product: hex(product), serial: names.serial };
  const row: Row = {
    driver,
    options: isRaw ? { ...address, model } : { path: nodeOf(driver), model },
    ...(isRaw ? {} : { named: nameOf(driver, vendor, product) }),
    by: isLine ? "USB/IP, cdc-acm" : isRaw ? "USB/IP, usbfs" : "USB/IP, usblp",
    plug: plugUsb(isLine ? usbLine(far, names) : usbPrinter(far, names)),
    hands: handsOf(far),
  };
  return { row, far };
};

const displayRow = (): Row => {
  const far = createSimulatedDisplay();
  const driver = "line-display";
  return {
    driver,
    options: { path: nodeOf(driver) },
    named: nameOf(driver, 0x1d90, 0x2201),
    by: "USB/IP, cdc-acm",
    plug: plugUsb(usbLine(far, namesOf(driver, 0x1d90, 0x2201))),
    hands: { shown: () => Promise.resolve(far.lines().join("\n")) },
  };
};

const identityRow = (): Row => {
  const far = createSimulatedIdModule();
  const driver = "sam-id-reader";
  return {
    driver,
    options: { path: nodeOf(driver) },
    named: nameOf(driver, 0x0400, 0xc35a),
    by: "USB/IP, cdc-acm",
    plug: plugUsb(usbLine(far, namesOf(driver, 0x0400, 0xc35a))),
    hands: {
      lay: () => {
        far.lay(samplePerson);
        return Promise.resolve();
      },
    },
  };
};

/** What a gadget's row is told and named by. */
const gadgetOf = (device: string, vendor: number, product: number) => ({
  device,
  named: nameOf(device, vendor, product),
  names: namesOf(device, vendor, product),
});

/** The same kernel plays printer, serial line and scanner: three emulated controllers of dummy_hcd. */
const gadgetRows = (): readonly Row[] => {
  const printer = gadgetOf("gadget-printer", 0x04b8, 0x0202);
  const line = gadgetOf("gadget-line", 0x28e9, 0x0289);
  const scanner = gadgetOf("gadget-scanner", 0x0c2e, 0x0901);
  const paper = createSimulatedPrinter({ dialect: dialectOf(printerModel("epson-tm")) });
  const linePaper = createSimulatedPrinter({ dialect: dialectOf(printerModel("escpos-80")) });
  const reports = createReports("/dev/hidg0");
  const gadget = { names: printer.names, controller: 0, settings: { q_len: "10" } };
  const acm = { names: line.names, controller: 1, settings: {} };
  const settings = { report_length: "64", report_desc: posDescriptor };
  return [
    {
      ...printer,
      driver: "escpos-file",
      options: { path: nodeOf(printer.device), model: "epson-tm" },
      by: "dummy_hcd, usb_f_printer, usblp",
      plug: plugGadget({ ...gadget, kind: "printer" }, farEndAt("/dev/g_printer0", paper)),
      hands: handsOf(paper),
    },
    {
      ...line,
      driver: "escpos-serial",
      options: { path: nodeOf(line.device), model: "escpos-80" },
      by: "dummy_hcd, usb_f_acm, cdc-acm",
      plug: plugGadget(
        { ...acm, kind: "acm" },
        farEndAt("/dev/ttyGS0", linePaper, ",raw,echo=0,clocal"),
      ),
      hands: handsOf(linePaper),
    },
    {
      ...scanner,
      driver: "pos-scanner",
      options: { path: nodeOf(scanner.device) },
      by: "dummy_hcd, usb_f_hid, usbhid, hidraw",
      plug: plugGadget(
        { names: scanner.names, controller: 2, kind: "hid", settings },
        reports.behind,
      ),
      hands: { scan: (code) => reports.send(posReport("]E0", code)) },
    },
  ];
};

const posRow = (): Row => {
  const driver = "pos-scanner";
  const { device, send } = usbHid(namesOf(driver, 0x0c2e, 0x0901), posDescriptor);
  return {
    driver,
    options: { path: nodeOf(driver) },
    named: nameOf(driver, 0x0c2e, 0x0901),
    by: "USB/IP, usbhid, hidraw",
    plug: plugUsb(device),
    hands: {
      scan: (code) => {
        send(posReport("]E0", code));
        return Promise.resolve();
      },
    },
  };
};

/** By uhid: a HID device without a bus, so that the bed's own rule names it. */
const stripeRow = (): Row => {
  const driver = "wedge-card-reader";
  let reader: ReturnType<typeof plugHid> | undefined;
  return {
    driver,
    options: { path: nodeOf(driver) },
    by: "uhid, hidraw",
    plug: () => {
      reader = plugHid(keyboardDescriptor, {
        vendor: 0x0801,
        product: 0x0002,
        name: "Virtual stripe reader",
        serial: "VM-stripe",
      });
      return Promise.resolve(() => {
        reader?.pull();
        return Promise.resolve();
      });
    },
    hands: {
      lay: () => {
        for (const report of typed(";6212345678901234=25121?\n")) reader?.send(report);
        return Promise.resolve();
      },
    },
  };
};

const orderQmp = (channel: Channel, execute: string, args: object): Promise<void> =>
  channel.order({ do: "qmp", execute, args });

const againMs = 100;
const againTries = 300;

/** QEMU's own devices come and go by its monitor; one that has gone keeps its line for a moment longer. */
const plugQemu = (channel: Channel, driver: string, more: object) => async () => {
  const id = `vm-${driver}`;
  const add = (): Promise<void> =>
    orderQmp(channel, "device_add", { driver, id, bus: "usb.0", ...more });
  for (let tries = 1; ; tries++) {
    try {
      await add();
      break;
    } catch (fault) {
      if (tries === againTries || !/in use|Duplicate/u.test(String(fault))) throw fault;
      await sleep(againMs);
    }
  }
  return () => orderQmp(channel, "device_del", { id });
};

const keyName = (sign: string): string => (sign === "\n" ? "ret" : sign);

const wedgeRow = (channel: Channel): Row => ({
  driver: "wedge-scanner",
  options: { path: nodeOf("wedge-scanner") },
  named: { name: "vm-wedge-scanner", vendor: "0627", product: "0001" },
  by: "QEMU usb-kbd, usbhid, hidraw",
  plug: plugQemu(channel, "usb-kbd", {}),
  hands: {
    scan: async (code) => {
      for (const sign of `${code}\n`)
        await orderQmp(channel, "send-key", {
          keys: [{ type: "qcode", data: keyName(sign) }],
          "hold-time": 30,
        });
    },
  },
});

const adapterRow = (channel: Channel): Row => ({
  driver: "serial-scanner",
  options: { path: nodeOf("serial-scanner") },
  named: { name: "vm-serial-scanner", vendor: "0403", product: "6001" },
  by: "QEMU usb-serial, ftdi_sio",
  plug: plugQemu(channel, "usb-serial", { chardev: "adapter" }),
  hands: { scan: (code) => channel.order({ do: "adapter", text: `${code}\r\n` }) },
});

const readerRow = () => {
  const reader = usbCardReader();
  const row: Row = {
    driver: "pcsc-reader",
    options: {},
    by: "USB/IP, libccid, pcscd",
    plug: plugUsb(reader.device),
    hands: {
      lay: () => {
        reader.lay(uidCard("04A1B2C3D4E5F6"));
        return Promise.resolve();
      },
      take: () => {
        reader.lift();
        return Promise.resolve();
      },
    },
  };
  return { row, reader };
};

export const createDevices = (channel: Channel) => {
  const file = printerRow("escpos-file", { vendor: 0x04b8, product: 0x0202, model: "epson-tm" });
  const raw = printerRow("escpos-usb", { vendor: 0x04b8, product: 0x0e15, model: "epson-tm" });
  const star = printerRow("star-usb", { vendor: 0x0519, product: 0x0017, model: "star-line-80" });
  const starFile = printerRow("star-file", { vendor: 0x0519, product: 3, model: "star-prnt-80" });
  const line = printerRow("escpos-serial", { vendor: 0x28e9, product: 0x0289, model: "escpos-80" });
  const card = readerRow();
  const rows: readonly Row[] = [
    file.row,
    starFile.row,
    raw.row,
    star.row,
    line.row,
    adapterRow(channel),
    displayRow(),
    identityRow(),
    stripeRow(),
    posRow(),
    wedgeRow(channel),
    card.row,
    ...gadgetRows(),
  ];
  return { rows, file, raw, card };
};

export const configurationOf = (rows: readonly Row[]): readonly Configured[] =>
  rows.map((row) => ({ device: deviceOf(row), driver: row.driver, options: row.options }));
