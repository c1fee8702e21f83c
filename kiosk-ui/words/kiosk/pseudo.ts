// A language nobody speaks: English, two fifths longer and accented: a test sees clipped or forgotten sentences.
import { en as basics } from "./en.ts";
import { enErrands } from "./errands/en.ts";
import type { Pack } from "./pack.ts";

const en: Pack = { ...basics, ...enErrands };

const accents: Readonly<Record<string, string>> = { a: "å", e: "ë", i: "ï", o: "ø", u: "ü" };

const longer = (sentence: string): string => {
  const accented = sentence
    .split(/(\{\w+\})/)
    .map((part) =>
      part.startsWith("{") ? part : part.replaceAll(/[aeiou]/g, (v) => accents[v] ?? v),
    )
    .join("");
  return `${accented}${" ~".repeat(Math.ceil(sentence.length / 5))}`;
};

const isWord = (word: string): word is keyof Pack => Object.hasOwn(en, word);

/** Seals stay what they are: two characters of a stamp. */
export const pseudo: Pack = Object.keys(en).reduce<Pack>(
  (pack, word) =>
    isWord(word) && !/[Ss]eal|house/.test(word) ? { ...pack, [word]: longer(en[word]) } : pack,
  en,
);
