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

/** Entries kept at hand after their commit: what is sent at once, as a question a till waits for, is not read again. */
const atHandMax = 64;

export const createOwnJournal = (
  store: Pick<Store, "head" | "entries" | "onCommitted">,
  id: string,
): OwnJournal => {
  let atHand: readonly Entry[] = [];
  store.onCommitted((entries) => {
    const goesOn = atHand.at(-1)?.body.seq === (entries[0]?.body.seq ?? 0) - 1;
    atHand = [...(goesOn ? atHand : []), ...entries].slice(-atHandMax);
  });
  /** the entries and the one before them, in order */
  const found = async ({ from, to }: Range): Promise<readonly Entry[]> => {
    const first = Math.max(1, from - 1);
    const at = first - (atHand[0]?.body.seq ?? Infinity);
    if (at >= 0 && (atHand.at(-1)?.body.seq ?? 0) >= to)
      return atHand.slice(at, at + to - first + 1);
    return (await store.entries({ beforeSeq: to + 1, limit: to - from + 2 })).toReversed();
  };
  return {
    end: () => store.head().seq,
    read: async ({ from, to }) => {
      const read = await found({ from, to });
      const before = from === 1 ? undefined : read[0];
      const own = read.slice(before === undefined ? 0 : 1);
      if (own.length !== to - from + 1 || own[0]?.body.seq !== from)
        throw new Error(`the journal does not hold ${from} to ${to}`);
      return own.map((entry, at) => sent(entry, { before: at === 0 ? before : own[at - 1], id }));
    },
    onMore: (listener) =>
      store.onCommitted((entries) => {
        const last = entries.at(-1)?.body.seq;
        if (last !== undefined) listener(last);
      }),
  };
};

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
