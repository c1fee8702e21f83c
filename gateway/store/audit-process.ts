// The whole audit in a process of its own: a year of books is read and added up while the till is served. Is told the
// file and says what it found. Why a process and not a thread: decision 0203.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { AuditResult } from "../ledger/audit.ts";
import { auditStore } from "./audit.ts";
import { giveWay } from "./give-way.ts";
import type { Database, SqlRow } from "./sqlite/database.ts";

/** What the process is told, and what it says. */
export interface AuditAsked {
  readonly file: string;
  readonly storeId: string;
}

export type AuditSaid = { readonly result: AuditResult } | { readonly failure: string };

/** In a process that has nothing else to do calls may block. */
const openHere = (file: string): Database => {
  const connection = new DatabaseSync(file, { readOnly: true });
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const all: Database["all"] = async (sql, ...params) =>
    // Columns of our schema are TEXT, INTEGER within 2^53, BLOB or NULL: all SqlValues.
    prepared(sql).all(...params) as readonly SqlRow[];
  return {
    driver: "node:sqlite",
    all,
    run: async (sql, ...params) => {
      await all(sql, ...params);
    },
    exec: async (sql) => connection.exec(sql),
    close: async () => connection.close(),
  };
};

const audit = async ({ file, storeId }: AuditAsked): Promise<AuditSaid> => {
  const database = openHere(file);
  try {
    // One snapshot: whatever is committed meanwhile is not looked at.
    await database.exec("PRAGMA busy_timeout = 5000; BEGIN");
    return { result: await auditStore(database, storeId) };
  } finally {
    await database.close();
  }
};

const failed = (error: unknown): AuditSaid => ({
  failure: error instanceof Error ? error.message : String(error),
});

giveWay();
process.once("disconnect", () => process.exit());
process.on("message", (asked: AuditAsked) => {
  // Only auditing.ts starts this: it asks for one audit at a time, and ends this process where it wants no more.
  void audit(asked)
    .catch(failed)
    .then((said) => process.send?.(said));
});
