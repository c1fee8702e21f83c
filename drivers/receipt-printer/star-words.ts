// What a Star printer says: its status in one frame, which also holds the counter of executed ETB marks
// (Star Line Mode Command Specifications, "Automatic status").
import type { PrinterStatus, PrinterWord } from "./printer-words.ts";

/** Header 1: bits 3 2 1 and 5 are the length of the whole frame, bit 0 is set, bits 4, 6 and 7 are not. */
const isHeader = (byte: number): boolean => (byte & 0xd1) === 0x01;
const lengthOf = (header: number): number => ((header >> 1) & 7) | ((header & 0x20) >> 2);
/** Header 2 and as many status bytes as the ETB counter is behind. */
const lengthLeast = 8;

const statusOf = (frame: Uint8Array): PrinterStatus => {
  const [, , state = 0, error = 0, , paper = 0] = frame;
  return {
    blocked:
      (paper & 0x08) !== 0
        ? "paper_out"
        : (state & 0x20) !== 0
          ? "cover_open"
          : (error & 0x0c) !== 0
            ? "cutter"
            : (state & 0x08) !== 0 || (error & 0x60) !== 0
              ? "offline"
              : undefined,
    paperLow: (paper & 0x06) !== 0,
    drawerHigh: (state & 0x04) !== 0,
  };
};

/** Five bits, around a bit that is always 0. */
const marksOf = (byte: number): number => ((byte & 0x60) >> 2) | ((byte & 0x0e) >> 1);

/** Cuts what a Star printer sends into words: each frame is a status and the number of marks seen so far. */
export const createStarEars = (
  hear: (word: PrinterWord) => void,
): ((bytes: Uint8Array) => void) => {
  let held: Uint8Array = new Uint8Array(0);
  const drop = (count: number): Uint8Array => {
    const dropped = held.slice(0, count);
    held = held.slice(count);
    return dropped;
  };
  return (bytes) => {
    held = Uint8Array.from([...held, ...bytes]);
    while (held.length > 0) {
      const header = held[0] ?? 0;
      const length = lengthOf(header);
      if (!isHeader(header) || length < lengthLeast) {
        hear({ word: "strange", bytes: drop(1) });
        continue;
      }
      if (held.length < length) return;
      // Behind the header no byte has bit 0 or 4 set: a frame in which one has was cut off, and another begins.
      const broken = held.slice(0, length).findIndex((byte, at) => at > 0 && (byte & 0x11) !== 0);
      if (broken > 0) {
        hear({ word: "strange", bytes: drop(broken) });
        continue;
      }
      const frame = drop(length);
      hear({ word: "automatic", status: statusOf(frame) });
      hear({ word: "echo", id: String(marksOf(frame[7] ?? 0)) });
    }
  };
};
