// The store's own journal as it goes into the stream: entries by their numbers, with what chains them together.
import type { Entry } from "../ledger/entry.ts";
import { canonicalBody, genesisHash } from "../ledger/hash.ts";
import type { Store } from "../store/contract.ts";
import type { Range } from "./outbox.ts";
import type { StoreEntry } from "./stream.ts";

/** Entries of one sending: one less than the store gives at once, for the one before them. */
export const sendingMax = 999;

export interface OwnJournal {
  /** number of its last entry */
  end(): number;
  /** In order. Throws where the journal does not hold them. */
  read(range: Range): Promise<readonly StoreEntry[]>;
  onMore(listener: (end: number) => void): () => void;
}

export const createOwnJournal = (
  store: Pick<Store, "head" | "entries" | "onCommitted">,
  id: string,
): OwnJournal => ({
  end: () => store.head().seq,
  read: async ({ from, to }) => {
    const limit = to - from + 2;
    const found = (await store.entries({ beforeSeq: to + 1, limit })).toReversed();
    const before = from === 1 ? undefined : found[0];
    const own = found.slice(before === undefined ? 0 : 1);
    if (own.length !== to - from + 1 || own[0]?.body.seq !== from)
      throw new Error(`the journal does not hold ${from} to ${to}`);
    return own.map((entry, at) => sent(entry, { before: at === 0 ? before : own[at - 1], id }));
  },
  onMore: (listener) =>
    store.onCommitted((entries) => {
      const last = entries.at(-1)?.body.seq;
      if (last !== undefined) listener(last);
    }),
});

const sent = (
  { body, hash }: Entry,
  { before, id }: { readonly before: Entry | undefined; readonly id: string },
): StoreEntry => ({
  id: body.id,
  store: body.store,
  epoch: body.epoch,
  seq: body.seq,
  previous: before?.hash ?? genesisHash(id),
  hash,
  body: canonicalBody(body),
  ...(before !== undefined && before.body.epoch !== body.epoch ? { opens: true } : {}),
});
