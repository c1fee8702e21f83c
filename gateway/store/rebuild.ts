// Rebuilds every entity from the journal alone and holds the result against the live ones: what the store shows must
// be what happened, nothing more. Works in a scratch file, so that its memory does not grow with the books.
import { DatabaseSync } from "node:sqlite";
import { canonicalJson, type Json } from "../json.ts";
import type { EntryBody } from "../ledger/entry.ts";
import type { Draft } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import { applyEntry } from "./batch.ts";
import { entityColumnsIn, readEntity } from "./entity-row.ts";
import type { Domain } from "./options.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { Database, SqlRow } from "./sqlite/database.ts";

export interface Rebuilt {
  readonly entries: number;
  readonly entities: number;
  readonly findings: readonly string[];
}

const pageRows = 1000;
/** Entities kept in memory before they are written to the scratch file. */
const draftMax = 20_000;
const findingsMax = 100;

/** Replays the whole journal into `scratchFile` (made anew; the caller removes it). */
export const rebuild = async (
  database: Database,
  domain: Domain,
  scratchFile: string,
): Promise<Rebuilt> => {
  const scratch = openScratch(scratchFile);
  try {
    let entries = 0;
    for (let after = 0; ;) {
      const rows = await database.all(
        `SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`,
        after,
      );
      for (const row of rows) {
        after = integer(row["seq"]);
        const body: EntryBody = JSON.parse(text(row["body"]));
        // Records of the audit log change no entity; a type we should know and do not shows as a difference.
        const events = body.events.filter(({ type }) => Object.hasOwn(domain.evolvers, type));
        applyEntry(scratch.draft, { ...body, events }, domain);
        entries += 1;
      }
      scratch.trim();
      if (rows.length < pageRows) break;
    }
    scratch.flush();
    const { entities, findings } = await compare(database, domain, scratch);
    return { entries, entities, findings };
  } finally {
    scratch.close();
  }
};

interface Scratch {
  readonly draft: Draft;
  trim(): void;
  flush(): void;
  body(kind: string, id: string): string | undefined;
  count(): number;
  close(): void;
}

const openScratch = (file: string): Scratch => {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE entity (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;`);
  const select = database.prepare("SELECT body FROM entity WHERE kind = ? AND id = ?");
  const upsert = database.prepare(
    "INSERT OR REPLACE INTO entity (kind, id, body) VALUES (?, ?, ?)",
  );
  const drafted = new Map<string, { kind: string; id: string; entity: unknown }>();

  const body = (kind: string, id: string): string | undefined => {
    const row = select.get(kind, id);
    return typeof row?.["body"] === "string" ? row["body"] : undefined;
  };
  const flush = (): void => {
    database.exec("BEGIN");
    for (const { kind, id, entity } of drafted.values())
      upsert.run(kind, id, JSON.stringify(entity));
    database.exec("COMMIT");
    drafted.clear();
  };
  return {
    draft: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const draft = drafted.get(`${kind} ${id}`);
        const kept = draft === undefined ? body(kind, id) : undefined;
        const entity: unknown = kept === undefined ? draft?.entity : JSON.parse(kept);
        // Only `put` of the same kind writes under this address.
        return entity as EntityOf<K> | undefined;
      },
      put: (kind, id, entity) => {
        drafted.set(`${kind} ${id}`, { kind, id, entity });
      },
    },
    trim: () => {
      if (drafted.size > draftMax) flush();
    },
    flush,
    body,
    count: () => Number(database.prepare("SELECT count(*) AS count FROM entity").get()?.["count"]),
    close: () => database.close(),
  };
};

/** Live against rebuilt, one by one; then the counts, for what only the journal knows of. */
const compare = async (database: Database, domain: Domain, scratch: Scratch) => {
  const findings: string[] = [];
  const columns = await entityColumnsIn(database);
  let entities = 0;
  for (let after = 0; ;) {
    const rows = await database.all(
      `SELECT entity.rowid, ${columns}
       FROM entity WHERE entity.rowid > ? ORDER BY entity.rowid LIMIT ${pageRows}`,
      after,
    );
    for (const row of rows) {
      after = integer(row["rowid"]);
      entities += 1;
      const [kind, id] = [text(row["kind"]), text(row["id"])];
      const rebuilt = scratch.body(kind, id);
      if (rebuilt === undefined) findings.push(`${kind} ${id}: no entry made it`);
      else if (!sameJson(rebuilt, liveText(row, domain))) {
        findings.push(`${kind} ${id}: the journal makes it something else`);
      }
      if (findings.length >= findingsMax) return { entities, findings };
    }
    if (rows.length < pageRows) break;
  }
  const missing = scratch.count() - entities;
  if (missing > 0) findings.push(`${missing} entities of the journal are not there`);
  return { entities, findings };
};

/** What a row shows; undefined where it points to an event that does not make it. */
const liveText = (row: SqlRow, domain: Domain): string | undefined => {
  if (row["event"] === null) return text(row["body"]);
  try {
    return JSON.stringify(readEntity(row, domain));
  } catch {
    return undefined;
  }
};

const sameJson = (one: string, other: string | undefined): boolean => {
  if (other === undefined) return false;
  if (one === other) return true;
  const [left, right]: readonly [Json, Json] = [JSON.parse(one), JSON.parse(other)];
  return canonicalJson(left) === canonicalJson(right);
};
