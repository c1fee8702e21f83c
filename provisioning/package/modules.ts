// Which packages of node_modules the installed programs need: what their sources name, and what that needs in turn.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Only compile native parts; what they compiled is taken along. */
const buildOnly = new Set(["node-gyp", "prebuild-install", "node-addon-api", "nan", "tar"]);

const sourcesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name));

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Where Node would find a package from a folder: beside it or above, never outside the root. */
const resolveFrom = (folder: string, name: string, root: string): string | undefined => {
  for (let at = folder; at.startsWith(root); at = dirname(at)) {
    const path = join(at, "node_modules", name);
    if (existsSync(join(path, "package.json"))) return path;
  }
  return undefined;
};

/** Folders of packages, absolute, sorted. Throws for a package that is needed and not installed. */
export const runtimePackages = (root: string, programs: readonly string[]): readonly string[] => {
  const own: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const texts = programs
    .flatMap((program) => sourcesUnder(join(root, program)))
    .map((file) => readFileSync(file, "utf8"));
  // native packages are loaded by their name, without an import of their own
  const wanted = Object.keys({ ...own.dependencies, ...own.optionalDependencies }).filter((name) =>
    texts.some((text) => text.includes(`"${name}"`) || text.includes(`"${name}/`)),
  );
  const found = new Set<string>();
  const add = (name: string, from: string, isNeeded: boolean): void => {
    const path = resolveFrom(from, name, root);
    if (path === undefined) {
      if (isNeeded) throw new Error(`the package ${name} is needed and not installed`);
      return;
    }
    if (found.has(path) || buildOnly.has(name)) return;
    found.add(path);
    const manifest: Manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    for (const next of Object.keys(manifest.dependencies ?? {})) add(next, path, false);
    for (const next of Object.keys(manifest.optionalDependencies ?? {})) add(next, path, false);
  };
  for (const name of wanted) add(name, root, true);
  return [...found].toSorted();
};
