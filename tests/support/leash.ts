// Processes of a test die with the process that started them, however that ends: a run that is killed leaves nobody
// behind who would answer another run at a port or a socket of his.
import { existsSync } from "node:fs";

/** of util-linux, on every Debian; it becomes the program, so the process keeps its number */
const setpriv = "/usr/bin/setpriv";

/** The words that run a program so; the same words where the system cannot. Changing user or group ends it. */
export const leashed = (
  ...command: readonly [string, ...(readonly string[])]
): readonly [string, ...string[]] =>
  existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL", "--", ...command] : [...command];
