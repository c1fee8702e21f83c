// The sentences of caring for members by language, with their places filled.
import type { Language } from "../words.ts";
import { en } from "./words-en.ts";
import { type CareWord, zh } from "./words-zh.ts";

export type { CareWord };
export type SayCare = (
  word: CareWord,
  places?: Readonly<Record<string, string | number>>,
) => string;

const packs: Readonly<Record<Language, Readonly<Record<CareWord, string>>>> = { "zh-CN": zh, en };

export const careIn =
  (language: Language): SayCare =>
  (word, places = {}) =>
    packs[language][word].replaceAll(/\{(\w+)\}/gu, (_, place: string) =>
      String(places[place] ?? ""),
    );
