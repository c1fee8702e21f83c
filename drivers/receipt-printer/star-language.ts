// Star Line Mode and StarPRNT: questions, marks, drawer pulse and bytes of the layout. Never speaks unasked here:
// automatic status and questions exclude each other, and only questions find a printer that has fallen silent.
import iconv from "iconv-lite";
import receiptline from "receiptline";
import type { JobMark, PrinterLanguage } from "./language.ts";
import type { PrinterModel } from "./models.ts";
import { createStarEars } from "./star-words.ts";

/** ESC GS ) U fn 48: text is UTF-8 · fn 64: of the signs that China and Japan share, the Chinese forms first. */
const unicodeOn = "\x1b\x1d)U\x02\x00\x30\x01\x1b\x1d)U\x05\x00\x40\x02\x01\x03\x04";

const encoded = (model: PrinterModel, text: string): string =>
  model.text === "utf8"
    ? Buffer.from(text, "utf8").toString("latin1")
    : iconv.encode(text, "gb18030").toString("latin1");

const commandsFor = (model: PrinterModel): typeof receiptline.commands.escpos => {
  const base =
    model.dialect === "star-prnt"
      ? receiptline.commands.starmbcs2
      : receiptline.commands.starlinembcs2;
  return {
    ...base,
    open(printer: Parameters<typeof base.open>[0]) {
      return base.open.call(this, printer) + (model.text === "utf8" ? unicodeOn : "");
    },
    hr: (width: number) => encoded(model, "─".repeat(Math.floor(width / 2))),
    text: (text: string) => encoded(model, text),
    close: () => "",
    cut: () => (model.cutter ? "\x1bd3" : "\n\n\n"),
  };
};

/** ESC RS E 0 sets the printer's counter of marks to 0; each ETB that is reached adds one. */
const counterReset = [0x1b, 0x1e, 0x45, 0];
const etb = 0x17;
const marksMax = 31;
/** Fewer marks are the fence's, so that a job's count is never passed on the way to it. */
const jobMarksLeast = 4;

const counted = (marks: number): JobMark => ({
  bytes: Uint8Array.from([...counterReset, ...Array.from({ length: marks }, () => etb)]),
  echo: String(marks),
});

export const starLanguage: PrinterLanguage = {
  id: "star",
  createEars: createStarEars,
  /** ESC ACK SOH */
  questions: Uint8Array.of(0x1b, 0x06, 0x01),
  answers: 1,
  /** So many ETBs that no two jobs in a row end at the same count: what the printer shows names the job. */
  markOf: (_model, turn) => counted(jobMarksLeast + (turn % (marksMax - jobMarksLeast + 1))),
  /**
   * The first may be said in passing by an old job that counts further; then its paper is out. When the second, lower
   * one is said its marks are over as well, and what is left in memory counts to no job's number.
   */
  fenceOf: (_model, { shown }) => [counted(shown === "3" ? 2 : 3), counted(1)],
  probe: Uint8Array.from([...counterReset, etb]),
  /** 50 ms on, 500 ms off (ESC BEL n1 n2, in 10 ms steps), then BEL; the second device has its own times, on SUB. */
  drawerPulse: (pin) => (pin === 2 ? Uint8Array.of(0x1b, 0x07, 5, 50, 0x07) : Uint8Array.of(0x1a)),
  encode: encoded,
  commandsFor,
};
