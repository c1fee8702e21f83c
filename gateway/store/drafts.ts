// Drafts: files that are whole only when their work has ended. Each carries the number of its process, so that what a
// killed one left is known and removed: it takes room, and holds a copy of the books.
import { readdirSync, rmSync, statSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";

const named = /\.draft-(\d+)\b/u;

export const isDraft = (name: string): boolean => named.test(name);

/** Of what is becoming `file`, or of a copy of it; this process alone writes it. */
export const draftOf = (file: string): string => `${file}.draft-${process.pid}`;

/** With what SQLite keeps beside it: a journal of another life would be played back into a new file of this name. */
export const removeDraft = (draft: string): void => {
  for (const side of ["", "-journal", "-wal", "-shm"]) rmSync(`${draft}${side}`, { force: true });
};

/** Removes the drafts in a folder that nobody finishes any more. */
export const removeLeftDrafts = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const pid = named.exec(name)?.[1];
    if (pid !== undefined && isLeft(join(folder, name), Number(pid)))
      rmSync(join(folder, name), { force: true });
  }
};

const isLeft = (file: string, pid: number): boolean => {
  const isFromBefore = (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < startedMs();
  return isFromBefore || (pid !== process.pid && !isAlive(pid));
};

/** When this machine was started. */
const startedMs = (): number => Date.now() - uptime() * 1_000;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
