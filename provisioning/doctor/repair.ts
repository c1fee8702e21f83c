// What repairs share: a program that must succeed, or a sentence why the repair did not.
import type { Machine } from "../machine.ts";

/** A repair that did not work out; the check that follows says the same. */
export class RepairFailed extends Error {
  readonly code = "repair_failed";
  readonly retryable = true;
}

/** Throws RepairFailed with the program's own last line. */
export const must = async (
  machine: Machine,
  program: string,
  ...args: readonly string[]
): Promise<string> => {
  const { code, out, error } = await machine.run(program, ...args);
  if (code === 0) return out;
  const said = error.trim().split("\n").at(-1) ?? "";
  throw new RepairFailed(`${program} ${args.join(" ")}: ${said === "" ? `exit ${code}` : said}`);
};
