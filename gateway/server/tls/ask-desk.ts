// Sends an errand to the certificate desk, a child process, and waits for what it says.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ConfigError } from "../../config.ts";

const run = promisify(execFile);
const deskTimeoutMs = 60_000;

export interface DeskAnswer {
  readonly root: "kept" | "made";
  readonly leaf: "kept" | "issued";
  /** RFC 3339 */
  readonly notAfter: string;
}

/** Throws ConfigError with the desk's sentence where a person can do something about it. */
export const askDesk = async (ask: {
  readonly dir: string;
  /** in the form of `--lan` */
  readonly lan: string;
  readonly force?: boolean;
  readonly simulate?: boolean;
}): Promise<DeskAnswer> => {
  const { dir, lan, force = false, simulate = false } = ask;
  const args = [
    join(import.meta.dirname, "desk.ts"),
    "--data",
    dir,
    "--lan",
    lan,
    ...(force ? ["--force"] : []),
    ...(simulate ? ["--simulate"] : []),
  ];
  try {
    const { stdout } = await run(process.execPath, args, { timeout: deskTimeoutMs });
    const answer: DeskAnswer = JSON.parse(stdout);
    return answer;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    if (error instanceof Error && "code" in error && error.code === 64) throw new ConfigError(said);
    throw new Error(`the certificate desk failed: ${said}`, { cause: error });
  }
};
