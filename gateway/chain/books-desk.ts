// What a fold reads: confirmed entities by address, asked for as they turn out to be wanted, a portion in one query.
import type { View } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { ExclusiveBooks, ExclusiveRow } from "../store/contract.ts";
import { addressOf, type Change, type Shadow } from "./replica.ts";

const wanted = /* sql */ `
SELECT wanted.value ->> 0 AS wanted_kind, wanted.value ->> 1 AS wanted_id,
  coalesce(chain_shadow.kind, entity.kind) AS kind, wanted.value ->> 1 AS id,
  chain_shadow.up_to,
  CASE WHEN chain_shadow.kind IS NULL THEN entity.event ELSE chain_shadow.event END AS event,
  CASE
    WHEN chain_shadow.kind IS NOT NULL AND chain_shadow.event IS NULL THEN chain_shadow.body
    WHEN chain_shadow.kind IS NOT NULL THEN
      (SELECT body FROM journal WHERE seq = chain_shadow.entry)
    WHEN entity.event IS NULL THEN entity.body
    ELSE (SELECT body FROM journal WHERE seq = entity.entry) END AS body
FROM json_each(?) AS wanted
LEFT JOIN chain_shadow
  ON chain_shadow.kind = wanted.value ->> 0 AND chain_shadow.id = wanted.value ->> 1
LEFT JOIN entity ON entity.kind = wanted.value ->> 0 AND entity.id = wanted.value ->> 1`;

export const text = (value: unknown): string => {
  if (typeof value !== "string") throw new Error("a text was expected in the books");
  return value;
};
export const integer = (value: unknown): number => {
  if (typeof value !== "number") throw new Error("a number was expected in the books");
  return value;
};

/** Confirmed entities read so far; what is asked for and was not read is noted. */
export interface Desk {
  readonly view: View;
  readonly shadows: Map<string, Shadow & Pick<Change, "kind" | "id">>;
  /** Reads what was noted; false where nothing was missing. */
  readMissing(): Promise<boolean>;
  want(kind: EntityKind, id: string): void;
}

export const openDesk = (books: ExclusiveBooks): Desk => {
  const known = new Map<string, unknown>();
  const missing = new Map<string, readonly [EntityKind, string]>();
  const shadows: Desk["shadows"] = new Map();

  const take = (row: ExclusiveRow): void => {
    const [kind, id] = [text(row["wanted_kind"]) as EntityKind, text(row["wanted_id"])];
    const address = addressOf(kind, id);
    const entity = row["body"] === null ? undefined : books.read(row);
    known.set(address, entity);
    if (row["up_to"] !== null) shadows.set(address, { kind, id, upTo: integer(row["up_to"]) });
    if (entity === undefined) return;
    for (const ref of books.links(kind, entity)) {
      const linked = addressOf(ref.kind, ref.id);
      if (!known.has(linked)) missing.set(linked, [ref.kind, ref.id]);
    }
  };
  return {
    shadows,
    view: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const address = addressOf(kind, id);
        if (!known.has(address)) missing.set(address, [kind, id]);
        // Read from under this kind.
        return known.get(address) as EntityOf<K> | undefined;
      },
    },
    want: (kind, id) => {
      if (!known.has(addressOf(kind, id))) missing.set(addressOf(kind, id), [kind, id]);
    },
    readMissing: async () => {
      if (missing.size === 0) return false;
      while (missing.size > 0) {
        const asked = JSON.stringify([...missing.values()]);
        missing.clear();
        for (const row of await books.all(wanted, asked)) take(row);
      }
      return true;
    },
  };
};

/** Does it again until nothing it asked for was missing; what it answers is pure. */
export const untilKnown = async <T>(desk: Desk, work: () => T): Promise<T> => {
  await desk.readMissing();
  for (;;) {
    const done = work();
    if (!(await desk.readMissing())) return done;
  }
};
