// The project's own TypeScript as text, and the imports in it: what the tests about structure and style read.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Source {
  /** path from the root, with forward slashes */
  readonly path: string;
  readonly text: string;
}

const skipped = new Set(["node_modules", "dist", ".git", "var", "screenshots"]);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    if (skipped.has(item.name)) return [];
    const path = join(folder, item.name);
    return item.isDirectory() ? filesUnder(path) : [path];
  });

export const readSources = (folders: readonly string[], ending = ".ts"): readonly Source[] =>
  folders
    .flatMap((folder) => filesUnder(join(root, folder)))
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));

/** What a file imports: `room/file.ts` for own files, the package's name for others, `node:x` for Node's. */
export const importsOf = (source: Source): readonly string[] => {
  const found = source.text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g,
  );
  return [...found].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? "";
    if (target.startsWith(".")) return normalize(join(dirname(source.path), target));
    if (target.startsWith("node:")) return target;
    return target
      .split("/")
      .slice(0, target.startsWith("@") ? 2 : 1)
      .join("/");
  });
};
