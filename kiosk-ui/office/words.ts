// The office page's sentences by language, with their places filled.
import { en } from "./words-en.ts";
import { type Word, zh } from "./words-zh.ts";

export type { Word };

const packs = { "zh-CN": zh, en } as const;
export type Language = keyof typeof packs;

/** Is there a sentence under this name? */
export const isWord = (name: string): name is Word => Object.hasOwn(zh, name);

export type Say = (word: Word, places?: Readonly<Record<string, string | number>>) => string;

export const sayIn = (language: Language): Say => {
  const pack: Readonly<Record<Word, string>> = packs[language];
  return (word, places = {}) =>
    pack[word].replaceAll(/\{(\w+)\}/gu, (_, place: string) => String(places[place] ?? ""));
};
