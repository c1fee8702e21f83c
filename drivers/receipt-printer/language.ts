// What the command languages of receipt printers differ in. Everything else (line, jobs, confirmation, layout) is one.
import type receiptline from "receiptline";
import type { PrinterModel } from "./models.ts";
import type { PrinterStatus, PrinterWord } from "./printer-words.ts";

/** What follows a job's last byte, so that the printer says when all of it is on paper. */
export interface JobMark {
  readonly bytes: Uint8Array;
  /** what the printer is to say back; empty: its sensor's word and its status count */
  readonly echo: string;
}

export interface PrinterLanguage {
  readonly id: "escpos" | "star";
  /** Cuts what the printer sends into words; a word may come in pieces. */
  readonly createEars: (hear: (word: PrinterWord) => void) => (bytes: Uint8Array) => void;
  /** asks for the status; answered at once, wherever the printer is in its work */
  readonly questions: Uint8Array;
  /** words that answer the questions */
  readonly answers: number;
  /** What answers of single bytes mean together; absent: each answer is a whole status. */
  readonly statusOf?: (answers: readonly number[]) => PrinterStatus;
  /** absent: never speaks unasked, so it is asked again and again while a job waits for its word */
  readonly automaticStatusOn?: Uint8Array;
  /** `turn` grows by one with each job and begins anywhere. */
  readonly markOf: (model: PrinterModel, turn: number) => JobMark;
  /** Marks of no job that set apart what an old connection left behind (job-marks.ts). */
  readonly fenceOf: (
    model: PrinterModel,
    given: {
      /** another one in each life of the host */
      readonly turn: number;
      /** the mark said last */
      readonly shown: string;
    },
  ) => readonly JobMark[];
  /** asked once after connecting to a model that claims to echo, to see whether it does */
  readonly probe: Uint8Array;
  readonly drawerPulse: (pin: 2 | 5) => Uint8Array;
  /** The same as acts on arrival, also where nothing can be printed; never amid other bytes. */
  readonly drawerPulseNow?: (pin: 2 | 5) => Uint8Array;
  /** Text as it goes out, one byte a sign of the result; a line feed stays one. */
  readonly encode: (model: PrinterModel, text: string) => string;
  /** receiptline's commands with our own word on what it leaves open */
  readonly commandsFor: (model: PrinterModel) => typeof receiptline.commands.escpos;
}
