// A process whose wall clock jumps while it runs: libfaketime, told by a file. Timers keep the real time.
import { existsSync, renameSync, writeFileSync } from "node:fs";

const library = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/faketime/libfaketime.so.1`;

export const hasFakedTime = (): boolean => existsSync(library);

export interface FakedTime {
  /** environment of the process */
  readonly env: Readonly<Record<string, string>>;
  /** From now on its clock is so many hours ahead of the real one; negative: behind. */
  readonly jumpTo: (hours: number) => void;
}

export const fakedTime = (file: string): FakedTime => {
  const jumpTo = (hours: number): void => {
    writeFileSync(`${file}.new`, `${hours < 0 ? "" : "+"}${hours}h\n`);
    renameSync(`${file}.new`, file);
  };
  jumpTo(0);
  return {
    jumpTo,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    },
  };
};
