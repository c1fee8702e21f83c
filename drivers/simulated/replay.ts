// A printer's black box run again: its recorded bytes into the simulated printer, so that its paper can be looked at.
import type { RecordedPiece } from "../ports/recorder.ts";
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
