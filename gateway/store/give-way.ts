// Lets a process that nobody waits for at the till give way to those that somebody does.
import { setPriority } from "node:os";

/** A third of the others' share where the machine is busy: slower, never starved. */
const nice = 5;

/** A sandbox that allows no change of priority (the gateway's unit) costs the politeness, not the work. */
export const giveWay = (): void => {
  try {
    setPriority(nice);
  } catch {
    // It runs at the priority it has.
  }
};
