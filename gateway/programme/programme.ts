// From an unknown JSON value to a programme that may be trusted. Pages that only quote need compile.ts.
import type { Result } from "../result.ts";
import { err, ok } from "../result.ts";
import type { Finding } from "./check/finding.ts";
import { checkProgramme } from "./check.ts";
import type { Programme } from "./compile.ts";
import { compileProgramme } from "./compile.ts";
import { isProgrammeFile } from "./shape.ts";

export type { Finding } from "./check/finding.ts";
export type { Programme } from "./compile.ts";

/** Checks shape and meaning; `error` holds every finding when at least one of them is an error. */
export const parseProgramme = (file: unknown): Result<Programme, readonly Finding[]> => {
  const findings = checkProgramme(file);
  if (!isProgrammeFile(file) || findings.some((finding) => finding.level === "error")) {
    return err(findings);
  }
  return ok(compileProgramme(file));
};
