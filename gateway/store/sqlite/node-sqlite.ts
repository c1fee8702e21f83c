// Node's own SQLite in a worker, behind the same connection: for machines without the sqlite3 package.
// The worker keeps its blocking calls away from the sockets.
import { Worker } from "node:worker_threads";
import type { Database, OpenOptions, SqlRow, SqlValue } from "./database.ts";

/** What goes to the worker … */
export interface Ask {
  readonly id: number;
  readonly verb: "all" | "exec" | "close";
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** … and what comes back. */
export type Reply =
  | { readonly id: number; readonly rows: readonly SqlRow[] }
  | {
      readonly id: number;
      readonly failure: { readonly message: string; readonly errcode: number };
    };

interface Waiting {
  readonly resolve: (rows: readonly SqlRow[]) => void;
  readonly reject: (error: Error) => void;
}

export const openNodeSqlite = async (options: OpenOptions): Promise<Database> => {
  const worker = new Worker(new URL("./node-sqlite-worker.ts", import.meta.url), {
    workerData: { file: options.file, readOnly: options.readOnly === true },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  worker.on("message", (reply: Reply) => {
    const asker = waiting.get(reply.id);
    if (asker === undefined) return;
    waiting.delete(reply.id);
    if ("rows" in reply) asker.resolve(reply.rows);
    else asker.reject(Object.assign(new Error(reply.failure.message), reply.failure));
  });
  const failAll = (error: Error): void => {
    for (const asker of waiting.values()) asker.reject(error);
    waiting.clear();
  };
  worker.on("error", failAll);
  worker.on("exit", () => failAll(Object.assign(new Error("the worker ended"), { errcode: 10 })));

  const ask = (verb: Ask["verb"], sql: string, params: readonly SqlValue[]) =>
    new Promise<readonly SqlRow[]>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, verb, sql, params } satisfies Ask);
    });
  // The first statement shows whether the file could be opened at all.
  await ask("all", "SELECT 1", []).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  return {
    driver: "node:sqlite",
    all: (sql, ...params) => ask("all", sql, params),
    run: async (sql, ...params) => {
      await ask("all", sql, params);
    },
    exec: async (sql) => {
      await ask("exec", sql, []);
    },
    close: async () => {
      await ask("close", "", []);
      await worker.terminate();
    },
  };
};
