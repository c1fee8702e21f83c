// What can go wrong with the store itself, as errors: a start that is refused, and a disk that failed.

export type StartRefusalCode =
  | "in_use"
  | "foreign_store"
  | "newer_schema"
  | "not_durable"
  | "broken_chain"
  | "books_differ"
  | "damaged_file"
  | "not_writable"
  | "superseded";

/** The store will not open. `message` says what was found and what a person should do. */
export class StartRefused extends Error {
  readonly code: StartRefusalCode;
  readonly retryable: boolean;

  constructor(code: StartRefusalCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "StartRefused";
    this.code = code;
    this.retryable = code === "in_use";
  }
}

/** A read or a commit failed below us. The outcome of the commands in flight is unknown until a restart. */
export class StoreFault extends Error {
  readonly code: string;
  readonly retryable = true;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "StoreFault";
    this.code = code;
  }
}

/** Bring every error of either SQLite driver to its primary result code, e.g. `SQLITE_FULL`. */
export const sqliteCode = (error: unknown): string => {
  if (!(error instanceof Error)) return "SQLITE_UNKNOWN";
  if ("errcode" in error && typeof error.errcode === "number") {
    return primaryCodes[error.errcode & 0xff] ?? "SQLITE_UNKNOWN";
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return code.startsWith("SQLITE_") ? code : "SQLITE_UNKNOWN";
};

/** https://sqlite.org/rescode.html, the ones the store tells apart. */
const primaryCodes: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  19: "SQLITE_CONSTRAINT",
  26: "SQLITE_NOTADB",
};
