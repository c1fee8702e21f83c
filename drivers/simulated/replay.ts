// A printer's black box run again: its recorded bytes into the simulated printer, so that its paper can be looked at,
// and what it said heard once more, so that its states come back in the order in which they were.
import type { DeviceState } from "../contract.ts";
import type { RecordedPiece } from "../ports/recorder.ts";
import {
  createPrinterEars,
  realtimeStatus,
  type PrinterStatus,
  type PrinterWord,
} from "../receipt-printer/printer-words.ts";
import { createSimulatedPrinter, type PrinterOutput } from "./printer.ts";

/** What the recorded bytes leave on paper. A line that was opened anew meets the printer as it was. */
export const replayPrinter = async (
  pieces: readonly RecordedPiece[],
  columns: 48 | 42 | 32 = 48,
): Promise<PrinterOutput> => {
  const printer = createSimulatedPrinter({ columns });
  const link = printer.connect({ deliver: () => undefined, drop: () => undefined });
  for (const piece of pieces)
    if (piece.way === "out" && piece.hex !== undefined)
      await link.receive(Buffer.from(piece.hex, "hex"));
  return printer.output();
};

/** How the device stood from some time on. */
export interface ReplayedState {
  /** epoch ms, as recorded */
  readonly at: number;
  readonly state: DeviceState;
  readonly why?: string;
}

/** DLE EOT 1 to 4: what a status question looks like on the line. */
const question = "100401100402100403100404";
const questionsPerAnswer = 4;
/** As in the driver: unanswered questions in a row after which a printer that has spoken counts as offline. */
const silenceMax = 2;

interface Heard {
  isUp: boolean;
  hasSpoken: boolean;
  unanswered: number;
  /** answers to the question that is out; undefined when none is */
  answers: number[] | undefined;
  blocked: PrinterStatus["blocked"];
}

const connected = (): Heard => ({
  isUp: true,
  hasSpoken: false,
  unanswered: 0,
  answers: undefined,
  blocked: undefined,
});

const hear = (heard: Heard, word: PrinterWord): void => {
  if (word.word !== "strange") heard.hasSpoken = true;
  if (word.word === "automatic") heard.blocked = word.status.blocked;
  if (word.word !== "realtime" || heard.answers === undefined) return;
  heard.answers.push(word.byte);
  if (heard.answers.length < questionsPerAnswer) return;
  heard.blocked = realtimeStatus(heard.answers).blocked;
  heard.answers = undefined;
  heard.unanswered = 0;
};

const ask = (heard: Heard): void => {
  if (heard.answers !== undefined) heard.unanswered += 1;
  heard.answers = [];
  if (heard.hasSpoken && heard.unanswered >= silenceMax) heard.blocked ??= "offline";
};

const stateOf = ({ isUp, blocked }: Heard): Omit<ReplayedState, "at"> => {
  if (!isUp) return { state: "absent" };
  return blocked === undefined ? { state: "ready" } : { state: "blocked", why: blocked };
};

/** The states of the device as its line tells them, each with the time at which it began. */
export const replayStates = (pieces: readonly RecordedPiece[]): readonly ReplayedState[] => {
  const states: ReplayedState[] = [];
  let heard: Heard = { ...connected(), isUp: false };
  let listen = createPrinterEars((word) => hear(heard, word));
  const note = (at: number): void => {
    const now = stateOf(heard);
    const last = states.at(-1);
    if (last?.state !== now.state || last.why !== now.why) states.push({ at, ...now });
  };
  for (const { at, way, hex } of pieces) {
    if (way === "open" || way === "closed") {
      heard = { ...connected(), isUp: way === "open" };
      listen = createPrinterEars((word) => hear(heard, word));
    }
    if (way === "out" && hex?.includes(question) === true) ask(heard);
    if (way === "in" && hex !== undefined) listen(Buffer.from(hex, "hex"));
    note(at);
  }
  return states;
};
