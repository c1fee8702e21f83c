// When what is packaged was last changed: the one time a package knows, so that the same checkout gives the same bytes.
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";

/** Epoch seconds of the last commit; a checkout without history has the time of its package.json. */
export const sourceDate = (root: string): number => {
  const given = process.env["SOURCE_DATE_EPOCH"];
  if (given !== undefined) return Number(given);
  if (existsSync(join(root, ".git"))) {
    const told = execFileSync("git", ["log", "-1", "--format=%ct"], {
      cwd: root,
      encoding: "utf8",
    });
    return Number(told);
  }
  return Math.floor(lstatSync(join(root, "package.json")).mtimeMs / 1_000);
};
