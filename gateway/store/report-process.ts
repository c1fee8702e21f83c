// The report reader's own process: one read-only connection, one set of named questions after the other, each set from
// one snapshot. It can write nothing, and the till's process loses nothing when it ends.
import { statSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { giveWay } from "./give-way.ts";
import type { ReportOrder, ReportReply, ReportSetup } from "./report-reader.ts";
import type { SqlRow } from "./sqlite/database.ts";

/** Pages of the database kept in memory, KiB. */
const cacheKib = 65_536;

/** So long a question waits where the file is locked whole, as while its last writer ends, ms. */
const busyMs = 30_000;

class TooLarge extends Error {}

interface Opened {
  readonly database: DatabaseSync;
  readonly statements: Map<string, StatementSync>;
  readonly inode: number;
}

const open = (file: string): Opened => {
  const { ino: inode } = statSync(file);
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA query_only = ON;
    PRAGMA cache_size = -${cacheKib}; PRAGMA temp_store = MEMORY;`);
  return { database, statements: new Map(), inode };
};

const answerer = ({
  file,
  queries,
  rowsMax,
}: ReportSetup): ((order: ReportOrder) => ReportReply) => {
  let opened: Opened | undefined;

  /** A file made anew under the same name is another file: the one held open would answer for ever as it was. */
  const current = (): Opened => {
    if (opened !== undefined && opened.inode !== statSync(file).ino) {
      opened.database.close();
      opened = undefined;
    }
    return (opened ??= open(file));
  };

  const prepared = ({ database, statements }: Opened, query: string): StatementSync => {
    const known = statements.get(query);
    if (known !== undefined) return known;
    const sql = queries[query];
    if (sql === undefined) throw new Error(`there is no query ${query}`);
    const statement = database.prepare(sql);
    statements.set(query, statement);
    return statement;
  };

  const rowsOf = (
    at: Opened,
    { query, params = {} }: ReportOrder["asks"][number],
  ): readonly SqlRow[] => {
    const rows: SqlRow[] = [];
    for (const row of prepared(at, query).iterate({ ...params })) {
      if (rows.length === rowsMax) throw new TooLarge(`${query}: more than ${rowsMax} rows`);
      // Columns of our schema are TEXT, INTEGER within 2^53, REAL, BLOB or NULL: all SqlValues.
      rows.push(row as SqlRow);
    }
    return rows;
  };

  return ({ id, asks }) => {
    try {
      const at = current();
      at.database.exec("BEGIN");
      try {
        return { id, answers: asks.map((ask) => rowsOf(at, ask)) };
      } finally {
        if (at.database.isTransaction) at.database.exec("COMMIT");
      }
    } catch (error) {
      const code = error instanceof TooLarge ? "report_too_large" : "report_failed";
      return { id, failure: { code, message: error instanceof Error ? error.message : "" } };
    }
  };
};

giveWay();
process.once("message", (setup: ReportSetup) => {
  const answer = answerer(setup);
  process.on("message", (order: ReportOrder) => process.send?.(answer(order)));
});
process.on("disconnect", () => process.exit());
