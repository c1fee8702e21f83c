// What an ESC/POS printer says, as typed words: status by itself (ASB), answers to DLE EOT and GS r, process-id echo.
// The kinds are told apart by their fixed bits (Epson, "Identification of data transmitted by the printer").
import type { BlockReason } from "../contract.ts";

export type PrinterWord =
  /** four bytes sent by the printer itself after GS a */
  | { readonly word: "automatic"; readonly status: PrinterStatus }
  /** one byte, answer to DLE EOT n; which n is known only by the order of the questions */
  | { readonly word: "realtime"; readonly byte: number }
  /** one byte, answer to GS r 1, given when everything before it was processed */
  | { readonly word: "sensor"; readonly paperOut: boolean }
  /** GS ( H: everything before this id is on paper */
  | { readonly word: "echo"; readonly id: string }
  | { readonly word: "strange"; readonly bytes: Uint8Array };

export interface PrinterStatus {
  readonly blocked: BlockReason | undefined;
  readonly paperLow: boolean;
  /** level of the drawer's switch; which level means open depends on the drawer */
  readonly drawerHigh: boolean;
}

export const statusUnknown: PrinterStatus = {
  blocked: undefined,
  paperLow: false,
  drawerHigh: false,
};

const automaticStatus = ([first = 0, second = 0, third = 0]: Uint8Array): PrinterStatus => ({
  blocked:
    (third & 0x0c) !== 0
      ? "paper_out"
      : (first & 0x20) !== 0
        ? "cover_open"
        : (second & 0x08) !== 0
          ? "cutter"
          : (first & 0x08) !== 0
            ? "offline"
            : undefined,
  paperLow: (third & 0x03) !== 0,
  drawerHigh: (first & 0x04) !== 0,
});

/** Four answers to DLE EOT 1, 2, 3 and 4, in that order, as one status. */
export const realtimeStatus = (answers: readonly number[]): PrinterStatus => {
  const [printer = 0, cause = 0, error = 0, paper = 0] = answers;
  return {
    blocked:
      (paper & 0x60) !== 0 || (cause & 0x20) !== 0
        ? "paper_out"
        : (cause & 0x04) !== 0
          ? "cover_open"
          : (error & 0x08) !== 0
            ? "cutter"
            : (printer & 0x08) !== 0
              ? "offline"
              : undefined,
    paperLow: (paper & 0x0c) !== 0,
    drawerHigh: (printer & 0x04) !== 0,
  };
};

const isAutomatic = (byte: number): boolean => (byte & 0x93) === 0x10;
const isRealtime = (byte: number): boolean => (byte & 0x93) === 0x12;
const isAutomaticTail = (byte: number): boolean => (byte & 0x90) === 0;
/** Strict: any other byte below 0x10 would be a stray sign that must never pass for "paper is there". */
const isSensor = (byte: number): boolean => [0x00, 0x03, 0x0c, 0x0f].includes(byte);
const echoHeader = 0x37;
const echoLength = 7;

/** Cuts what a printer sends into words; a word may come in pieces. */
export const createPrinterEars = (
  hear: (word: PrinterWord) => void,
): ((bytes: Uint8Array) => void) => {
  let held = new Uint8Array(0);

  /** Length of the word at the head; 0 while it is not complete. */
  const headLength = (): number => {
    const first = held[0] ?? 0;
    if (first === echoHeader) return held.length >= echoLength ? echoLength : 0;
    if (!isAutomatic(first)) return 1;
    for (let at = 1; at < 4; at++) {
      const byte = held[at];
      if (byte === undefined) return 0;
      if (!isAutomaticTail(byte)) return at;
    }
    return 4;
  };

  const wordOf = (bytes: Uint8Array): PrinterWord => {
    const first = bytes[0] ?? 0;
    if (first === echoHeader && bytes[1] === 0x22 && bytes[6] === 0)
      return { word: "echo", id: String.fromCharCode(...bytes.subarray(2, 6)) };
    if (isAutomatic(first) && bytes.length === 4)
      return { word: "automatic", status: automaticStatus(bytes) };
    if (bytes.length === 1 && isRealtime(first)) return { word: "realtime", byte: first };
    if (bytes.length === 1 && isSensor(first))
      return { word: "sensor", paperOut: (first & 0x0c) !== 0 };
    return { word: "strange", bytes };
  };

  return (bytes) => {
    held = Uint8Array.from([...held, ...bytes]);
    for (let length = headLength(); held.length > 0 && length > 0; length = headLength()) {
      const word = held.slice(0, length);
      held = held.slice(length);
      hear(wordOf(word));
      if (held.length === 0) return;
    }
  };
};
