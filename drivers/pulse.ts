// "Something has changed, look again": lets a loop wait for the next change, or for so long at most.

export interface Pulse {
  beat(): void;
  /** Resolves at the next beat ("beat") or after `timeoutMs` ("timeout"). */
  next(timeoutMs?: number): Promise<"beat" | "timeout">;
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
        let timer: NodeJS.Timeout | undefined;
        const wake = (): void => {
          clearTimeout(timer);
          resolve("beat");
        };
        waiting.push(wake);
        if (timeoutMs === undefined) return;
        timer = setTimeout(() => {
          waiting = waiting.filter((other) => other !== wake);
          resolve("timeout");
        }, timeoutMs);
      }),
  };
};
