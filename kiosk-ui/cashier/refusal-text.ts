// A refusal as the cashier reads it: the sentence, and the figure or date that goes with it.
import { refusalSentence } from "../words/refusals.ts";
import type { Desk } from "./desk.ts";
import { type Language, sayIn } from "./words.ts";

const told = [
  ["from", "refused.from"],
  ["by", "refused.by"],
] as const;

/** Why a second person's word does not count. */
const reasons = {
  same_person: "refused.same_person",
  right: "refused.right",
} as const;
const isReason = (why: string): why is keyof typeof reasons => Object.hasOwn(reasons, why);

const reasonOf = (why: string, language: Language): readonly string[] => {
  if (isReason(why)) return [sayIn(language)(reasons[why])];
  return why.startsWith("pin.") ? [refusalSentence(why, language)] : [];
};

/** Empty when nothing was refused. */
export const refusalText = (refused: Desk["refused"], language: Language): string => {
  if (refused === undefined) return "";
  const say = sayIn(language);
  const more = told.flatMap(([param, word]) => {
    const value = refused.params[param];
    return typeof value === "string" ? [say(word, { [param]: value })] : [];
  });
  const { why } = refused.params;
  const because = typeof why === "string" ? reasonOf(why, language) : [];
  return [refusalSentence(refused.code, language), ...because, ...more].join(" · ");
};
