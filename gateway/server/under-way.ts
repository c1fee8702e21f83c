// Keyed calls that are being worked on: whoever asks what became of a key hears of its own call first.

export interface UnderWay {
  during<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** After what has come over any line by now is read, and no call of this key is left. */
  after<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export const createUnderWay = (): UnderWay => {
  const callsByKey = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  const ended = (key: string): void => {
    const left = (callsByKey.get(key) ?? 1) - 1;
    if (left > 0) return void callsByKey.set(key, left);
    callsByKey.delete(key);
    for (const go of waiting.get(key) ?? []) go();
    waiting.delete(key);
  };

  return {
    during: async (key, work) => {
      callsByKey.set(key, (callsByKey.get(key) ?? 0) + 1);
      try {
        return await work();
      } finally {
        ended(key);
      }
    },
    after: async (key, work) => {
      await new Promise(setImmediate);
      if (callsByKey.has(key))
        await new Promise<void>((resolve) => {
          waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
        });
      return work();
    },
  };
};
