// Rebuilds every entity from the journal alone and holds the result against the live ones: what the store shows must
// be what happened, nothing more. Works in a scratch file, so that its memory does not grow with the books.
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { canonicalJson, type Json } from "../json.ts";
import type { EntryBody } from "../ledger/entry.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import { isChained } from "./chain-lines.ts";
import { applyEntry } from "./batch.ts";
import type { MadeDraft } from "./draft.ts";
import { readEntity, rowOf, type MadeBy } from "./entity-row.ts";
import type { Domain } from "./options.ts";
import { pagesOf } from "./pages.ts";
import { versionOf } from "./schema.ts";
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
  if (await isChained(database))
    throw new Error("books of a chain are rebuilt from its stream, not from one store's journal");
  const scratch = openScratch(scratchFile, await fileOf(database), domain);
  try {
    let entries = 0;
    const pages = pagesOf(
      (after: number) =>
        database.all(
          `SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`,
          after,
        ),
      { from: 0, next: (row) => integer(row["seq"]), pageRows },
    );
    for await (const rows of pages) {
      for (const row of rows) {
        const body: EntryBody = JSON.parse(text(row["body"]));
        applyEntry(scratch.draft, changing(body, domain), domain);
        entries += 1;
      }
      scratch.trim();
    }
    return { entries, ...scratch.compare((await versionOf(database)) >= 3) };
  } finally {
    scratch.close();
  }
};

/** Records of the audit log change no entity; a type we should know and do not shows as a difference. */
const changing = (body: EntryBody, { evolvers }: Domain): EntryBody => {
  const isKnown = ({ type }: { readonly type: string }): boolean => Object.hasOwn(evolvers, type);
  return body.events.every(isKnown) ? body : { ...body, events: body.events.filter(isKnown) };
};

const fileOf = async (database: Database): Promise<string> => {
  const databases = await database.all("PRAGMA database_list");
  return text(databases.find(({ name }) => name === "main")?.["file"]);
};

interface Scratch {
  readonly draft: MadeDraft;
  /** Writes what is kept in memory to the file, when it is much. */
  trim(): void;
  /** Live against rebuilt; `pointed`: the live file says which event made an entity (since its third schema). */
  compare(pointed: boolean): Omit<Rebuilt, "entries">;
  close(): void;
}

interface Drafted {
  readonly entity: unknown;
  readonly made: MadeBy | undefined;
}

const openScratch = (file: string, liveFile: string, domain: Domain): Scratch => {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE entity (kind TEXT, id TEXT, body TEXT, entry INTEGER, event INTEGER,
      PRIMARY KEY (kind, id)) WITHOUT ROWID;`);
  database.prepare("ATTACH ? AS live").run(`${pathToFileURL(liveFile).href}?mode=ro`);
  // What an event of the journal made is read there: entries never change.
  const select = database.prepare(`SELECT kind, id, event,
    coalesce(body, (SELECT journal.body FROM live.journal WHERE seq = entity.entry)) AS body
    FROM main.entity WHERE kind = ? AND id = ?`);
  const upsert = database.prepare(
    "INSERT OR REPLACE INTO main.entity (kind, id, body, entry, event) VALUES (?, ?, ?, ?, ?)",
  );
  const kinds = new Map<string, Map<string, Drafted>>();

  const read = (kind: string, id: string): unknown => {
    const row = select.get(kind, id);
    return row === undefined ? undefined : readEntity(plain(row), domain);
  };
  const flush = (): void => {
    database.exec("BEGIN");
    for (const [kind, drafted] of kinds) {
      for (const [id, { entity, made }] of drafted) {
        const body = made === undefined ? rowOf(kind, entity).body : null;
        upsert.run(kind, id, body, made?.seq ?? null, made?.event ?? null);
      }
    }
    database.exec("COMMIT");
    kinds.clear();
  };
  return {
    draft: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const drafted = kinds.get(kind)?.get(id);
        // Only `put` of the same kind writes under this address.
        return (drafted === undefined ? read(kind, id) : drafted.entity) as EntityOf<K> | undefined;
      },
      put: (kind, id, entity, made) => {
        const drafted = kinds.get(kind);
        if (drafted === undefined) kinds.set(kind, new Map([[id, { entity, made }]]));
        else drafted.set(id, { entity, made });
      },
    },
    trim: () => {
      const kept = kinds.values().reduce((sum, { size }) => sum + size, 0);
      if (kept > draftMax) flush();
    },
    compare: (pointed) => {
      flush();
      return compare(database, { read, pointed });
    },
    close: () => database.close(),
  };
};

/** Finds what differs in one look over both, then the counts, for what only the journal knows of. */
const compare = (
  database: DatabaseSync,
  {
    read,
    pointed,
  }: { readonly read: (kind: string, id: string) => unknown; readonly pointed: boolean },
): Omit<Rebuilt, "entries"> => {
  const findings: string[] = [];
  const columns = pointed ? "live.entry, live.event" : "NULL AS entry, NULL AS event";
  const differing = database.prepare(`SELECT * FROM (
      SELECT live.kind, live.id, live.body, ${columns}, again.kind IS NULL AS unmade,
        again.body AS made_body, again.entry AS made_entry, again.event AS made_event
      FROM live.entity AS live LEFT JOIN main.entity AS again USING (kind, id))
    WHERE unmade OR CASE WHEN event IS NULL THEN body IS NOT made_body
      ELSE (entry, event) IS NOT (made_entry, made_event) END`);
  for (const differs of differing.iterate()) {
    const row = plain(differs);
    const [kind, id] = [text(row["kind"]), text(row["id"])];
    if (row["unmade"] === 1) findings.push(`${kind} ${id}: no entry made it`);
    // A row of a schema before the third holds what an event made; the order of a row's names says nothing.
    else if (row["event"] !== null || !sameJson(JSON.stringify(read(kind, id)), text(row["body"])))
      findings.push(`${kind} ${id}: the journal makes it something else`);
    if (findings.length >= findingsMax) break;
  }
  const count = (table: string): number =>
    Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.["count"]);
  const entities = count("live.entity");
  const missing = count("main.entity") - entities;
  if (missing > 0) findings.push(`${missing} entities of the journal are not there`);
  return { entities, findings };
};

/** None of the columns read here holds more than 53 bits. */
const plain = (row: Readonly<Record<string, SQLOutputValue>>): SqlRow => row as SqlRow;

const sameJson = (one: string, other: string): boolean => {
  const [left, right]: readonly [Json, Json] = [JSON.parse(one), JSON.parse(other)];
  return canonicalJson(left) === canonicalJson(right);
};
