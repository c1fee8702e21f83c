// Reads by one query: the entities a caller names and all they link to, however deep; and stored answers.
import type { Ref } from "../members/contract.ts";
import type { CachedEntity } from "./entity-cache.ts";
import { entityColumns, linksOf, once, readEntity } from "./entity-row.ts";
import type { Domain } from "./options.ts";
import { unpackAnswer } from "./packed-answer.ts";
import { text } from "./sqlite/columns.ts";
import type { Database, SqlRow } from "./sqlite/database.ts";

const wanted = /* sql */ `
WITH RECURSIVE wanted (kind, id) AS (
  SELECT value ->> 0, value ->> 1 FROM json_each(?1)
  UNION
  SELECT link.value ->> 0, link.value ->> 1
  FROM wanted
  JOIN entity ON entity.kind = wanted.kind AND entity.id = wanted.id
  JOIN json_each(entity.links) AS link
)
SELECT wanted.kind AS wanted_kind, wanted.id AS wanted_id, ${entityColumns},
  entity.links, NULL AS op, NULL AS params_hash
FROM wanted LEFT JOIN entity ON entity.kind = wanted.kind AND entity.id = wanted.id`;

const wantedAndAnswers = /* sql */ `${wanted}
UNION ALL
SELECT NULL, key, NULL, NULL, NULL, answer, NULL, NULL, op, params_hash
FROM answer WHERE key IN (SELECT value FROM json_each(?2))`;

/** What a key was first used for and what it was answered. `answer` is the JSON text that was stored. */
export interface StoredAnswer {
  readonly op: string;
  readonly paramsHash: string;
  readonly answer: string;
}

/** A connection, and how what it reads is understood. */
export interface Books {
  readonly database: Database;
  readonly domain: Pick<Domain, "evolvers">;
}

export interface Loaded {
  readonly entities: readonly CachedEntity[];
  readonly answersByKey: ReadonlyMap<string, StoredAnswer>;
}

/** Everything a batch needs, by one query. */
export const loadBatch = async (
  { database, domain }: Books,
  roots: readonly Ref[],
  keys: readonly string[],
): Promise<Loaded> => {
  const entities: CachedEntity[] = [];
  const answersByKey = new Map<string, StoredAnswer>();
  for (const row of await database.all(wantedAndAnswers, addresses(roots), JSON.stringify(keys))) {
    if (row["wanted_kind"] === null) {
      answersByKey.set(text(row["wanted_id"]), asAnswer(row, "body"));
    } else entities.push(asEntity(row, domain));
  }
  return { entities, answersByKey };
};

/** The roots and all they link to, as of the last commit. */
export const loadEntities = async (
  { database, domain }: Books,
  roots: readonly Ref[],
): Promise<readonly CachedEntity[]> => {
  const rows = await database.all(wanted, addresses(roots));
  return rows.map((row) => asEntity(row, domain));
};

export const loadAnswer = async (
  database: Database,
  key: string,
): Promise<StoredAnswer | undefined> => {
  const [row] = await database.all("SELECT op, params_hash, answer FROM answer WHERE key = ?", key);
  return row === undefined ? undefined : asAnswer(row, "answer");
};

const addresses = (roots: readonly Ref[]): string =>
  JSON.stringify(roots.map(({ kind, id }) => [kind, id]));

const asAnswer = (row: SqlRow, column: "answer" | "body"): StoredAnswer => ({
  op: text(row["op"]),
  paramsHash: text(row["params_hash"]),
  answer: unpackAnswer(text(row[column])),
});

const asEntity = (row: SqlRow, domain: Books["domain"]): CachedEntity => {
  const [kind, id] = [text(row["wanted_kind"]), text(row["wanted_id"])];
  if (row["kind"] === null) return { kind, id, links: [] };
  return {
    kind,
    id,
    read: once(() => readEntity(row, domain)),
    links: linksOf(text(row["links"])),
  };
};
