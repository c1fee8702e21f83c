// Work in lanes: in order within one, side by side otherwise, a bounded number at a time. Who waits for a retry
// holds no place.
export interface Lanes {
  /** Runs after everything else in its lane. Never rejects: work answers for its own failures. */
  readonly run: (lane: string, work: () => Promise<void>) => Promise<void>;
  /** Runs now or as soon as a place is free. */
  readonly withPlace: <T>(work: () => Promise<T>) => Promise<T>;
}

export const createLanes = (placesMax: number): Lanes => {
  const tails = new Map<string, Promise<void>>();
  const queue: (() => void)[] = [];
  let taken = 0;

  const place = async (): Promise<void> => {
    if (taken < placesMax) {
      taken++;
      return;
    }
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) taken--;
    else next();
  };

  return {
    run: (lane, work) => {
      const tail = (tails.get(lane) ?? Promise.resolve()).then(work);
      tails.set(lane, tail);
      void tail.finally(() => {
        if (tails.get(lane) === tail) tails.delete(lane);
      });
      return tail;
    },
    withPlace: async (work) => {
      await place();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
