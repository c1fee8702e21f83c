// What the build leaves out of the pages: the names of sentences, which the house's own language brings already, and
// the indents of templates. Changes no sentence and no rule of style.
import type { Plugin } from "vite";
import type { Pack } from "./words/kiosk/pack.ts";
import { zhCNErrands } from "./words/kiosk/errands/zh-cn.ts";
import { zhCN } from "./words/kiosk/zh-cn.ts";

const packFile = /\/words\/kiosk\/packs\/[a-z-]+\.ts$/;
const own: Pack = { ...zhCN, ...zhCNErrands };
const isWord = (word: string): word is keyof Pack => Object.hasOwn(own, word);

/** A pack of sentences as one text, a line each, in the order of the house's own (words/kiosk.ts names them again). */
export const shippedPacks: Plugin = {
  name: "tallygate:packs",
  load: {
    filter: { id: packFile },
    handler: async (id) => {
      const { pack }: { readonly pack: Pack } = await import(id);
      const sentences = Object.keys(own)
        .filter(isWord)
        .map((word) => pack[word]);
      if (sentences.some((sentence) => sentence.includes("\n")))
        throw new Error(`a sentence of ${id} is longer than a line`);
      return `export const pack = ${JSON.stringify(sentences.join("\n"))};`;
    },
  },
};

const tight = (sheet: string): string =>
  sheet
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .replaceAll(": ", ":")
    .replaceAll(";}", "}");

/** Style sheets without the spaces that only a reader needs; those around operators stay. */
export const tightSheets: Plugin = {
  name: "tallygate:sheets",
  transform: {
    filter: { id: /\/kit\/[\w-]+\.ts$/ },
    handler: (code) => ({
      code: code.replaceAll(/css`([^`]*)`/g, (_all, sheet: string) => `css\`${tight(sheet)}\``),
      map: null,
    }),
  },
};

/** Minified code has a line break with an indent nowhere but in the text of a template, where a space says the same. */
export const withoutIndents: Plugin = {
  name: "tallygate:indents",
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === "chunk") file.code = file.code.replaceAll(/\n\s+/g, " ");
  },
};
