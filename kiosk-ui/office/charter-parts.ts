// The charter's text as headings and paragraphs: the Markdown it is written in has only these.
import { charterOf } from "../../gateway/programme/charter/charter.ts";
import { compileProgramme } from "../../gateway/programme/compile.ts";
import type { ProgrammeFile } from "../../gateway/programme/format.ts";

export interface CharterPart {
  /** 1 title, 2 chapter, 3 clause */
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** clause of the rulebook it stands on */
  readonly cite?: string;
}

const partOf = (line: string): CharterPart => {
  const plain = line.replaceAll("**", "");
  if (plain.startsWith("## ")) return { level: 2, text: plain.slice(3) };
  if (plain.startsWith("# ")) return { level: 1, text: plain.slice(2) };
  const clause = plain.replace(/^- /u, "");
  const cited = /^(?<said>.+?)\s?[（(](?<cite>[^（()）]*\d)[）)]$/u.exec(clause)?.groups;
  return cited?.["said"] === undefined || cited["cite"] === undefined
    ? { level: 3, text: clause }
    : { level: 3, text: cited["said"], cite: cited["cite"] };
};

/** Empty where a draft is not yet a programme: the checks say what is wrong with it. */
export const charterParts = (file: ProgrammeFile, language: string): readonly CharterPart[] => {
  try {
    const charter = charterOf(compileProgramme(file), language === "en" ? "en" : "zh");
    return charter
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map(partOf);
  } catch {
    return [];
  }
};
