// The table of drivers: one row each. What a store can plug in is what stands here.
import Type from "typebox";
import { createLineScanner } from "./barcode-scanner/line-scanner.ts";
import { createPosReader } from "./barcode-scanner/pos-reports.ts";
import { createWedgeDevice } from "./barcode-scanner/wedge-scanner.ts";
import { createPcscReader, pcscReaderOptions } from "./card-reader/pcsc-reader.ts";
import { readerModels } from "./card-reader/reader-models.ts";
import { createDrawerByPrinter } from "./cash-drawer/by-printer.ts";
import { createLineDisplay } from "./customer-display/line-display.ts";
import { defineDriver, type Driver } from "./driver.ts";
import { createSamIdReader } from "./id-reader/sam-reader.ts";
import { openHid } from "./ports/hid.ts";
import { veilReport, veilText } from "./ports/recorder.ts";
import { openSerial } from "./ports/serial.ts";
import { printerModelIds } from "./receipt-printer/models.ts";
import { prepareReceipts } from "./receipt-printer/prepare.ts";
import { printerDrivers } from "./receipt-printer/printer-drivers.ts";
import {
  createSimulatedDisplayDevice,
  createSimulatedIdReaderDevice,
  createSimulatedPrinterDevice,
  createSimulatedScannerDevice,
} from "./simulated/devices.ts";
import { createSimulatedReader } from "./simulated/reader.ts";

/** by-id path of a serial device, e.g. /dev/serial/by-id/… or /dev/tallygate/… */
const path = Type.String({ minLength: 1, maxLength: 255 });
const baudRate = Type.Optional(Type.Integer({ minimum: 300, maximum: 4_000_000 }));
const model = Type.Optional(Type.Enum([...printerModelIds]));
/** the same code again within so long is the same look; 0: every reading counts */
const repeatMs = Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 }));
const repeatOf = (options: { readonly repeatMs?: number }): { readonly repeatMs?: number } =>
  options.repeatMs === undefined ? {} : { repeatMs: options.repeatMs };
const pin = Type.Optional(Type.Union([Type.Literal(2), Type.Literal(5)]));
const strict = { additionalProperties: false };

/**
 * Lines that carry personal data (stripes, identity cards) are opened without `recorded`: no black box keeps them.
 * Those of scanners are recorded veiled: a member's code is as good as the card.
 */
