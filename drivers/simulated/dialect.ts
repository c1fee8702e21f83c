// What makes a simulated printer one of a language: how it cuts its bytes, what it answers, what it says by itself.
import type { EscposCommand, EscposParser } from "./escpos-parser.ts";
import type { Works } from "./printer-answers.ts";

export interface Dialect {
  readonly createParser: () => EscposParser;
  /** Acts on commands the moment they arrive, wherever they stand in the stream. */
  readonly actInRealTime: (works: Works, bytes: Uint8Array) => void;
  /** Acts on a command in its turn, besides what it leaves on paper. */
  readonly actBesides: (works: Works, command: EscposCommand) => void;
  /** Its whole status, as it sends it by itself. */
  readonly automaticAnswer: (works: Works) => readonly number[];
}
