// Rebuilds every entity from the journal alone and holds the result against the live ones: what the store shows must
// be what happened, nothing more. Works in a scratch file, so that its memory does not grow with the books.
import { DatabaseSync } from "node:sqlite";
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
  const journal = openJournal(await fileOf(database), domain);
  if (await isChained(database))
    throw new Error("books of a chain are rebuilt from its stream, not from one store's journal");
  const scratch = openScratch(scratchFile, journal.made);
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
        // Records of the audit log change no entity; a type we should know and do not shows as a difference.
        const events = body.events.filter(({ type }) => Object.hasOwn(domain.evolvers, type));
        applyEntry(scratch.draft, { ...body, events }, domain);
        entries += 1;
      }
      scratch.trim();
    }
    scratch.flush();
    const { entities, findings } = await compare(database, scratch);
    return { entries, entities, findings };
  } finally {
    scratch.close();
    journal.close();
  }
};

const fileOf = async (database: Database): Promise<string> => {
  const databases = await database.all("PRAGMA database_list");
  return text(databases.find(({ name }) => name === "main")?.["file"]);
};

/** What an event of the journal made, for whatever changes it later. Entries never change: any connection will do. */
const openJournal = (file: string, domain: Domain) => {
  const database = new DatabaseSync(file, { readOnly: true });
  const select = database.prepare("SELECT body FROM journal WHERE seq = ?");
  return {
    made: (kind: string, id: string, { seq, event }: MadeBy): unknown => {
      const body = select.get(seq)?.["body"];
      return typeof body === "string" ? readEntity({ kind, id, event, body }, domain) : undefined;
    },
    close: () => database.close(),
  };
};

interface Scratch {
  readonly draft: MadeDraft;
  trim(): void;
  flush(): void;
  /** the entity's text, or which event makes it */
  shows(kind: string, id: string): string | undefined;
  /** the entity's text in any case */
  whole(kind: string, id: string): string;
  count(): number;
  close(): void;
}

interface Drafted {
  readonly kind: string;
  readonly id: string;
  readonly entity: unknown;
  readonly made: MadeBy | undefined;
}

const openScratch = (
  file: string,
  madeIn: (kind: string, id: string, made: MadeBy) => unknown,
): Scratch => {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE entity (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;`);
  const select = database.prepare("SELECT body FROM entity WHERE kind = ? AND id = ?");
  const upsert = database.prepare(
    "INSERT OR REPLACE INTO entity (kind, id, body) VALUES (?, ?, ?)",
  );
  const drafted = new Map<string, Drafted>();

  const shows = (kind: string, id: string): string | undefined => {
    const row = select.get(kind, id);
    return typeof row?.["body"] === "string" ? row["body"] : undefined;
  };
  const read = (kind: string, id: string): unknown => {
    const kept = shows(kind, id);
    const made = kept === undefined ? undefined : madeByText(kept);
    if (made !== undefined) return madeIn(kind, id, made);
    return kept === undefined ? undefined : JSON.parse(kept);
  };
  const flush = (): void => {
    database.exec("BEGIN");
    for (const { kind, id, entity, made } of drafted.values()) {
      upsert.run(kind, id, made === undefined ? rowOf(kind, entity).body : textOfMade(made));
    }
    database.exec("COMMIT");
    drafted.clear();
  };
  return {
    draft: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const draft = drafted.get(`${kind} ${id}`);
        // Only `put` of the same kind writes under this address.
        return (draft === undefined ? read(kind, id) : draft.entity) as EntityOf<K> | undefined;
      },
      put: (kind, id, entity, made) => {
        drafted.set(`${kind} ${id}`, { kind, id, entity, made });
      },
    },
    trim: () => {
      if (drafted.size > draftMax) flush();
    },
    flush,
    shows,
    whole: (kind, id) => JSON.stringify(read(kind, id)),
    count: () => Number(database.prepare("SELECT count(*) AS count FROM entity").get()?.["count"]),
    close: () => database.close(),
  };
};

/** Begins no JSON. */
const madeMark = "made by ";
const textOfMade = ({ seq, event }: MadeBy): string => `${madeMark}${seq} ${event}`;

const madeByText = (kept: string): MadeBy | undefined => {
  if (!kept.startsWith(madeMark)) return undefined;
  const [seq, event] = kept.slice(madeMark.length).split(" ").map(Number);
  return seq === undefined || event === undefined ? undefined : { seq, event };
};

/** Live against rebuilt, one by one; then the counts, for what only the journal knows of. */
const compare = async (database: Database, scratch: Scratch) => {
  const findings: string[] = [];
  const made = (await versionOf(database)) < 3 ? "NULL AS entry, NULL AS event" : "entry, event";
  let entities = 0;
  const pages = pagesOf(
    (after: number) =>
      database.all(
        `SELECT rowid, kind, id, body, ${made}
         FROM entity WHERE rowid > ? ORDER BY rowid LIMIT ${pageRows}`,
        after,
      ),
    { from: 0, next: (row) => integer(row["rowid"]), pageRows },
  );
  for await (const rows of pages) {
    for (const row of rows) {
      entities += 1;
      const [kind, id] = [text(row["kind"]), text(row["id"])];
      const rebuilt = scratch.shows(kind, id);
      if (rebuilt === undefined) findings.push(`${kind} ${id}: no entry made it`);
      else if (!isShown(row, rebuilt, scratch)) {
        findings.push(`${kind} ${id}: the journal makes it something else`);
      }
      if (findings.length >= findingsMax) return { entities, findings };
    }
  }
  const missing = scratch.count() - entities;
  if (missing > 0) findings.push(`${missing} entities of the journal are not there`);
  return { entities, findings };
};

/** Whether a live row shows what the journal makes: the same text, or a pointer to the same event. */
const isShown = (row: SqlRow, rebuilt: string, scratch: Scratch): boolean => {
  const { entry, event } = row;
  const made = madeByText(rebuilt);
  if (event !== null) return made !== undefined && entry === made.seq && event === made.event;
  // Rows of schemas before the third hold what an event made.
  const whole = made === undefined ? rebuilt : scratch.whole(text(row["kind"]), text(row["id"]));
  return sameJson(whole, text(row["body"]));
};

const sameJson = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [left, right]: readonly [Json, Json] = [JSON.parse(one), JSON.parse(other)];
  return canonicalJson(left) === canonicalJson(right);
};
