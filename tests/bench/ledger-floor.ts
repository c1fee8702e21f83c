// What SQLite alone takes for the rows of checkouts: the newest ones of a store are written again to an empty one by
// prepared statements, so many a transaction, with nobody deciding, hashing or asking. The floor of our own figures.
import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { stepsFrom } from "../../gateway/store/schema.ts";
import { median } from "./figures.ts";

export interface Floor {
  /** checkouts a second, and the median of a transaction in ms */
  readonly rate: number;
  readonly p50: number;
}

type Row = Readonly<Record<string, string | number | null>>;

const checkouts = 6400;

/** `file`: a store that ledger-load.ts has filled; `into`: a file that is made anew. */
export const sqliteAlone = (file: string, into: string, eachTime: number): Floor => {
  const rows = rowsOf(file);
  for (const path of [into, `${into}-wal`, `${into}-shm`]) rmSync(path, { force: true });
  using target = opened(into);
  const write = writing(target, rows);
  write(0, 1);
  const takenMs: number[] = [];
  const start = performance.now();
  for (let at = 1; at < rows.entries.length; at += eachTime) {
    const before = performance.now();
    write(at, Math.min(at + eachTime, rows.entries.length));
    takenMs.push(performance.now() - before);
  }
  const seconds = (performance.now() - start) / 1000;
  return { rate: (rows.entries.length - 1) / seconds, p50: median(takenMs) };
};

interface Rows {
  readonly entries: readonly Row[];
  readonly answers: readonly Row[];
  readonly accounts: readonly Row[];
}

/** Entry, answer and the account's state of the newest checkouts, one of each at the same place. */
const rowsOf = (file: string): Rows => {
  using source = new DatabaseSync(file, { readOnly: true });
  // Columns of our schema are texts, numbers and nulls here.
  const newest = (sql: string): readonly Row[] =>
    source.prepare(`${sql} DESC LIMIT ${checkouts}`).all() as Row[];
  const answers = newest(
    "SELECT key, op, params_hash, answer, answered_ms FROM answer ORDER BY answered_ms",
  );
  // Entries of the beginning had no key: a short run has fewer answers.
  const entries = newest(
    "SELECT id, hash, body, body ->> 'account' AS account FROM journal ORDER BY seq",
  ).slice(0, answers.length);
  const account = source.prepare(
    "SELECT body, links FROM entity WHERE kind = 'account' AND id = ?",
  );
  const accounts = entries.map((entry) => account.get(entry["account"] ?? null) as Row);
  return { entries, answers, accounts };
};

const opened = (file: string): DatabaseSync => {
  const target = new DatabaseSync(file);
  target.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768;",
  );
  target.exec(`BEGIN; ${stepsFrom(0)} COMMIT;`);
  return target;
};

const writing = (target: DatabaseSync, { entries, answers, accounts }: Rows) => {
  const journal = target.prepare("INSERT INTO journal (seq, id, hash, body) VALUES (?, ?, ?, ?)");
  const subject = target.prepare("INSERT INTO subject (subject, seq) VALUES (?, ?)");
  const answer = target.prepare(
    "INSERT INTO answer (key, op, params_hash, answer, answered_ms) VALUES (?, ?, ?, ?, ?)",
  );
  const entity = target.prepare(
    "INSERT INTO entity (kind, id, body, links) VALUES ('account', ?, ?, ?) " +
      "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, links = excluded.links",
  );
  const of = (row: Row | undefined, ...names: readonly string[]) =>
    names.map((name) => row?.[name] ?? null);
  return (from: number, to: number): void => {
    target.exec("BEGIN");
    for (let at = from; at < to; at += 1) {
      const entry = entries[at];
      journal.run(at + 1, ...of(entry, "id", "hash", "body"));
      subject.run(entry?.["account"] ?? null, at + 1);
      answer.run(...of(answers[at], "key", "op", "params_hash", "answer", "answered_ms"));
      entity.run(entry?.["account"] ?? null, ...of(accounts[at], "body", "links"));
    }
    target.exec("COMMIT");
  };
};
