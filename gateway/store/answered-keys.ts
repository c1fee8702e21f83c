// A filter of the keys that were ever answered: what it has not seen was surely never answered, and need not be looked
// up; of the others it is not sure. It forgets nothing: a key it has too many costs a look, no more.
import type { Database } from "./sqlite/database.ts";
import { text } from "./sqlite/columns.ts";

/** 8 MiB of bits, of which the machine gives only those that are touched: 4 M keys are mistaken 1 time in 400. */
const wordsCount = 2 ** 21;
const bitsMask = wordsCount * 32 - 1;
const probes = 4;
const pageOfKeys = 5_000;

export interface AnsweredKeys {
  /** False: surely never answered. True until all keys of the file are known. */
  mayHave(key: string): boolean;
  add(key: string): void;
  /** Reads the keys the file holds, page by page, beside everything else. */
  load(database: Database): Promise<void>;
}

/** FNV-1a over the UTF-16 units, from any start. */
const hashed = (key: string, start: number): number => {
  let hash = start;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
};

export const createAnsweredKeys = (): AnsweredKeys => {
  const words = new Uint32Array(wordsCount);
  let isComplete = false;

  /** Calls `at` with the word and the bit of each probe while it says true. */
  const every = (key: string, at: (word: number, bit: number) => boolean): boolean => {
    const first = hashed(key, 0x811c9dc5);
    const step = hashed(key, 0x9e3779b9) | 1;
    for (let probe = 0; probe < probes; probe += 1) {
      const place = (first + Math.imul(probe, step)) & bitsMask;
      if (!at(place >>> 5, 1 << (place & 31))) return false;
    }
    return true;
  };
  const add = (key: string): void => {
    every(key, (word, bit) => {
      words[word] = (words[word] ?? 0) | bit;
      return true;
    });
  };

  return {
    add,
    mayHave: (key) => !isComplete || every(key, (word, bit) => ((words[word] ?? 0) & bit) !== 0),
    load: async (database) => {
      let after = "";
      for (;;) {
        const page = await database.all(
          "SELECT key FROM answer WHERE key > ? ORDER BY key LIMIT ?",
          after,
          pageOfKeys,
        );
        for (const row of page) add(text(row["key"]));
        if (page.length < pageOfKeys) break;
        after = text(page.at(-1)?.["key"] ?? "");
      }
      isComplete = true;
    },
  };
};

/** Those of this file. While they are being read, and where they cannot be, every key is looked up. */
export const answeredKeysIn = (database: Database): AnsweredKeys => {
  const keys = createAnsweredKeys();
  void keys.load(database).catch(() => undefined);
  return keys;
};
