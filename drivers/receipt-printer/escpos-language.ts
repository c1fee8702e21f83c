// ESC/POS as Epson and the Chinese makers speak it: questions, marks, drawer pulse and bytes of the layout.
import iconv from "iconv-lite";
import receiptline from "receiptline";
import type { PrinterLanguage } from "./language.ts";
import type { PrinterModel } from "./models.ts";
import { createPrinterEars, realtimeStatus } from "./printer-words.ts";

const bytesOf = (...values: readonly number[]): string => String.fromCharCode(...values);

/** GS ( k: model 2, cell size, error correction, data, print. */
const nativeQr = (data: string, cell: number, level: string): string => {
  const body = Buffer.from(data, "utf8").toString("latin1");
  const order = (...values: readonly number[]): string =>
    bytesOf(0x1d, 0x28, 0x6b, values.length & 0xff, values.length >> 8, ...values);
  const length = body.length + 3;
  return (
    order(0x31, 0x41, 0x32, 0) +
    order(0x31, 0x43, cell) +
    order(0x31, 0x45, 48 + "lmqh".indexOf(level)) +
    bytesOf(0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30) +
    body +
    order(0x31, 0x51, 0x30)
  );
};

/** Rules in the printer's Chinese font: the katakana page that receiptline uses differs between clones. */
const rule = (width: number): string =>
  `\x1bt\x00\x1c&${iconv.encode("─".repeat(Math.floor(width / 2)), "gbk").toString("latin1")}`;

const encode: PrinterLanguage["encode"] = (_model, text) =>
  iconv.encode(text, "gb18030").toString("latin1");

const commandsFor = (model: PrinterModel): typeof receiptline.commands.escpos => {
  const base = receiptline.commands.generic;
  return {
    ...base,
    // ESC @ has switched the automatic status off; the layout's own `GS a 0` would keep it off.
    open(printer: Parameters<typeof base.open>[0]) {
      const opening = base.open.call(this, printer);
      return model.automaticStatus ? opening.replace("\x1da\x00", "\x1da\x0f") : opening;
    },
    hr: rule,
    text: (text: string) => `\x1bt\x00\x1c&${encode(model, text)}`,
    // The confirmation that follows the last byte is the print job's, not the layout's.
    close: () => "",
    cut: () => (model.cutter ? "\x1dVB\x00" : "\n\n\n"),
    ...(model.qr === "native"
      ? {
          qrcode: (symbol: { data: string; cell: number; level: string }) =>
            nativeQr(symbol.data, symbol.cell, symbol.level),
        }
      : {}),
  };
};

/** GS ( H fn 48: the printer sends `id` back when everything before it is on paper. */
const echoRequest = (id: string): Uint8Array =>
  Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, ...Buffer.from(id, "latin1"));
/** GS r 1: the paper sensor, answered when everything before it was processed. */
const sensorRequest = Uint8Array.of(0x1d, 0x72, 1);

/** Base 36, four signs: going on from where the clock says, so that old echoes match nothing. */
const echoOf = (turn: number): string => (turn % 36 ** 4).toString(36).padStart(4, "0");

export const escposLanguage: PrinterLanguage = {
  id: "escpos",
  createEars: createPrinterEars,
  /** DLE EOT 1, 2, 3 and 4 */
  questions: Uint8Array.of(0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4),
  answers: 4,
  statusOf: realtimeStatus,
  /** GS a 0x0f: drawer, online, error, paper */
  automaticStatusOn: Uint8Array.of(0x1d, 0x61, 0x0f),
  markOf: (model, turn) => {
    if (model.confirms === "status") return { bytes: sensorRequest, echo: "" };
    const echo = echoOf(turn);
    return { bytes: echoRequest(echo), echo };
  },
  fenceOf: (model, { turn }) => {
    if (model.confirms === "status") return [{ bytes: sensorRequest, echo: "" }];
    const echo = `~${echoOf(turn).slice(-3)}`;
    return [{ bytes: echoRequest(echo), echo }];
  },
  /** four signs that no job's counter makes */
  probe: echoRequest("~~~~"),
  /** 50 ms on, 500 ms off (ESC p m t1 t2, in 2 ms steps): the times that common solenoids need. */
  drawerPulse: (pin) => Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 25, 250),
  /**
   * DLE DC4 1 m t: 100 ms, in real time. Epson's and Chinese makers' manuals have it act while the printer is offline,
   * so that a drawer opens without paper.
   */
  drawerPulseNow: (pin) => Uint8Array.of(0x10, 0x14, 1, pin === 2 ? 0 : 1, 1),
  encode,
  commandsFor,
};
