// What this build calls itself: the version of its package.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const packageFile = join(import.meta.dirname, "..", "package.json");

export const buildName = (): string => {
  const { version }: { version: string } = JSON.parse(readFileSync(packageFile, "utf8"));
  return version;
};
