// What the build leaves out of the pages: the names of sentences, which the house's own language brings already, and
// the indents of templates; and the packed twin of each file. Changes no sentence and no rule of style.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import type { Pack } from "./words/kiosk/pack.ts";
import { zhCNErrands } from "./words/kiosk/errands/zh-cn.ts";
import { packed } from "./words/kiosk/shipped-pack.ts";
import { zhCN } from "./words/kiosk/zh-cn.ts";

const packFile = /\/words\/kiosk\/packs\/[a-z-]+\.ts$/;
const own: Pack = { ...zhCN, ...zhCNErrands };

/** A pack of sentences as one text (words/kiosk.ts reads it again). */
export const shippedPacks: Plugin = {
  name: "tallygate:packs",
  load: {
    filter: { id: packFile },
    handler: async (id) => {
      const { pack }: { readonly pack: Pack } = await import(id);
      return `export const pack = ${JSON.stringify(packed(own, pack))};`;
    },
  },
};

const tight = (sheet: string): string =>
  sheet
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};,]) ?/g, "$1")
    .replaceAll(": ", ":")
    .replaceAll(/\) \* (?=[\d(])/g, ")*")
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

/**
 * Minified code has a line break with an indent nowhere but in the text of a template, where a space says the same.
 * Breaks without an indent are somebody's text (the charter's paragraphs) and stay.
 */
export const withoutIndents: Plugin = {
  name: "tallygate:indents",
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === "chunk") file.code = file.code.replaceAll(/\n[ \t]+/g, " ");
  },
};

/** Chunks fetched later name nothing to fetch beside them (vite.config.ts): what would do so is left out. */
export const bareImports: Plugin = {
  name: "tallygate:imports",
  enforce: "pre",
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => "export const __vitePreload = (load) => load();",
  },
};

const packs = /\.(?:js|css|html|svg)$/;
/** below this a packed file saves nothing that a packet does not carry anyway */
const packedFromBytes = 1_000;

/** Beside each file of text its packed twin, which the gateway sends to whoever can unpack it. */
export const packedTwins: Plugin = {
  name: "tallygate:packed",
  writeBundle: ({ dir = "." }, bundle) => {
    for (const [name, file] of Object.entries(bundle)) {
      const text = file.type === "chunk" ? file.code : file.source;
      if (!packs.test(name) || text.length < packedFromBytes) continue;
      writeFileSync(join(dir, `${name}.gz`), gzipSync(text, { level: 9 }));
    }
  },
};
