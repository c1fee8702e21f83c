// The file for whoever helps: made by the `tallygate support` command in a process of its own, kept here for a while,
// handed out in parts that fit a frame. Knows nothing of what lies in it.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { NewId } from "../ids.ts";

export interface SupportFile {
  readonly bundle: string;
  readonly name: string;
  readonly bytes: number;
  /** what lies in it */
  readonly files: readonly string[];
}

export interface SupportDesk {
  /** Makes a new one, or joins whoever is making one. Throws where the command fails. */
  make(): Promise<SupportFile>;
  /** Bytes from there on; undefined where that file is no longer, or not yet, kept. */
  part(bundle: string, from: number): { readonly data: string; readonly next?: number } | undefined;
}

interface Kept extends SupportFile {
  readonly content: Buffer;
}

const run = promisify(execFile);
const commandTimeoutMs = 120_000;
/** so long it can be fetched, ms */
const keptMs = 600_000;
/** bytes of one part: base64 of it is well below a frame */
const partBytes = 524_288;
const command = join(import.meta.dirname, "..", "..", "provisioning", "main.ts");

export const createSupportDesk = (data: string, newId: NewId): SupportDesk => {
  let kept: Kept | undefined;
  let making: Promise<SupportFile> | undefined;
  let forgetting: NodeJS.Timeout | undefined;

  const make = async (): Promise<SupportFile> => {
    const { content, ...made } = await collected(data);
    const file = { bundle: newId("sup"), ...made, bytes: content.length };
    kept = { ...file, content };
    clearTimeout(forgetting);
    forgetting = setTimeout(() => (kept = undefined), keptMs).unref();
    return file;
  };

  return {
    make: () => (making ??= make().finally(() => (making = undefined))),
    part: (bundle, from) => {
      if (kept?.bundle !== bundle || from > kept.bytes) return undefined;
      const next = from + partBytes;
      const data = kept.content.subarray(from, next).toString("base64");
      return next < kept.bytes ? { data, next } : { data };
    },
  };
};

const collected = async (
  data: string,
): Promise<{ readonly name: string; readonly files: string[]; readonly content: Buffer }> => {
  const folder = await mkdtemp(join(tmpdir(), "tallygate-support-"));
  try {
    const args = [command, "support", "--data", data, "--out", folder, "--json"];
    const { stdout } = await run(process.execPath, args, { timeout: commandTimeoutMs });
    const made: { readonly file: string; readonly files: string[] } = JSON.parse(stdout);
    const content = await readFile(made.file);
    return { name: basename(made.file), files: made.files, content };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
