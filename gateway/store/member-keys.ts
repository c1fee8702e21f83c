// Members' keys beside the backups instead of in them: one file, replaced by each backup, so that a key that was
// shredded is in no backup any more, however old. Knows nothing of what the keys open.
import { openDatabase, type Database } from "./sqlite/database.ts";

const keysFileEnding = ".tgk";

/** Name of a store's file of keys, in the folder of its backups. */
export const keysFileOf = (store: string): string => `${store}${keysFileEnding}`;

const table = "member_key";
const rowsAtOnce = 5000;

/** Moves the keys out of a snapshot into a file of their own; the snapshot's pages hold none of them afterwards. */
export const takeKeysOut = async (snapshot: string, keysFile: string): Promise<void> => {
  await withBoth(snapshot, keysFile, async (from, to) => {
    await to.exec("CREATE TABLE member_key (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;");
    for (let after = ""; ;) {
      const rows = await from.all(
        `SELECT max(id) AS last, count(*) AS count, json_group_array(json_array(id, body)) AS rows FROM
          (SELECT id, body FROM side WHERE tab = '${table}' AND id > ? ORDER BY id LIMIT ${rowsAtOnce})`,
        after,
      );
      const { last, count, rows: keys } = rows[0] ?? {};
      if (typeof last !== "string" || keys === undefined) break;
      await to.run(
        "INSERT INTO member_key SELECT value ->> 0, value ->> 1 FROM json_each(?)",
        keys,
      );
      after = last;
      if (count !== rowsAtOnce) break;
    }
    await from.exec(`PRAGMA secure_delete = ON; DELETE FROM side WHERE tab = '${table}';`);
  });
};

/** Gives a restored store the keys there are now, in place of any it came with. How many there are. */
export const putKeysIn = async (restored: string, keysFile: string): Promise<number> =>
  withBoth(restored, keysFile, async (store, keys) => {
    await store.exec(`PRAGMA secure_delete = ON; DELETE FROM side WHERE tab = '${table}';`);
    let count = 0;
    for (let after = ""; ;) {
      const rows = await keys.all(
        `SELECT id, body FROM member_key WHERE id > ? ORDER BY id LIMIT ${rowsAtOnce}`,
        after,
      );
      await store.run(
        `INSERT INTO side (tab, id, body)
         SELECT '${table}', value ->> 0, value ->> 1 FROM json_each(?)`,
        JSON.stringify(rows.map(({ id, body }) => [id, body])),
      );
      count += rows.length;
      const last = rows.at(-1)?.["id"];
      if (rows.length < rowsAtOnce || typeof last !== "string") return count;
      after = last;
    }
  });

/** Both without a journal on the disk: they are drafts, made again after a crash. */
const withBoth = async <T>(
  one: string,
  other: string,
  work: (one: Database, other: Database) => Promise<T>,
): Promise<T> => {
  const opened: Database[] = [];
  try {
    for (const file of [one, other]) {
      const database = await openDatabase({ file });
      opened.push(database);
      await database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL;");
    }
    const [first, second] = opened;
    if (first === undefined || second === undefined) throw new Error("a draft was not opened");
    return await work(first, second);
  } finally {
    for (const database of opened) await database.close();
  }
};
