// Builds the misbehaving disk of disk-shim.c once a run; returns the environment that preloads it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export interface DiskFaults {
  readonly delayMicroseconds?: number;
  readonly lies?: boolean;
  /** fsync fails while this file exists */
  readonly brokenWhile?: string;
  /** grows by a byte with every fsync */
  readonly countIn?: string;
}

export const diskShim = (folder: string, faults: DiskFaults): Record<string, string> => {
  const library = join(folder, "disk-shim.so");
  const source = new URL("disk-shim.c", import.meta.url).pathname;
  execFileSync("gcc", ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]);
  return {
    LD_PRELOAD: library,
    ...(faults.delayMicroseconds === undefined
      ? {}
      : { DISK_SHIM_DELAY_US: String(faults.delayMicroseconds) }),
    ...(faults.lies === true ? { DISK_SHIM_LIES: "1" } : {}),
    ...(faults.brokenWhile === undefined ? {} : { DISK_SHIM_BROKEN: faults.brokenWhile }),
    ...(faults.countIn === undefined ? {} : { DISK_SHIM_COUNT: faults.countIn }),
  };
};
