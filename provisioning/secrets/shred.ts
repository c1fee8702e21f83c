// A file of secrets is given up: written over in its place first, so that the disk itself does not keep it.
import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, lstatSync, openSync, rmSync, writeSync } from "node:fs";

/** Writes over what an open file holds, in its place, down to the disk. */
export const writeOver = (handle: number): void => {
  const { size } = fstatSync(handle);
  writeSync(handle, randomBytes(size), 0, size, 0);
  fsyncSync(handle);
};

/** Of a link only the link goes: what it leads to is somebody else's. A file that is not there is gone already. */
export const shred = (file: string): void => {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) {
    // not "w": that gives the place up before it is written over
    const handle = openSync(file, "r+");
    try {
      writeOver(handle);
    } finally {
      closeSync(handle);
    }
  }
  rmSync(file, { force: true });
};
