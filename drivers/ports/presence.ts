// Tells when the node of an open device is gone, or another device's: some lines never say so themselves.
import { statSync } from "node:fs";
import { stat } from "node:fs/promises";

const lookEveryMs = 250;

/** The node's device number; undefined: there is no such node. */
const deviceOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).rdev;
  } catch {
    return undefined;
  }
};

/** Says `gone` at most once; what it returns ends the watch. Throws where there is no node. */
export const watchPresence = (path: string, gone: () => void): (() => void) => {
  const device = statSync(path).rdev;
  let isLooking = false;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    clearInterval(timer);
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const isGone = (await deviceOf(path)) !== device;
    isLooking = false;
    if (!isGone || isOver) return;
    stop();
    gone();
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return stop;
};
