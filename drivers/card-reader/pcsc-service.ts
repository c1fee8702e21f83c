// All PC/SC readers of this machine behind one supervised context: who listens to which reader, what lies there.
import { createPcscPort } from "../ports/pcsc.ts";
import type { PresentCard } from "./card-watch.ts";

export interface ReaderListener {
  /** the reader came or went; `name` while it is there */
  readonly reader: (name: string | undefined) => void;
  readonly presented: (card: PresentCard) => void;
  readonly removed: (uid: string) => void;
  readonly unreadable: (why: string) => void;
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

export const createPcscService = (log: (message: string) => void): PcscService => {
  const bindings = new Set<Binding>();
  const cards = new Map<string, PresentCard | undefined>();
  const watchers: (() => void)[] = [];

  const bound = (reader: string): Binding | undefined =>
    [...bindings].find((binding) => binding.reader === reader);

  const forgetCard = (reader: string): void => {
    const card = cards.get(reader);
    if (card === undefined) return;
    cards.set(reader, undefined);
    bound(reader)?.listener.removed(card.uid);
  };

  const drop = (reader: string): void => {
    forgetCard(reader);
    cards.delete(reader);
    const binding = bound(reader);
    if (binding === undefined) return;
    binding.reader = undefined;
    binding.listener.reader(undefined);
  };

  /** Gives free readers to those who wait for one of that name. */
  const bind = (): void => {
    for (const binding of bindings) {
      if (binding.reader !== undefined) continue;
      const reader = [...cards.keys()]
        .toSorted()
        .find(
          (name) =>
            bound(name) === undefined && name.toLowerCase().includes(binding.match.toLowerCase()),
        );
      if (reader === undefined) continue;
      binding.reader = reader;
      binding.listener.reader(reader);
      const card = cards.get(reader);
      if (card !== undefined) binding.listener.presented(card);
    }
  };

  const readersChanged = (): void => {
    bind();
    for (const watcher of watchers) watcher();
  };

  const port = createPcscPort({
    log,
    lost: () => {
      for (const reader of cards.keys()) drop(reader);
      readersChanged();
    },
    word: (word) => {
      switch (word.word) {
        case "reader":
          cards.set(word.reader, undefined);
          readersChanged();
          return;
        case "gone":
          drop(word.reader);
          readersChanged();
          return;
        case "presented": {
          const { uid, at, atr } = word;
          const card = { uid, at, ...(atr === undefined ? {} : { atr }) };
          cards.set(word.reader, card);
          bound(word.reader)?.listener.presented(card);
          return;
        }
        case "removed":
          forgetCard(word.reader);
          return;
        case "unreadable":
          bound(word.reader)?.listener.unreadable(word.why);
          return;
        case "alive":
        case "answer":
        case "failed":
          return;
      }
    },
  });

  return {
    listen: (match, listener) => {
      const binding: Binding = { match, listener, reader: undefined };
      bindings.add(binding);
      bind();
      return () => void bindings.delete(binding);
    },
    transmit: port.transmit,
    readers: () => [...cards.keys()],
    onReaders: (listener) => {
      watchers.push(listener);
    },
    restarts: port.restarts,
    close: port.close,
  };
};
