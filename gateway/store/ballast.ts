// A file that holds disk space back for the day the disk is full, so that a shift can still be counted and closed.
import { randomFillSync } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

export interface Ballast {
  /** Gives the space back at once; false where there was none. */
  release(): boolean;
  /** Takes the space again where the disk has room for it and as much again; false where it has not. */
  refill(): Promise<boolean>;
}

const chunkBytes = 1 << 20;

export const createBallast = (databaseFile: string, bytes: number): Ballast => {
  const file = `${databaseFile}.ballast`;
  const there = (): boolean => statSync(file, { throwIfNoEntry: false })?.size === bytes;
  const release = (): boolean => {
    const was = there();
    rmSync(file, { force: true });
    return was;
  };
  return {
    release,
    refill: async () => {
      if (bytes === 0) return hasRoom(file, chunkBytes);
      if (there()) return true;
      if (!(await hasRoom(file, bytes * 2))) return false;
      try {
        fill(file, bytes);
        return true;
      } catch {
        release();
        return false;
      }
    },
  };
};

const hasRoom = async (file: string, bytes: number): Promise<boolean> => {
  const { bavail, bsize } = await statfs(dirname(file));
  return bavail * bsize >= bytes;
};

/** Random bytes, so that no file system saves the space by compressing it away. */
const fill = (file: string, bytes: number): void => {
  const handle = openSync(file, "w", 0o600);
  try {
    const chunk = Buffer.alloc(Math.min(chunkBytes, bytes));
    for (let left = bytes; left > 0; left -= chunk.length) {
      writeSync(handle, randomFillSync(chunk), 0, Math.min(left, chunk.length));
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
