// The worker's side of node-sqlite.ts: opens the file, answers one question after the other.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import type { SqlRow } from "./database.ts";
import type { Ask, Reply } from "./node-sqlite.ts";

const { file, readOnly }: { readonly file: string; readonly readOnly: boolean } = workerData;
const statements = new Map<string, StatementSync>();
let connection: DatabaseSync | undefined;

const opened = (): DatabaseSync => {
  connection ??= new DatabaseSync(file, { readOnly });
  return connection;
};

const prepared = (sql: string): StatementSync => {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  const statement = opened().prepare(sql);
  statements.set(sql, statement);
  return statement;
};

const rowsOf = (ask: Ask): readonly SqlRow[] => {
  switch (ask.verb) {
    case "all":
      // Columns of our schema are TEXT, INTEGER within 2^53, BLOB or NULL: all SqlValues.
      return prepared(ask.sql).all(...ask.params) as readonly SqlRow[];
    case "exec":
      opened().exec(ask.sql);
      return [];
    case "close":
      statements.clear();
      connection?.close();
      return [];
  }
};

const answer = (ask: Ask): Reply => {
  try {
    return { id: ask.id, rows: rowsOf(ask) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const errcode =
      error instanceof Error && "errcode" in error && typeof error.errcode === "number"
        ? error.errcode
        : 1;
    return { id: ask.id, failure: { message, errcode } };
  }
};

parentPort?.on("message", (ask: Ask) => parentPort?.postMessage(answer(ask)));
