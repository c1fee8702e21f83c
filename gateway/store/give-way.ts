// Lets a process that nobody waits for at the till give way to those that somebody does.
import { constants, setPriority } from "node:os";

/** A sandbox that allows no change of priority (the gateway's unit) costs the politeness, not the work. */
export const giveWay = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It runs at the priority it has.
  }
};
