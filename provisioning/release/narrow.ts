// Gives the books back to an older release: a file of the schema it knows, holding everything that is in the present
// one. Migrations only ever add, so what the older release knows of is all there; what it does not know stays away.
import { rmSync } from "node:fs";
import { openDatabase, type Database, type SqlRow } from "../../gateway/store/sqlite/database.ts";
import { versionOf } from "../../gateway/store/schema.ts";

export interface Narrowed {
  readonly schema: number;
  /** rows taken over, by table */
  readonly rows: Readonly<Record<string, number>>;
}

const text = (row: SqlRow, name: string): string => String(row[name]);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What the older file is made of; its own tables of bookkeeping are SQLite's. */
const partsOf = async (database: Database, type: "table" | "index" | "trigger" | "view") => {
  const rows = await database.all(
    "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    type,
  );
  return rows.map((row) => ({ name: text(row, "name"), sql: text(row, "sql") }));
};

const columnsOf = async (
  database: Database,
  schema: string,
  table: string,
): Promise<readonly string[]> => {
  const rows = await database.all(`SELECT name FROM pragma_table_info(?, ?)`, table, schema);
  return rows.map((row) => text(row, "name"));
};

/** Table by table, the columns that both know. Throws where the present file lacks one: then it did not only add. */
const takeOver = async (database: Database, table: string): Promise<number> => {
  const wanted = await columnsOf(database, "main", table);
  const present = new Set(await columnsOf(database, "live", table));
  const missing = wanted.filter((column) => !present.has(column));
  if (missing.length > 0) throw new Error(`${table} has lost ${missing.join(", ")}`);
  const columns = wanted.map(quoted).join(", ");
  await database.exec(
    `INSERT INTO main.${quoted(table)} (${columns}) SELECT ${columns} FROM live.${quoted(table)};`,
  );
  const [row] = await database.all(`SELECT count(*) AS n FROM main.${quoted(table)}`);
  return Number(row?.["n"]);
};

/** `shape`: any file of the older schema, such as the copy made before the upgrade. `target` must not exist. */
export const narrow = async (live: string, shape: string, target: string): Promise<Narrowed> => {
  const older = await openDatabase({ file: shape, readOnly: true });
  const parts = await (async () => {
    try {
      return {
        schema: await versionOf(older),
        tables: await partsOf(older, "table"),
        rest: [
          ...(await partsOf(older, "index")),
          ...(await partsOf(older, "view")),
          ...(await partsOf(older, "trigger")),
        ],
      };
    } finally {
      await older.close();
    }
  })();
  const made = await openDatabase({ file: target });
  try {
    await made.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    for (const { sql } of parts.tables) await made.exec(`${sql};`);
    await made.run("ATTACH DATABASE ? AS live", live);
    const rows: Record<string, number> = {};
    for (const { name } of parts.tables) rows[name] = await takeOver(made, name);
    await made.exec("DETACH DATABASE live;");
    for (const { sql } of parts.rest) await made.exec(`${sql};`);
    await made.exec(`PRAGMA user_version = ${parts.schema};`);
    return { schema: parts.schema, rows };
  } catch (fault) {
    rmSync(target, { force: true });
    throw fault;
  } finally {
    await made.close();
  }
};
