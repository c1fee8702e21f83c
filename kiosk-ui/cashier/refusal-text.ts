// A refusal as the cashier reads it: the sentence, and the figure or date that goes with it.
import { refusalSentence } from "../words/refusals.ts";
import type { Desk } from "./desk.ts";
import { type Language, sayIn } from "./words.ts";

const told = [
  ["from", "refused.from"],
  ["by", "refused.by"],
] as const;

/** Empty when nothing was refused. */
export const refusalText = (refused: Desk["refused"], language: Language): string => {
  if (refused === undefined) return "";
  const say = sayIn(language);
  const more = told.flatMap(([param, word]) => {
    const value = refused.params[param];
    return typeof value === "string" ? [say(word, { [param]: value })] : [];
  });
  return [refusalSentence(refused.code, language), ...more].join(" · ");
};
