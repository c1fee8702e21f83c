// The rows of the driver table for printers: one language on each of the lines that printers come with.
import Type from "typebox";
import { defineDriver, type Device, type DeviceContext, type Driver } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { openDeviceFile } from "../ports/device-file.ts";
import { openSerial } from "../ports/serial.ts";
import { openTcp } from "../ports/tcp.ts";
import { openUsb } from "../ports/usb.ts";
import type { PrinterLanguage } from "./language.ts";
import { languageOf, printerModel, printerModels } from "./models.ts";
import { prepareReceipts } from "./prepare.ts";
import { createReceiptPrinter } from "./receipt-printer.ts";

const strict = { additionalProperties: false };
const path = Type.String({ minLength: 1, maxLength: 255 });
const portNumber = Type.Integer({ minimum: 1, maximum: 65_535 });
const usbId = Type.String({ pattern: "^[0-9a-f]{4}$" });

interface UsualOptions {
  readonly model?: string;
  readonly drawerOpenWhen?: "high" | "low";
  /** a PNG file */
  readonly logo?: string;
}

interface PrinterLine {
  readonly identity: string;
  readonly open: OpenLink;
}

/** What every printer of a language may be told, and how it is opened once its line is known. */
const family = (language: PrinterLanguage["id"], usual: string) => {
  const models = printerModels.filter((one) => languageOf(one).id === language).map(({ id }) => id);
  return {
    models,
    options: {
      model: Type.Optional(Type.Enum([...models])),
      drawerOpenWhen: Type.Optional(Type.Enum(["high", "low"])),
      logo: Type.Optional(path),
    },
    open: (options: UsualOptions, context: DeviceContext, line: PrinterLine): Device =>
      createReceiptPrinter({
        open: context.recorded(line.open),
        model: printerModel(options.model ?? usual),
        identity: line.identity,
        context,
        drawerOpenWhen: options.drawerOpenWhen ?? "high",
        ...(options.logo === undefined ? {} : { logo: options.logo }),
      }),
  };
};

type Family = ReturnType<typeof family>;

const overTcp = (language: string, { models, options: usual, open }: Family): Driver =>
  defineDriver({
    id: `${language}-tcp`,
    kind: "receipt-printer",
    says: "port 9100 unless told otherwise",
    transport: "tcp",
    models,
    options: Type.Object(
      {
        host: Type.String({ minLength: 1, maxLength: 253 }),
        port: Type.Optional(portNumber),
        ...usual,
      },
      strict,
    ),
    open: (options, context) => {
      const at = { host: options.host, port: options.port ?? 9100 };
      const identity = `tcp:${at.host}:${at.port}`;
      return open(options, context, { identity, open: openTcp(at, context.nowMs) });
    },
  });

const overSerial = (language: string, { models, options: usual, open }: Family): Driver =>
  defineDriver({
    id: `${language}-serial`,
    kind: "receipt-printer",
    says: "serial or USB-serial line",
    ...(language === "escpos" ? { hints: [{ title: "printer", name: /printer|\bpos\b/iu }] } : {}),
    transport: "serial",
    models,
    options: Type.Object(
      {
        path,
        baudRate: Type.Optional(Type.Integer({ minimum: 300, maximum: 4_000_000 })),
        ...usual,
      },
      strict,
    ),
    open: (options, context) => {
      const at = { path: options.path, baudRate: options.baudRate ?? 9600 };
      const identity = `serial:${at.path}`;
      return open(options, context, { identity, open: openSerial(at, context.nowMs) });
    },
  });

const usbHints = (language: string) =>
  language === "escpos"
    ? [{ title: "Epson TM printer", vendor: "04b8" }, { title: "USB receipt printer" }]
    : [{ title: "Star printer", vendor: "0519" }];

const overFile = (language: string, { models, options: usual, open }: Family): Driver =>
  defineDriver({
    id: `${language}-file`,
    kind: "receipt-printer",
    says: "the kernel's own driver, both directions",
    hints: usbHints(language),
    transport: "file",
    models,
    options: Type.Object({ path, ...usual }, strict),
    open: (options, context) =>
      open(options, context, {
        identity: `file:${options.path}`,
        open: openDeviceFile({ path: options.path }, context.nowMs),
      }),
  });

const overUsb = (language: string, { models, options: usual, open }: Family): Driver =>
  defineDriver({
    id: `${language}-usb`,
    kind: "receipt-printer",
    says: "the bus itself, where the kernel's driver is kept away or not there",
    hints: usbHints(language),
    transport: "usb",
    models,
    options: Type.Object(
      {
        vendor: usbId,
        product: usbId,
        serial: Type.Optional(Type.String({ minLength: 1, maxLength: 126 })),
        port: Type.Optional(Type.String({ pattern: "^\\d+-\\d+(\\.\\d+)*$" })),
        ...usual,
      },
      strict,
    ),
    open: (options, context) => {
      const { vendor, product, serial, port } = options;
      const address = {
        vendor,
        product,
        ...(serial === undefined ? {} : { serial }),
        ...(port === undefined ? {} : { port }),
      };
      const identity = `usb:${[vendor, product, serial ?? port].filter(Boolean).join(":")}`;
      return open(options, context, { identity, open: openUsb(address, context.nowMs) });
    },
  });

/** `usual`: the model where none is named. */
export const printerDrivers = (language: PrinterLanguage["id"], usual: string): readonly Driver[] =>
  [overTcp, overSerial, overFile, overUsb].map((over) => ({
    ...over(language, family(language, usual)),
    prepare: prepareReceipts,
  }));
