// The report reader's own process: one read-only connection, one set of named questions after the other, each set from
// one snapshot. It can write nothing, and the till's process loses nothing when it ends.
import { constants, setPriority } from "node:os";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { ReportOrder, ReportReply, ReportSetup } from "./report-reader.ts";
import type { SqlRow } from "./sqlite/database.ts";

/** Pages of the database kept in memory, KiB. */
const cacheKib = 65_536;

class TooLarge extends Error {}

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -${cacheKib};
    PRAGMA temp_store = MEMORY;`);
  return database;
};

const answerer = ({
  file,
  queries,
  rowsMax,
}: ReportSetup): ((order: ReportOrder) => ReportReply) => {
  const database = open(file);
  const statements = new Map<string, StatementSync>();

  const prepared = (query: string): StatementSync => {
    const known = statements.get(query);
    if (known !== undefined) return known;
    const sql = queries[query];
    if (sql === undefined) throw new Error(`there is no query ${query}`);
    const statement = database.prepare(sql);
    statements.set(query, statement);
    return statement;
  };

  const rowsOf = ({ query, params = {} }: ReportOrder["asks"][number]): readonly SqlRow[] => {
    const rows: SqlRow[] = [];
    for (const row of prepared(query).iterate({ ...params })) {
      if (rows.length === rowsMax) throw new TooLarge(`${query}: more than ${rowsMax} rows`);
      // Columns of our schema are TEXT, INTEGER within 2^53, REAL, BLOB or NULL: all SqlValues.
      rows.push(row as SqlRow);
    }
    return rows;
  };

  return ({ id, asks }) => {
    database.exec("BEGIN");
    try {
      return { id, answers: asks.map(rowsOf) };
    } catch (error) {
      const code = error instanceof TooLarge ? "report_too_large" : "report_failed";
      return { id, failure: { code, message: error instanceof Error ? error.message : "" } };
    } finally {
      database.exec("COMMIT");
    }
  };
};

/** Tills come first: whoever waits for a report waits a little longer. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.once("message", (setup: ReportSetup) => {
  const answer = answerer(setup);
  process.on("message", (order: ReportOrder) => process.send?.(answer(order)));
});
process.on("disconnect", () => process.exit());
