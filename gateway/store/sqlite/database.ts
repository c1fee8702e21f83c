// One SQLite connection as the store needs it: asynchronous, prepared once, rows as plain objects.
// Everything above this folder is the same over both drivers.

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Database {
  /** which driver it is: `sqlite3` or `node:sqlite` */
  readonly driver: DriverName;
  /** Rows of one statement; it is prepared once and kept. */
  all(sql: string, ...params: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** One statement without rows, in its own transaction. */
  run(sql: string, ...params: readonly SqlValue[]): Promise<void>;
  /** Several statements, not prepared: schema and pragmas. */
  exec(sql: string): Promise<void>;
  close(): Promise<void>;
}

export type DriverName = "sqlite3" | "node:sqlite";

export interface OpenOptions {
  readonly file: string;
  readonly readOnly?: boolean;
  /** preferred driver; without it sqlite3, and node:sqlite where that cannot be loaded */
  readonly driver?: DriverName;
}

/** Opens a connection with the driver asked for, or with the best one this machine has. */
export const openDatabase = async (options: OpenOptions): Promise<Database> => {
  if (options.driver !== "node:sqlite") {
    const { loadSqlite3, openSqlite3 } = await import("./sqlite3.ts");
    const library = await loadSqlite3();
    if (library !== undefined) return openSqlite3(library, options);
    if (options.driver === "sqlite3") throw new Error("the sqlite3 package cannot be loaded here");
  }
  const { openNodeSqlite } = await import("./node-sqlite.ts");
  return openNodeSqlite(options);
};
