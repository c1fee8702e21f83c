// "Something has changed, look again": lets a loop wait for the next change, or for so long at most.

export interface Pulse {
  readonly beat: () => void;
  /** Resolves at the next beat ("beat") or after `timeoutMs` ("timeout"). */
  readonly next: (timeoutMs?: number) => Promise<"beat" | "timeout">;
}

export const createPulse = (): Pulse => {
  let waiting: (() => void)[] = [];
  return {
    beat: () => {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          resolve("beat");
        };
        const giveUp = (): void => {
          waiting = waiting.filter((other) => other !== wake);
          resolve("timeout");
        };
        const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
        waiting.push(wake);
      }),
  };
};
