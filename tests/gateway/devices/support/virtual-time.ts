// Time that jumps to the next timer as soon as nothing moves any more: what takes minutes on real printers takes
// milliseconds here. Disks and sockets are real; only timers and clocks are not.
import { vi } from "vitest";

/** Turns of the event loop without a frame, a byte or a commit after which everything is at rest. */
const quietTurns = 3;
/** What falls due this soon after the next timer runs with it. */
const togetherMs = 2;
/** Virtual time after which what is waited for will not come. */
const patienceMs = 120_000;

interface Waiting {
  readonly isSo: () => boolean;
  readonly name: () => string;
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (fault: Error) => void;
}

export interface VirtualTime extends Disposable {
  /** Something has moved. */
  readonly stir: () => void;
  /** Counts work on the real disk: time stands still meanwhile. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  readonly until: (isSo: () => boolean, name: () => string) => Promise<void>;
  readonly pass: (ms: number) => Promise<void>;
  /** Runs the work to its end while time passes. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createVirtualTime = (): VirtualTime => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  let moves = 0;
  let underWay = 0;
  let waiting: readonly Waiting[] = [];

  const look = (): void => {
    const before = waiting;
    const still: Waiting[] = [];
    for (const each of before) {
      if (each.isSo()) each.resolve();
      else if (Date.now() > each.until) each.reject(new Error(`${each.name()} did not come`));
      else still.push(each);
    }
    waiting = [...still, ...waiting.slice(before.length)];
    if (still.length < before.length) moves += 1;
  };

  const rest = async (isOver: () => boolean): Promise<void> => {
    let seen = moves;
    for (let quiet = 0; quiet < quietTurns && !isOver();) {
      await nextTurn();
      quiet = moves === seen && underWay === 0 ? quiet + 1 : 0;
      seen = moves;
      // Many wait for much: they look when a turn was quiet, not at every move.
      if (quiet === 1) look();
    }
  };

  return {
    stir: () => {
      moves += 1;
    },
    during: async (work) => {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
        moves += 1;
      }
    },
    until: (isSo, name) =>
      new Promise((resolve, reject) => {
        moves += 1;
        const until = Date.now() + patienceMs;
        waiting = [...waiting, { isSo, name, until, resolve, reject }];
      }),
    pass: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    run: async (work) => {
      let over = false;
      const done = work().finally(() => {
        over = true;
      });
      // Whoever awaits `done` hears of a rejection; here it only ends the loop.
      done.catch(() => undefined);
      while (!over) {
        await rest(() => over);
        if (over) break;
        vi.advanceTimersToNextTimer();
        vi.advanceTimersByTime(togetherMs);
        look();
      }
      return done;
    },
    [Symbol.dispose]: () => void vi.useRealTimers(),
  };
};
