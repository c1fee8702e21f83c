// Long work in pieces, one a turn of the event loop: however much is asked for at once, what comes in between is heard.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Resolves when it is the caller's turn; whoever asked before had one of its own. */
export const createTurns = (): (() => Promise<void>) => {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => nextTurn());
    return last;
  };
};
