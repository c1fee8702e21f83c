// What is wrong, doubtful or worth knowing about a programme file, each with its place in the file.
import type { Finding } from "./check/finding.ts";
import { error } from "./check/finding.ts";
import { checkLaw } from "./check/law.ts";
import { linesByPointer, lineOf } from "./check/locate.ts";
import { checkReferences } from "./check/references.ts";
import { checkReturns } from "./check/returns.ts";
import { checkRules } from "./check/rules.ts";
import { checkLadders } from "./check/tiers.ts";
import { isProgrammeFile, shapeFaults } from "./shape.ts";

/** Everything there is to say about a file, in the order of the file's parts. Never throws. */
export const checkProgramme = (file: unknown): readonly Finding[] => {
  const faults = shapeFaults(file).map(({ at, message }) => error("shape", at, message));
  if (faults.length > 0 || !isProgrammeFile(file)) return faults;
  return [
    ...checkReferences(file),
    ...checkRules(file),
    ...checkLadders(file),
    ...checkLaw(file),
    ...checkReturns(file),
  ];
};

/** The line on which a text stops being JSON, as the platform's parser reports it. */
const brokenLine = (text: string, reason: string): number => {
  const line = /line (\d+)/.exec(reason)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(reason)?.[1];
  const end = position === undefined ? text.length : Number(position);
  return text.slice(0, end).split("\n").length;
};

/** Checks a file's text; every finding names its line. `file` is there when the text is JSON. */
export const checkProgrammeText = (
  text: string,
): { readonly findings: readonly Finding[]; readonly file?: unknown } => {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : "not JSON";
    return { findings: [{ ...error("not_json", "", reason), line: brokenLine(text, reason) }] };
  }
  const lines = linesByPointer(text);
  const findings = checkProgramme(file).map((finding) => ({
    ...finding,
    line: lineOf(lines, finding.at),
  }));
  return { findings, file };
};
