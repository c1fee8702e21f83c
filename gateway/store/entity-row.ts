// How an entity stands in the file: as its own text, or, where one event made the whole of it, as that event's place in
// the journal. Bills and receipts are kept once that way, and under the hash chain.
import type { EntryBody } from "../ledger/entry.ts";
import type { MadeEntity, Ref } from "../members/contract.ts";
import { partedMember, type Traits } from "../members/member/traits.ts";
import type { EntityKind, Member } from "../members/state.ts";
import type { Domain } from "./options.ts";
import { versionOf } from "./schema.ts";
import { text } from "./sqlite/columns.ts";
import type { Database, SqlRow } from "./sqlite/database.ts";

/** The event that made an entity: number of its entry, and its place among the entry's events. */
export interface MadeBy {
  readonly seq: number;
  readonly event: number;
}

/** Columns of a query over `entity` that `readEntity` reads; null in `kind` means no such row. */
export const entityColumns = /* sql */ `entity.kind, entity.id, entity.event,
  CASE WHEN entity.event IS NULL THEN entity.body
    ELSE (SELECT journal.body FROM journal WHERE journal.seq = entity.entry) END AS body,
  CASE WHEN entity.kind = 'member' THEN (SELECT key.body -> '$.traits' FROM side AS key
    WHERE key.tab = 'member_key' AND key.id = substr(entity.body ->> '$.person.sealed', 4, 34)) END AS traits`;

/** The same for a file that was not migrated yet: tools read books of the version before. */
export const entityColumnsIn = async (database: Database): Promise<string> =>
  (await versionOf(database)) < 3
    ? "entity.kind, entity.id, NULL AS event, entity.body, NULL AS traits"
    : entityColumns;

type Evolvers = Pick<Domain, "evolvers">;

/** The entity of a row with those columns. Throws where its event is not there. */
export const readEntity = (row: SqlRow, domain: Evolvers): unknown => {
  const { event, traits } = row;
  const kept: unknown = JSON.parse(text(row["body"]));
  // Both were written by `rowOf`.
  if (typeof traits === "string") return { ...(kept as Member), ...(JSON.parse(traits) as Traits) };
  if (typeof event !== "number") return kept;
  // The body of an entry that the chain covers.
  const made = madeBy(kept as EntryBody, event, domain);
  if (made === undefined || made.kind !== row["kind"] || made.id !== row["id"]) {
    throw new Error(`${text(row["kind"])} ${text(row["id"])}: the journal does not hold it`);
  }
  return made.entity;
};

const madeBy = (body: EntryBody, place: number, { evolvers }: Evolvers): MadeEntity | undefined => {
  const event = body.events[place];
  return event === undefined ? undefined : evolvers[event.type]?.makes?.(event, body);
};

/** What is kept of an entity under its kind and id, and what of it stands beside a key. */
export const rowOf = (
  kind: string,
  entity: unknown,
): {
  readonly body: string;
  readonly beside?: { readonly key: string; readonly traits: Traits };
} => {
  if (kind !== "member") return { body: JSON.stringify(entity) };
  // The table holds under this kind only what evolvers of members put there.
  const { kept, key, traits } = partedMember(entity as Member);
  const body = JSON.stringify(kept);
  return traits === undefined || key === "" ? { body } : { body, beside: { key, traits } };
};

export interface ReadEntity {
  readonly id: string;
  readonly entity: unknown;
}

/** Entities of a kind, by id after `after`, at most `limit`. */
export const pageOfEntities = async (
  database: Database,
  domain: Evolvers,
  page: { readonly kind: string; readonly after: string; readonly limit: number },
): Promise<readonly ReadEntity[]> => {
  const rows = await database.all(
    `SELECT ${await entityColumnsIn(database)} FROM entity WHERE kind = ? AND id > ? ORDER BY id LIMIT ?`,
    page.kind,
    page.after,
    page.limit,
  );
  return rows.map((row) => ({ id: text(row["id"]), entity: readEntity(row, domain) }));
};

/** The column `e` of a row to be written. */
export const madeByColumn = (made: MadeBy | undefined): string | null =>
  made === undefined ? null : JSON.stringify([made.seq, made.event]);

/** Links as they stand beside an entity: pairs of kind and id. We wrote them. */
export const linksOf = (stored: string): readonly Ref[] => {
  const pairs: readonly (readonly [EntityKind, string])[] = JSON.parse(stored);
  return pairs.map(([kind, id]) => ({ kind, id }));
};

/** Read when it is first asked for; what it was read from is let go of then. */
export const once = (read: () => unknown): (() => unknown) => {
  let unread: typeof read | undefined = read;
  let entity: unknown;
  return () => {
    if (unread !== undefined) entity = unread();
    unread = undefined;
    return entity;
  };
};
