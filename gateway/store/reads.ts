// Everything that is read outside the writer, on a connection of its own: readers never wait for a commit.
import type { Entry } from "../ledger/entry.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { JsonObject } from "../json.ts";
import type { Store } from "./contract.ts";
import { createWorkingSet } from "./draft.ts";
import { pageOfEntities } from "./entity-row.ts";
import { type Books, loadAnswer, loadEntities } from "./load.ts";
import { unpackAnswer } from "./packed-answer.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { SqlRow } from "./sqlite/database.ts";

export type Reads = Pick<
  Store,
  | "view"
  | "list"
  | "answered"
  | "answeredEndingIn"
  | "entry"
  | "entries"
  | "sideRow"
  | "sideRows"
  | "membersBySound"
>;

/** Rows of one answer at most. */
const rowsMax = 1000;

/** Keys with one tail at most: eight signs of chance hardly ever meet. */
const tailMatesMax = 5;

const answersEndingIn = /* sql */ `
SELECT key, op, answer, answered_ms FROM answer INDEXED BY answer_by_age
WHERE answered_ms >= ?1 AND lower(substr(key, -length(?2))) = ?2
ORDER BY answered_ms DESC LIMIT ?3`;

const newest = /* sql */ `
SELECT hash, body FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?`;

const newestOfSubject = /* sql */ `
SELECT journal.hash, journal.body
FROM subject JOIN journal ON journal.seq = subject.seq
WHERE subject.subject = ? AND subject.seq < ? ORDER BY subject.seq DESC LIMIT ?`;

/**
 * A member's file names the key it is sealed under: former names and the dead lead nowhere. The indexes are
 * named and the order is kept, as the planner knows nothing of how many answer to a letter; four digits narrow
 * most. The plus takes the column's affinity off: an index over an expression has none and would be scanned.
 */
const bySound = (first: "key_by_initials" | "key_by_tail"): string => /* sql */ `
SELECT entity.id FROM side INDEXED BY ${first}
CROSS JOIN entity INDEXED BY member_by_key
WHERE entity.kind = 'member' AND substr(entity.body ->> '$.person.sealed', 4, 34) = +side.id
AND side.tab = 'member_key'`;
const soundColumns = { initials: "$.initials", tail: "$.tail" } as const;

export const createReads = ({ database, domain }: Books): Reads => ({
  view: async (roots) => createWorkingSet(await loadEntities({ database, domain }, roots)).branch(),
  list: async <K extends EntityKind>(kind: K, after = "", limit = rowsMax) => {
    const page = { kind, after, limit: Math.min(limit, rowsMax) };
    const read = await pageOfEntities(database, domain, page);
    // The table holds under a kind only what evolvers put under it.
    return read.map(({ id, entity }) => ({ id, entity: entity as EntityOf<K> }));
  },
  answered: async (key) => {
    const stored = await loadAnswer(database, key);
    if (stored === undefined) return undefined;
    const { result }: { readonly result: JsonObject } = JSON.parse(stored.answer);
    return { op: stored.op, result };
  },
  answeredEndingIn: async (tail, sinceMs) => {
    const rows = await database.all(answersEndingIn, sinceMs, tail, tailMatesMax);
    return rows.map((row) => {
      const { result }: { readonly result: JsonObject } = JSON.parse(
        unpackAnswer(text(row["answer"])),
      );
      return {
        key: text(row["key"]),
        op: text(row["op"]),
        atMs: integer(row["answered_ms"]),
        result,
      };
    });
  },
  entry: async (id) => {
    const [row] = await database.all("SELECT hash, body FROM journal WHERE id = ?", id);
    return row === undefined ? undefined : asEntry(row);
  },
  entries: async ({ account, member, receipt, beforeSeq = Number.MAX_SAFE_INTEGER, limit }) => {
    const subject = account ?? member ?? receipt;
    const count = Math.min(limit, rowsMax);
    const rows =
      subject === undefined
        ? await database.all(newest, beforeSeq, count)
        : await database.all(newestOfSubject, subject, beforeSeq, count);
    return rows.map((row) => asEntry(row));
  },
  membersBySound: async ({ initials, tail }, limit) => {
    const asked = [
      ...(initials === undefined ? [] : [[soundColumns.initials, initials] as const]),
      ...(tail === undefined ? [] : [[soundColumns.tail, tail] as const]),
    ];
    if (asked.length === 0) return [];
    const where = asked.map(([path]) => ` AND side.body ->> '${path}' = ?`).join("");
    const first = tail === undefined ? "key_by_initials" : "key_by_tail";
    const sql = `${bySound(first)}${where} ORDER BY entity.id LIMIT ?`;
    const values = asked.map(([, value]) => value);
    const rows = await database.all(sql, ...values, Math.min(limit, rowsMax));
    return rows.map(({ id }) => text(id));
  },
  sideRow: async (table, id) => {
    const sql = "SELECT body FROM side WHERE tab = ? AND id = ?";
    const [row] = await database.all(sql, table, id);
    return row === undefined ? undefined : bodyOf(row);
  },
  sideRows: async (table) => {
    const rows = await database.all("SELECT id, body FROM side WHERE tab = ? ORDER BY id", table);
    return rows.map((row) => ({ id: text(row["id"]), body: bodyOf(row) }));
  },
});

const bodyOf = (row: SqlRow): JsonObject => JSON.parse(text(row["body"]));

const asEntry = (row: SqlRow): Entry => ({
  body: JSON.parse(text(row["body"])),
  hash: text(row["hash"]),
});
