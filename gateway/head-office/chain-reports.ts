// The reports of head office: the same reports as a store's, asked of the archive, over all stores or one of them.
// Each has a file of its own, made when it is first asked for.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Reports, createReports } from "../reports/desk.ts";

export interface ChainReports {
  /** undefined: all stores */
  of(store: string | undefined): Reports;
  close(): Promise<void>;
}

/** Reports that were not asked for so recently are closed; their file stays. */
const openMax = 8;

export const createChainReports = (files: {
  /** the archive */
  readonly books: string;
  readonly folder: string;
}): ChainReports => {
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  const open = new Map<string, Reports>();
  const make = (store: string | undefined): Reports =>
    createReports({
      books: files.books,
      // a store's id may hold anything but is never long
      file: join(files.folder, `${store === undefined ? "all" : `of-${hex(store)}`}.db`),
      ...(store === undefined ? {} : { store }),
    });
  return {
    of: (store) => {
      const key = store ?? "";
      const known = open.get(key) ?? make(store);
      open.delete(key);
      open.set(key, known);
      const [oldest] = open;
      if (open.size > openMax && oldest !== undefined) {
        open.delete(oldest[0]);
        void oldest[1].close();
      }
      return known;
    },
    close: async () => {
      await Promise.all([...open.values()].map((reports) => reports.close()));
      open.clear();
    },
  };
};

const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
