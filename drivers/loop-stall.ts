// For how long this process's own work kept its event loop at a time: processor time of its thread between two looks.
// A machine that has no processor to give, or stands still itself, is not taken for a fault of ours. Knows no device.
import process from "node:process";

const everyMs = 20;
const windowMs = 60_000;
const microsecondsPerMs = 1_000;

export interface LoopStall {
  /** Whole milliseconds, of the last one to two minutes; work in short pieces counts up to the look's 20 ms. */
  readonly longestMs: () => number;
  /** What was before does not count: a start, for which nobody waits yet. */
  readonly restart: () => void;
  readonly close: () => void;
}

const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / microsecondsPerMs;
};

export const createLoopStall = (): LoopStall => {
  let [current, before, worked] = [0, 0, workedMs()];
  const look = setInterval(() => {
    const now = workedMs();
    current = Math.max(current, now - worked);
    worked = now;
  }, everyMs).unref();
  const turn = setInterval(() => {
    [current, before] = [0, current];
  }, windowMs).unref();
  return {
    restart: () => {
      [current, before, worked] = [0, 0, workedMs()];
    },
    longestMs: () => Math.round(Math.max(current, before)),
    close: () => {
      clearInterval(look);
      clearInterval(turn);
    },
  };
};
