// A chain's stream in memory, for stores of one test: durable while the test runs, unless it is made anew, empty.
import type { ChainStream, Ordered, StoreEntry } from "../../gateway/chain/stream.ts";

export interface MemoryStream {
  readonly stream: Pick<ChainStream, "info" | "append" | "read">;
  /** what time it is there: it stands */
  readonly atMs: number;
  /** another one in its place, with nothing in it */
  makeAnew(): void;
  /** whoever answers has read so many entries less than are held: a leader that was just elected */
  lagBy(entries: number): void;
}

export const createMemoryStream = (): MemoryStream => {
  const atMs = Date.parse("2026-03-02T10:00:00+08:00");
  let made = 1;
  let log: StoreEntry[] = [];
  let unread = 0;
  const readOf = (): readonly StoreEntry[] => log.slice(0, Math.max(0, log.length - unread));
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
      const batch = readOf()
        .slice(next - 1)
        .map((entry, at) => ({ gseq: next + at, entry }));
      next += batch.length;
      if (batch.length > 0) yield batch;
      else await grown(signal);
    }
  }
  return {
    atMs,
    stream: {
      info: () => Promise.resolve({ epoch: `made ${made}`, first: 1, last: readOf().length, atMs }),
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
    lagBy: (entries) => {
      unread = entries;
      wakeAll();
    },
  };
};
