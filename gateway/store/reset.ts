// Empties a store and gives it a new epoch. Only simulation may ask for this; stations and settings of the box stay.
import type { Head } from "./batch.ts";
import { headOf } from "./open.ts";
import { inTransaction, stepsFrom } from "./schema.ts";
import { text } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

const objects = /* sql */ `
SELECT type, name FROM sqlite_schema
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'
ORDER BY type = 'table'`;

/** One transaction from the first drop to the new schema: a crash in between leaves the old store. */
export const emptyStore = async (database: Database, storeId: string): Promise<Head> => {
  const { epoch } = await headOf(database, storeId);
  const drops = (await database.all(objects)).map(
    (row) => `DROP ${text(row["type"])} ${text(row["name"])};`,
  );
  await inTransaction(
    database,
    [
      "CREATE TEMP TABLE kept_side AS",
      "SELECT tab, id, body FROM main.side WHERE tab IN ('station', 'session', 'meta');",
      "CREATE TEMP TABLE kept_property AS SELECT name, value FROM main.property;",
      ...drops,
      stepsFrom(0),
      "INSERT INTO side SELECT tab, id, body FROM kept_side;",
      "INSERT INTO property SELECT name, value FROM kept_property;",
      `UPDATE property SET value = '${epoch + 1}' WHERE name = 'epoch';`,
      "DROP TABLE kept_side; DROP TABLE kept_property;",
    ].join("\n"),
  );
  return headOf(database, storeId);
};
