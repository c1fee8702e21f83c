// Reads the journal forwards from a position and then as it grows, a bounded stretch at a time, in order. Whoever
// follows works beside the writer and is never waited for.
import type { Entry } from "../ledger/entry.ts";
import type { Store } from "../store/contract.ts";

export interface Follower {
  /** Ends after the stretch in hand. */
  readonly stop: () => Promise<void>;
  /** Resolves when everything committed so far has been taken. */
  readonly idle: () => Promise<void>;
}

interface Parts {
  readonly store: Pick<Store, "entries" | "head" | "onCommitted">;
  /** the last entry that was taken before; 0 = begin with the first */
  readonly after: number;
  /** one stretch, oldest first; a throw ends the following and is told to `failed` */
  readonly take: (entries: readonly Entry[]) => Promise<void>;
  /** the store was emptied (simulation): what is known of it is no more */
  readonly emptied: () => void;
  readonly failed: (error: unknown) => void;
}

/** Entries of one stretch, and those of the last commits that are kept so that nobody reads them back. */
const stretch = 200;
const freshMax = 1_000;

export const followJournal = ({ store, after, take, emptied, failed }: Parts): Follower => {
  let position = after;
  let { epoch } = store.head();
  let stopped = false;
  let running: Promise<void> | undefined;
  let fresh: readonly Entry[] = [];

  const next = async (): Promise<readonly Entry[]> => {
    const at = fresh.findIndex(({ body }) => body.seq === position + 1);
    if (at !== -1) {
      const found = fresh.slice(at, at + stretch);
      fresh = fresh.slice(at + stretch);
      return found;
    }
    const page = await store.entries({ beforeSeq: position + stretch + 1, limit: stretch });
    return page.filter(({ body }) => body.seq > position).toReversed();
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      const head = store.head();
      if (head.epoch !== epoch || head.seq < position) {
        ({ epoch } = head);
        position = 0;
        fresh = [];
        emptied();
      }
      if (head.seq <= position) return;
      const entries = await next();
      if (stopped) return;
      await take(entries);
      position = entries.at(-1)?.body.seq ?? position;
    }
  };
  const wake = (): void => {
    if (stopped || running !== undefined) return;
    running = run()
      .catch((error: unknown) => {
        if (stopped) return;
        stopped = true;
        failed(error);
      })
      .finally(() => {
        running = undefined;
      });
  };
  const unlisten = store.onCommitted((entries) => {
    fresh = fresh.length + entries.length > freshMax ? [] : [...fresh, ...entries];
    wake();
  });
  wake();

  const idle = async (): Promise<void> => {
    while (running !== undefined) await running;
  };
  return {
    idle,
    stop: async () => {
      stopped = true;
      unlisten();
      await idle();
    },
  };
};
