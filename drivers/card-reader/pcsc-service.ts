// All PC/SC readers of this machine behind one supervised context: who listens to which reader, what lies there.
import type { UnreadableCard } from "../contract.ts";
import { createPcscPort } from "../ports/pcsc.ts";
import type { PcscWord } from "../ports/pcsc-frames.ts";
import type { PresentCard } from "./card-watch.ts";
import { isModuleSlot } from "./reader-models.ts";

export interface ReaderListener {
  /** the reader came or went; `name` while it is there */
  readonly reader: (name: string | undefined) => void;
  readonly presented: (card: PresentCard) => void;
  readonly removed: (uid: string) => void;
  readonly unreadable: (why: string, how: UnreadableCard) => void;
}

export interface PcscService {
  /** Binds the first free reader whose name contains `match` (any case). Returns how to let it go. */
  readonly listen: (match: string, listener: ReaderListener) => () => void;
  readonly transmit: (reader: string, apdu: Uint8Array) => Promise<Uint8Array>;
  /** readers that are there now */
  readonly readers: () => readonly string[];
  /** Called whenever a reader comes or goes. */
  readonly onReaders: (listener: () => void) => void;
  readonly restarts: () => number;
  readonly close: () => Promise<void>;
}

interface Binding {
  readonly match: string;
  readonly listener: ReaderListener;
  reader: string | undefined;
}

/** Which reader belongs to whom, and which card lies on it. */
const createReaderTable = () => {
  const bindings = new Set<Binding>();
  const cards = new Map<string, PresentCard | undefined>();
  const bound = (reader: string): Binding | undefined =>
    [...bindings].find((binding) => binding.reader === reader);
  const freeReader = (match: string): string | undefined =>
    [...cards.keys()]
      .toSorted()
      .find(
        (name) =>
          bound(name) === undefined &&
          !isModuleSlot(name) &&
          name.toLowerCase().includes(match.toLowerCase()),
      );

  const bind = (): void => {
    for (const binding of bindings) {
      if (binding.reader !== undefined) continue;
      const reader = freeReader(binding.match);
      if (reader === undefined) continue;
      binding.reader = reader;
      binding.listener.reader(reader);
      const card = cards.get(reader);
      if (card !== undefined) binding.listener.presented(card);
    }
  };
  const lift = (reader: string): void => {
    const card = cards.get(reader);
    if (card === undefined) return;
    cards.set(reader, undefined);
    bound(reader)?.listener.removed(card.uid);
  };

  return {
    bindings,
    bind,
    bound,
    lift,
    readers: () => [...cards.keys()],
    come: (reader: string): void => {
      cards.set(reader, undefined);
      bind();
    },
    lay: (reader: string, card: PresentCard): void => {
      cards.set(reader, card);
      bound(reader)?.listener.presented(card);
    },
    go: (reader: string): void => {
      lift(reader);
      cards.delete(reader);
      const binding = bound(reader);
      if (binding === undefined) return;
      binding.reader = undefined;
      binding.listener.reader(undefined);
      bind();
    },
  };
};

type ReaderTable = ReturnType<typeof createReaderTable>;

/** Lets one word of the child act on the table. True: readers came or went. */
const hear = (table: ReaderTable, word: PcscWord): boolean => {
  switch (word.word) {
    case "reader":
      table.come(word.reader);
      return true;
    case "gone":
      table.go(word.reader);
      return true;
    case "presented": {
      const { uid, at, atr } = word;
      table.lay(word.reader, { uid, at, ...(atr === undefined ? {} : { atr }) });
      return false;
    }
    case "removed":
      table.lift(word.reader);
      return false;
    case "unreadable":
      table.bound(word.reader)?.listener.unreadable(word.why, word.how);
      return false;
    case "loaded":
    case "alive":
    case "answer":
    case "failed":
      return false;
  }
};

export const createPcscService = (log: (message: string) => void): PcscService => {
  const table = createReaderTable();
  const watchers: (() => void)[] = [];
  const tellWatchers = (): void => {
    for (const watcher of watchers) watcher();
  };
  const port = createPcscPort({
    log,
    lost: () => {
      for (const reader of table.readers()) table.go(reader);
      tellWatchers();
    },
    word: (word) => {
      if (hear(table, word)) tellWatchers();
    },
  });

  return {
    listen: (match, listener) => {
      const binding: Binding = { match, listener, reader: undefined };
      table.bindings.add(binding);
      table.bind();
      return () => void table.bindings.delete(binding);
    },
    transmit: port.transmit,
    readers: table.readers,
    onReaders: (listener) => {
      watchers.push(listener);
    },
    restarts: port.restarts,
    close: port.close,
  };
};
