// The part of a chained store's books that all stores have in common: its balances follow from the entries of all
// stores as folded (chain_applied), not from the own journal alone. Read here for the audit; folded in gateway/chain.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Auditor } from "../ledger/audit.ts";
import type { EntryBody } from "../ledger/entry.ts";
import { pagesOf } from "./pages.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

const pageRows = 250;

/** Whether these books belong to a store of a chain; files of older versions have no such table. */
export const isChained = async (database: Database): Promise<boolean> => {
  const [table] = await database.all(
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'chain_position'",
  );
  if (table === undefined) return false;
  const [row] = await database.all("SELECT 1 FROM chain_position WHERE name = 'stream'");
  return row !== undefined;
};

/** Confirmed entities of a kind; what is shown of them may be ahead by own entries that nobody has ordered yet. */
export const confirmedPage = /* sql */ `
SELECT entity.id, CASE WHEN chain_shadow.kind IS NULL THEN entity.body ELSE chain_shadow.body END AS body
FROM entity LEFT JOIN chain_shadow ON chain_shadow.kind = entity.kind AND chain_shadow.id = entity.id
WHERE entity.kind = ? AND entity.id > ? ORDER BY entity.id LIMIT ${pageRows}`;

const linesPage = /* sql */ `
SELECT place, coalesce(lines,
  coalesce(chain_applied.body, (SELECT body FROM journal WHERE journal.id = chain_applied.id)) -> 'lines') AS lines
FROM chain_applied WHERE place > ? ORDER BY place LIMIT ${pageRows}`;

/** Adds the lines of all stores, as booked. */
export const addChainLines = async (
  database: Database,
  auditor: Auditor,
  signal?: AbortSignal,
): Promise<void> => {
  const pages = pagesOf((after: number) => database.all(linesPage, after), {
    from: 0,
    next: (row) => integer(row["place"]),
    pageRows,
  });
  for await (const rows of pages) {
    for (const row of rows) {
      const lines: EntryBody["lines"] = JSON.parse(text(row["lines"]));
      auditor.addLines(lines);
    }
    signal?.throwIfAborted();
    await nextTurn();
  }
};
