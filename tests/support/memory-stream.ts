// A chain's stream in memory, for stores of one test: durable while the test runs, unless it is made anew, empty.
import type { ChainStream, Ordered, StoreEntry } from "../../gateway/chain/stream.ts";

export interface MemoryStream {
  readonly stream: Pick<ChainStream, "info" | "append" | "read">;
  /** another one in its place, with nothing in it */
  makeAnew(): void;
}

export const createMemoryStream = (): MemoryStream => {
  let made = 1;
  let log: StoreEntry[] = [];
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
  };
  const grown = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
    });

  async function* read(from: number, signal: AbortSignal): AsyncGenerator<readonly Ordered[]> {
    const begun = made;
    for (let next = from; !signal.aborted;) {
      if (made !== begun) throw new Error("the stream was made anew");
      const batch = log.slice(next - 1).map((entry, at) => ({ gseq: next + at, entry }));
      next += batch.length;
      if (batch.length > 0) yield batch;
      else await grown(signal);
    }
  }
  return {
    stream: {
      info: () => Promise.resolve({ epoch: `made ${made}`, first: 1, last: log.length }),
      append: (entries) => {
        const held = new Set(log.map(({ id }) => id));
        log.push(...entries.filter(({ id }) => !held.has(id)));
        wakeAll();
        return Promise.resolve();
      },
      read,
    },
    makeAnew: () => {
      made += 1;
      log = [];
      wakeAll();
    },
  };
};
