// What is wrong, doubtful or worth knowing about a programme file, each with its place in the file.
import { shapeFaults } from "./shape.ts";

/** One thing the checker found. `error` forbids use, `warning` and `note` only speak. */
export interface Finding {
  readonly level: "error" | "warning" | "note";
  /** stable word for the kind of finding, e.g. `unknown_fact` */
  readonly code: string;
  /** JSON pointer into the file */
  readonly at: string;
  /** line of the file text, from 1, when the text was given */
  readonly line?: number;
  readonly message: string;
  /** for legal findings: the text relied on */
  readonly source?: string;
}

export const checkProgramme = (file: unknown): readonly Finding[] =>
  shapeFaults(file).map(({ at, message }) => ({ level: "error", code: "shape", at, message }));
