// What the kiosk says, in the guest's language. The house's own language is always there; the others come in packs
// of their own right after the first paint, so that choosing one never shows a frame in the old one.
import type { Pack, Word } from "./kiosk/pack.ts";
import { zhCNErrands } from "./kiosk/errands/zh-cn.ts";
import { unpacked } from "./kiosk/shipped-pack.ts";
import { zhCN } from "./kiosk/zh-cn.ts";

/** In their own words and script; the order of the buttons. */
export const languageNames = {
  "zh-CN": "简体中文",
  "zh-Hant": "繁體中文",
  en: "English",
  ja: "日本語",
  ko: "한국어",
  ar: "العربية",
} as const;

export type Language = keyof typeof languageNames;
export type Places = Readonly<Record<string, string | number>>;
export type Say = (word: Word, places?: Places) => string;

/** In its own words; an unknown language by its tag. */
export const languageName = (language: string): string =>
  isLanguage(language) ? languageNames[language] : language;

const isLanguage = (language: string): language is Language =>
  Object.hasOwn(languageNames, language);
export const languages: readonly Language[] = Object.keys(languageNames).filter((one) =>
  isLanguage(one),
);

/** As the build ships it: the sentences alone. */
type Shipped = { readonly pack: Pack | string };

const loaders: Readonly<Record<string, () => Promise<Shipped>>> = {
  "zh-Hant": () => import("./kiosk/packs/zh-hant.ts"),
  en: () => import("./kiosk/packs/en.ts"),
  ja: () => import("./kiosk/packs/ja.ts"),
  ko: () => import("./kiosk/packs/ko.ts"),
  ar: () => import("./kiosk/packs/ar.ts"),
};

/** The house's own language: with the page, never fetched. */
const own: Pack = { ...zhCN, ...zhCNErrands };
const packs = new Map<string, Pack>([["zh-CN", own]]);

/** Resolves when `say` speaks this language; unknown languages resolve at once and stay the house's own. */
export const learn = async (language: string): Promise<void> => {
  const load = loaders[language];
  if (load !== undefined && !packs.has(language)) packs.set(language, named((await load()).pack));
};

/** Sentences get the names of the house's own back. */
const named = (pack: Pack | string): Pack =>
  typeof pack === "string" ? unpacked(own, pack) : pack;

/** A pack from elsewhere: the pseudo language of the tests. */
export const teach = (language: string, pack: Pack): void => void packs.set(language, pack);

export const learnAll = async (): Promise<void> => {
  await Promise.all(languages.map((language) => learn(language)));
};

export const sayIn = (language: string): Say => {
  const pack = packs.get(language) ?? own;
  // Dates, masks and figures keep their own order inside a right-to-left sentence.
  const [open, close] = isRightToLeft(language) ? ["\u2066", "\u2069"] : ["", ""];
  return (word, places = {}) =>
    pack[word].replaceAll(
      /\{(\w+)\}/g,
      (_all, name: string) => `${open}${places[name] ?? ""}${close}`,
    );
};

const isWord = (word: string): word is Word => Object.hasOwn(own, word);

/** `prefix.value` where there is such a sentence, else `otherwise`. */
export const sayOne = (
  say: Say,
  [prefix, value]: readonly [string, string],
  otherwise: string,
): string => {
  const word = `${prefix}.${value}`;
  return isWord(word) ? say(word) : otherwise;
};

/** Why the gateway said no, for a guest. */
export const refusalFor = (say: Say, code: string): string =>
  sayOne(say, ["refused", code], say("refused.other"));

export const isRightToLeft = (language: string): boolean => language === "ar";

/** Han and kana sit well with letter space and serif; other scripts do not. */
export const isHan = (language: string): boolean => language.startsWith("zh") || language === "ja";
export type { Word };
