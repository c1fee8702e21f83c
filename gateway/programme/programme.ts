// From an unknown JSON value to a programme that may be trusted. Pages that only quote need compile.ts.
import type { Result } from "../result.ts";
import type { Programme } from "./compile.ts";

export type { Programme } from "./compile.ts";

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

/** Checks shape and meaning; `error` holds every finding when one of them is an error. */
export const parseProgramme = (_file: unknown): Result<Programme, readonly Finding[]> => {
  throw new Error("not built yet");
};