export const drivers: readonly Driver[] = [
  defineDriver({
    id: "pcsc-reader",
    kind: "card-reader",
    says: "contactless and contact cards; `proof` and `contact` below",
    hints: readerModels.map(({ title, name, id }) => ({
      title,
      ...(id === "pcsc" ? {} : { name }),
    })),
    transport: "pcsc",
    models: ["ACS ACR122U", "ACS ACR1252U", "any PC/SC reader"],
    options: pcscReaderOptions,
    open: createPcscReader,
  }),
  ...printerDrivers("escpos", "escpos-80"),
  ...printerDrivers("star", "star-prnt-80"),
  defineDriver({
    id: "wedge-scanner",
    kind: "barcode-scanner",
    says: "keyboard mode, read before any page gets the keys",
    hints: [
      { title: "Honeywell scanner", vendor: "0c2e" },
      { title: "Zebra scanner", vendor: "05e0" },
      { title: "Newland scanner", vendor: "1eab" },
      { title: "scanner", name: /scan|barcode/iu },
    ],
    transport: "hid",
    models: ["any scanner in keyboard mode"],
    options: Type.Object({ path, repeatMs }, strict),
    open: (options, context) =>
      createWedgeDevice(
        {
          open: context.recorded(openHid({ path: options.path }, context.nowMs), veilReport),
          identity: `hid:${options.path}`,
          use: "codes",
          ...repeatOf(options),
        },
        context,
      ),
  }),
  defineDriver({
    id: "pos-scanner",
    kind: "barcode-scanner",
    says: "HID POS mode: identifier and length come with the code",
    hints: [{ title: "scanner in HID POS mode", usagePage: 0x8c }],
    transport: "hid",
    models: ["any scanner in HID POS mode (usage page 8C)"],
    options: Type.Object({ path, repeatMs }, strict),
    open: (options, context) =>
      createWedgeDevice(
        {
          open: context.recorded(openHid({ path: options.path }, context.nowMs), veilReport),
          identity: `hid:${options.path}`,
          use: "codes",
          model: "HID POS scanner",
          reports: createPosReader,
          ...repeatOf(options),
        },
        context,
      ),
  }),
  defineDriver({
    id: "wedge-card-reader",
    kind: "card-reader",
    says: "magnetic stripe (track 2) and number readers in keyboard mode",
    hints: [
      { title: "MagTek stripe reader", vendor: "0801" },
      { title: "stripe reader", name: /magnetic|stripe|swipe|card ?reader/iu },
    ],
    transport: "hid",
    models: ["magnetic stripe and number readers in keyboard mode"],
    options: Type.Object({ path }, strict),
    open: (options, context) =>
      createWedgeDevice(
        {
          open: openHid({ path: options.path }, context.nowMs),
          identity: `hid:${options.path}`,
          use: "cards",
        },
        context,
      ),
  }),
  defineDriver({
    id: "serial-scanner",
    kind: "barcode-scanner",
    says: "lines of text on a serial or USB-serial line",
    hints: [
      { title: "Honeywell scanner", vendor: "0c2e" },
      { title: "Zebra scanner", vendor: "05e0" },
      { title: "Datalogic scanner", vendor: "05f9" },
      { title: "Newland scanner", vendor: "1eab" },
      { title: "scanner", name: /scan|barcode|\bqr\b/iu },
    ],
    transport: "serial",
    models: ["any scanner in serial or USB-serial mode"],
    options: Type.Object({ path, baudRate, repeatMs }, strict),
    open: (options, context) =>
      createLineScanner(
        context.recorded(
          openSerial({ path: options.path, baudRate: options.baudRate ?? 9600 }, context.nowMs),
          veilText,
        ),
        `serial:${options.path}`,
        context,
        options.repeatMs,
      ),
  }),
  defineDriver({
    id: "drawer-by-printer",
    kind: "cash-drawer",
    says: "opened by the printer's pulse, seen by its switch",
    transport: "device",
    models: ["any 24 V drawer on a printer's RJ11/RJ12 port"],
    options: Type.Object({ printer: Type.String({ minLength: 1, maxLength: 128 }), pin }, strict),
    open: createDrawerByPrinter,
  }),
  defineDriver({
    id: "line-display",
    kind: "customer-display",
    says: "2 × 20 cells",
    transport: "serial",
    models: ["2 × 20 pole displays with ESC/POS commands"],
    options: Type.Object({ path, baudRate }, strict),
    open: (options, context) =>
      createLineDisplay(
        context.recorded(
          openSerial({ path: options.path, baudRate: options.baudRate ?? 9600 }, context.nowMs),
        ),
        `serial:${options.path}`,
        context,
      ),
  }),
  defineDriver({
    id: "sam-id-reader",
    kind: "id-reader",
    says: "Chinese second generation, public framing, text part only",
    transport: "serial",
    models: ["readers of second-generation identity cards with the public module framing"],
    options: Type.Object({ path, baudRate }, strict),
    open: (options, context) =>
      createSamIdReader(
        openSerial({ path: options.path, baudRate: options.baudRate ?? 115_200 }, context.nowMs),
        `serial:${options.path}`,
        context,
      ),
  }),
  defineDriver({
    id: "simulated-reader",
    kind: "card-reader",
    says: "NTAG213 cards laid down by word of `sim`",
    transport: "simulated",
    models: ["simulated"],
    options: Type.Object({}, strict),
    open: (_options, context) => createSimulatedReader(context),
  }),
  defineDriver({
    id: "simulated-printer",
    kind: "receipt-printer",
    says: "paper as text and picture; any model",
    transport: "simulated",
    models: printerModelIds,
    options: Type.Object({ model, logo: Type.Optional(path) }, strict),
    prepare: prepareReceipts,
    open: createSimulatedPrinterDevice,
  }),
  defineDriver({
    id: "simulated-scanner",
    kind: "barcode-scanner",
    says: "codes by word of `sim`",
    transport: "simulated",
    models: ["simulated"],
    options: Type.Object({}, strict),
    open: (_options, context) => createSimulatedScannerDevice(context),
  }),
  defineDriver({
    id: "simulated-display",
    kind: "customer-display",
    says: "shows what it was told",
    transport: "simulated",
    models: ["simulated"],
    options: Type.Object({}, strict),
    open: (_options, context) => createSimulatedDisplayDevice(context),
  }),
  defineDriver({
    id: "simulated-id-reader",
    kind: "id-reader",
    says: "identity cards by word of `sim`",
    transport: "simulated",
    models: ["simulated"],
    options: Type.Object({}, strict),
    open: (_options, context) => createSimulatedIdReaderDevice(context),
  }),
];

export const driverOf = (id: string): Driver | undefined =>
  drivers.find((driver) => driver.id === id);
