// Members' keys in all stores of a chain: what is made or changed here is told, what others made is taken
// in, and what was shredded anywhere is shredded here, for ever, whichever word came first. The tables say
// what is due (migration 8).
import type { ExclusiveRow, Store, WriteRow } from "../../store/contract.ts";
import { integer, text } from "../books-desk.ts";
import type { Envelope } from "./envelope.ts";
import type { KeyStream, KeyWord } from "./key-stream.ts";

export interface KeyRing {
  stop(): Promise<void>;
}

interface Parts {
  readonly store: Pick<Store, "exclusive" | "onCommitted">;
  readonly keys: KeyStream;
  readonly envelope: Envelope;
  /** head office sees to it that the servers forget as well */
  readonly erases: boolean;
  /** waits before the next try; ends at once when the signal does */
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
  /** resolves after so long, or at once when the signal ends it */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onRefused: (key: string) => void;
}

const tellEveryMs = 10_000;
const tellAtOnce = 250;

const dueKeys = /* sql */ `
SELECT chain_key.id, gone, side.body FROM chain_key
LEFT JOIN side ON side.tab = 'member_key' AND side.id = chain_key.id
WHERE due = 1 AND (gone = 1 OR side.body IS NOT NULL) LIMIT ${tellAtOnce}`;

interface Mark {
  readonly epoch: string;
  readonly place: number;
}

const readMark = async (store: Parts["store"]): Promise<Mark> => {
  const [row] = await store.exclusive((books) =>
    books.all("SELECT value FROM chain_position WHERE name = 'keys'"),
  );
  return row === undefined ? { epoch: "", place: 0 } : JSON.parse(text(row["value"]));
};

const markRow = (mark: Mark): WriteRow => ["chain_position", "keys", JSON.stringify(mark)];

export const startKeyRing = (parts: Parts): KeyRing => {
  const ending = new AbortController();
  const { signal } = ending;
  const nudge = createNudge();
  const unlisten = parts.store.onCommitted((entries) => {
    const isAboutMembers = entries.some(({ body }) =>
      body.events.some(({ type }) => type.startsWith("Member")),
    );
    if (isAboutMembers) nudge.now();
  });
  const run = async (work: () => Promise<void>): Promise<void> => {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        await work();
        tries = 0;
      } catch {
        if (!signal.aborted) await parts.pause(tries, signal);
      }
    }
  };
  const done = Promise.all([
    run(() => follow(parts, signal)),
    run(async () => {
      while (!signal.aborted && (await tellDue(parts)) === tellAtOnce);
      const waited = new AbortController();
      const over = (): void => waited.abort();
      signal.addEventListener("abort", over, { once: true });
      await Promise.race([parts.rest(tellEveryMs, waited.signal), nudge.wait()]);
      signal.removeEventListener("abort", over);
      waited.abort();
    }),
  ]);
  return {
    stop: async () => {
      ending.abort();
      unlisten();
      await done;
    },
  };
};

/** Wakes whoever waits; a nudge that nobody waited for is kept. */
const createNudge = () => {
  let isDue = false;
  let wake: () => void = () => undefined;
  return {
    now: (): void => {
      isDue = true;
      wake();
    },
    wait: async (): Promise<void> => {
      if (!isDue) await new Promise<void>((resolve) => (wake = resolve));
      isDue = false;
    },
  };
};

/** Tells the chain of what it does not know yet; how many keys that were. */
const tellDue = async ({ store, keys, envelope }: Parts): Promise<number> => {
  const due = await store.exclusive((books) => books.all(dueKeys));
  const told = await Promise.all(due.map((row) => tell(row, keys, envelope)));
  if (told.length > 0) await store.exclusive((books) => books.write(told));
  return told.length;
};

const tell = async (row: ExclusiveRow, keys: KeyStream, envelope: Envelope): Promise<WriteRow> => {
  const key = text(row["id"]);
  const body = integer(row["gone"]) === 1 ? null : text(row["body"]);
  await keys.tell({ key, ...(body === null ? {} : { sealed: envelope.seal(key, body) }) });
  return ["chain_key_told", key, body];
};

/** Takes in what others say until the link breaks. */
const follow = async (parts: Parts, signal: AbortSignal): Promise<void> => {
  const { store, keys, erases } = parts;
  const { epoch } = await keys.info();
  let mark = await readMark(store);
  if (mark.epoch !== epoch) {
    // One made anew is told everything again, and so is the chain a store has just joined.
    mark = { epoch, place: 0 };
    await store.exclusive((books) => books.write([["chain_keys_due"], markRow(mark)]));
  }
  for await (const words of keys.read(mark.place + 1, signal)) {
    if (erases) for (const word of words) if (word.sealed === undefined) await keys.erase(word);
    const last = words.at(-1);
    if (last === undefined) continue;
    const rows = words.flatMap((word) => takenRow(parts, word));
    await store.exclusive((books) => books.write([...rows, markRow({ epoch, place: last.place })]));
  }
};

const takenRow = ({ envelope, onRefused }: Parts, word: KeyWord): readonly WriteRow[] => {
  const { key, sealed } = word;
  if (sealed === undefined) return [["chain_key_taken", key, null]];
  const body = envelope.open(key, sealed);
  if (body === undefined) onRefused(key);
  return body === undefined ? [] : [["chain_key_taken", key, body]];
};
