// What a simulated printer says and does besides moving paper: answers to questions, automatic status, drawer pulses.
import type { NearEnd } from "../ports/byte-link.ts";
import type { Dialect } from "./dialect.ts";
import { createEscposParser, type EscposCommand } from "./escpos-parser.ts";

/** `paper_low`: near its end, and it still prints. */
export type LastingFault = "paper_low" | "paper_out" | "cover_open" | "stall";

/** What this printer can do and how slowly. */
export interface PrinterTraits {
  readonly columns: 48 | 42 | 32;
  /** false: takes everything and never says a word */
  readonly answers: boolean;
  /** knows GS ( H */
  readonly echoes: boolean;
  /** sends status by itself once told to */
  readonly automatic: boolean;
  /** room for bytes not yet worked on; a full buffer stops the sender */
  readonly bufferBytes: number;
  /** waits so long before each line that is fed */
  readonly lineMs: number;
}

export interface DrawerPulse {
  readonly pin: 2 | 5;
  readonly onMs: number;
  readonly offMs: number;
}

export interface Works {
  readonly options: PrinterTraits;
  readonly drawerShutAfterMs: number | undefined;
  fault: LastingFault | undefined;
  later: { lines: number; fault: LastingFault } | undefined;
  drawerOpen: boolean;
  /** something keeps it from shutting */
  drawerHeld: boolean;
  automaticOn: boolean;
  near: NearEnd | undefined;
  readonly pulses: DrawerPulse[];
  readonly dialect: Dialect;
  /** executed marks, of a printer that counts them */
  marks: number;
  /** times of the next drawer pulse, of a printer that is told them beforehand */
  pulse: Pick<DrawerPulse, "onMs" | "offMs"> | undefined;
}

export const say = (works: Works, ...bytes: readonly number[]): void => {
  if (works.options.answers) works.near?.deliver(Uint8Array.from(bytes));
};

export const isBlocked = ({ fault }: Works): boolean =>
  fault !== undefined && fault !== "paper_low";
/** A stalled printer takes nothing and says nothing; the others still answer questions. */
export const isMute = ({ fault }: Works): boolean => fault === "stall";

/** Answer to DLE EOT n. */
const realtimeAnswer = (works: Works, question: number): number => {
  const paperOut = works.fault === "paper_out";
  const coverOpen = works.fault === "cover_open";
  switch (question) {
    case 1:
      return 0x12 | (works.drawerOpen ? 0x04 : 0) | (isBlocked(works) ? 0x08 : 0);
    case 2:
      return 0x12 | (coverOpen ? 0x04 : 0) | (paperOut ? 0x20 : 0);
    case 4:
      return 0x12 | (paperOut ? 0x6c : works.fault === "paper_low" ? 0x0c : 0);
    default:
      return 0x12;
  }
};

const automaticAnswer = (works: Works): readonly number[] => [
  0x10 |
    (works.drawerOpen ? 0x04 : 0) |
    (isBlocked(works) ? 0x08 : 0) |
    (works.fault === "cover_open" ? 0x20 : 0),
  0,
  works.fault === "paper_out" ? 0x0f : works.fault === "paper_low" ? 0x03 : 0,
  0,
];

export const sayAutomatic = (works: Works): void => {
  if (works.automaticOn && works.options.automatic && !isMute(works))
    say(works, ...works.dialect.automaticAnswer(works));
};

/** Real-time commands act when they arrive, wherever they stand in the stream. */
const actInRealTime = (works: Works, bytes: Uint8Array): void => {
  if (isMute(works)) return;
  for (let at = 0; at + 2 < bytes.length; at++) {
    if (bytes[at] !== 0x10) continue;
    const [order, first = 0, pin = 0, tenths = 0] = bytes.subarray(at + 1, at + 5);
    if (order === 0x04 && first >= 1 && first <= 4) say(works, realtimeAnswer(works, first));
    if (order === 0x14 && first === 1 && pin <= 1 && tenths >= 1 && tenths <= 8)
      openDrawer(works, { pin: pin === 0 ? 2 : 5, onMs: tenths * 100, offMs: tenths * 100 });
  }
};

export const shutDrawer = (works: Works): void => {
  if (works.drawerHeld) return;
  works.drawerOpen = false;
  sayAutomatic(works);
};

export const openDrawer = (works: Works, pulse: DrawerPulse): void => {
  works.pulses.push(pulse);
  // Below 10 ms no solenoid moves.
  if (pulse.onMs < 10) return;
  works.drawerOpen = true;
  sayAutomatic(works);
  if (works.drawerShutAfterMs !== undefined)
    setTimeout(() => shutDrawer(works), works.drawerShutAfterMs).unref();
};

const kickDrawer = (works: Works, [pin = 0, on = 0, off = 0]: Uint8Array): void =>
  openDrawer(works, { pin: pin % 48 === 0 ? 2 : 5, onMs: on * 2, offMs: off * 2 });

/** Commands that make the printer speak or move something other than paper. */
const actBesides = (works: Works, command: EscposCommand): void => {
  if (command.kind !== "order") return;
  const { name, parameters } = command;
  const [first = 0] = parameters;
  if (name === "ESC p") kickDrawer(works, parameters);
  if (name === "ESC @") works.automaticOn = false;
  if (name === "GS a") {
    works.automaticOn = first !== 0;
    sayAutomatic(works);
  }
  if (name === "GS r") say(works, first % 48 === 1 ? 0 : works.drawerOpen ? 1 : 0);
  const isEcho = name === "GS (" && first === 0x48 && parameters[3] === 48;
  if (isEcho && works.options.echoes) say(works, 0x37, 0x22, ...parameters.subarray(5, 9), 0);
};

export const escposDialect: Dialect = {
  createParser: createEscposParser,
  actInRealTime,
  actBesides,
  automaticAnswer,
};
