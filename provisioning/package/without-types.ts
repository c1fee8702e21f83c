// The programs as they lie in the package: without their types, which Node would otherwise take away at each start.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";

/** A text that names a module of ours: `.js` is as long as `.ts`, so that every line and column stays. */
const namesModule = /(["'`])([^"'`\s]*)\.ts\1/gu;

export const withoutTypes = (source: string): string =>
  stripTypeScriptTypes(source).replace(namesModule, "$1$2.js$1");

/** Copies a folder of programs; what is not TypeScript is copied as it stands. */
export const copyWithoutTypes = (from: string, to: string): void => {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const copy = join(to, source.slice(from.length));
    mkdirSync(dirname(copy), { recursive: true });
    if (!source.endsWith(".ts")) cpSync(source, copy);
    else writeFileSync(copy.replace(/\.ts$/u, ".js"), withoutTypes(readFileSync(source, "utf8")));
  }
};
