// The `sqlite3` package behind our connection: its calls run on libuv's threads and never block the sockets.
// Trap (node-sqlite3 #718): its serialize() does not hold back cached statements, so callers await each call.
import type sqlite3 from "sqlite3";
import type { Database, OpenOptions, SqlRow, SqlValue } from "./database.ts";

export type Sqlite3 = typeof sqlite3;

/** The package, or undefined where it is neither prebuilt nor compiled. */
export const loadSqlite3 = async (): Promise<Sqlite3 | undefined> => {
  try {
    const loaded = await import("sqlite3");
    return loaded.default;
  } catch {
    return undefined;
  }
};

export const openSqlite3 = async (library: Sqlite3, options: OpenOptions): Promise<Database> => {
  const mode =
    options.readOnly === true
      ? library.OPEN_READONLY
      : library.OPEN_READWRITE | library.OPEN_CREATE;
  const connection = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opening = new library.Database(options.file, mode, (error) => {
      if (error === null) resolve(opening);
      else reject(error);
    });
  });
  const statements = new Map<string, Promise<sqlite3.Statement>>();
  const prepared = (sql: string): Promise<sqlite3.Statement> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const preparing = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = connection.prepare(sql, (error: Error | null) => {
        if (error === null) resolve(statement);
        else reject(error);
      });
    });
    statements.set(sql, preparing);
    preparing.catch(() => statements.delete(sql));
    return preparing;
  };
  const all = async (sql: string, ...params: readonly SqlValue[]): Promise<readonly SqlRow[]> => {
    const statement = await prepared(sql);
    return new Promise((resolve, reject) => {
      statement.all<SqlRow>([...params], (error, rows) => {
        if (error === null) resolve(rows);
        else reject(error);
      });
    });
  };
  return {
    driver: "sqlite3",
    all,
    run: async (sql, ...params) => {
      await all(sql, ...params);
    },
    exec: (sql) => settled((done) => connection.exec(sql, done)),
    close: async () => {
      for (const preparing of statements.values()) {
        const statement = await preparing.catch(() => undefined);
        if (statement !== undefined) await settled((done) => statement.finalize(done));
      }
      statements.clear();
      await settled((done) => connection.close(done));
    },
  };
};

const settled = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
