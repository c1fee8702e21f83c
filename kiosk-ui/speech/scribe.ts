// Remembers which sentence each text on the screen is, so that its spoken form can be said instead. It holds one
// drawing's worth of texts, in memory, and forgets them with the next drawing and with the visit.
import type { Places, Say, Word } from "../words/kiosk.ts";
import { cmn } from "../words/aloud/cmn.ts";
import { en } from "../words/aloud/en.ts";
import type { Aloud } from "../words/aloud/pack.ts";
import { speakable, spelled } from "./figures.ts";

/** Places that are read sign by sign, whatever stands in them. */
const signs: ReadonlySet<string> = new Set(["tail", "key", "code"]);

export interface Scribe {
  /** says as `say` does and takes note of it; begins a new drawing */
  readonly listen: (say: Say, language: string) => Say;
  /** what is spoken for a text of the screen */
  readonly aloud: (text: string) => string;
  readonly forget: () => void;
}

export const aloudIn = (language: string): Aloud => (language.startsWith("zh") ? cmn : en);

const filled = (sentence: string, places: Places): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = String(places[name] ?? "");
    return signs.has(name) ? spelled(value) : value;
  });

const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

export const createScribe = (): Scribe => {
  const said = new Map<string, string>();
  let aloud = aloudIn("");
  return {
    listen: (say, language) => {
      said.clear();
      aloud = aloudIn(language);
      return (word: Word, places = {}) => {
        const shown = say(word, places);
        const own = aloud.words[word];
        if (own !== undefined) said.set(tidy(shown), filled(own, places));
        return shown;
      };
    },
    aloud: (text) => speakable(said.get(tidy(text)) ?? text, aloud),
    forget: () => said.clear(),
  };
};
