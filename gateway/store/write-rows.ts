// The rows of a commit as one statement, so that all of them or none are on the disk, with one fsync. Values are bound
// one by one: texts of some kilobytes are neither quoted nor read again on their way.
import type { WriteRow } from "./batch.ts";
import type { Database, SqlValue } from "./sqlite/database.ts";

const columns = ["what", "a", "b", "c", "d", "e"];
const places = `(${columns.map(() => "?").join(",")})`;
/** Statements are prepared for so many rows; what is left over of one is filled up with rows that say nothing. */
const sizes = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 320, 384, 448, 512,
  576, 640, 704, 768, 832, 896, 960, 1024,
];
/** Rows of one statement at most. */
export const boundRowsMax = 1024;

/** For any number of rows. */
const manyRows = /* sql */ `
INSERT INTO write (${columns.join(", ")})
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
FROM json_each(?)`;

/** Throws what SQLite throws; nothing is written then. */
export const writeRows = async (database: Database, rows: readonly WriteRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const size = sizes.find((one) => one >= rows.length);
  if (size === undefined) return database.run(manyRows, JSON.stringify(rows));
  const values: SqlValue[] = [];
  for (let at = 0; at < size; at += 1) {
    const row = rows[at] ?? [];
    for (let column = 0; column < columns.length; column += 1) values.push(row[column] ?? null);
  }
  return database.run(statementFor(size), ...values);
};

const statementFor = (size: number): string => {
  const known = statements.get(size);
  if (known !== undefined) return known;
  const rows = Array.from({ length: size }, () => places).join(",");
  const sql = `INSERT INTO write (${columns.join(", ")}) VALUES ${rows}`;
  statements.set(size, sql);
  return sql;
};

const statements = new Map<number, string>();
