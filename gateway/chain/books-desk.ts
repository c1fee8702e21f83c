// What a fold reads: confirmed entities by address, asked for as they turn out to be wanted, a portion in one query.
import type { View } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import { createRecent, type Recent } from "../store/recent.ts";
import type { ExclusiveBooks, ExclusiveRow } from "../store/contract.ts";
import { addressOf, type Change } from "./replica.ts";
import { isShared } from "./shared.ts";

/**
 * Confirmed entities that were folded or read last. Only a fold changes them, and a snapshot, so they are not read
 * again for the next portion; that there is none is not kept.
 */
export type Memory = Recent<unknown>;

/** Entities kept at most: about 20 MB. */
const keptMost = 8_192;

export const createMemory = (): Memory => createRecent(keptMost);

/** To be called with what is on the disk. */
export const remember = (memory: Memory, { kind, id, entity }: Change): void => {
  const address = addressOf(kind, id);
  if (entity !== undefined && isShared(kind, id, entity)) memory.put(address, entity);
  else memory.drop(address);
};

const wanted = /* sql */ `
SELECT wanted.value ->> 0 AS wanted_kind, wanted.value ->> 1 AS wanted_id,
  coalesce(chain_shadow.kind, entity.kind) AS kind, wanted.value ->> 1 AS id,
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
  /** What was folded since; whoever asks from now on sees it. */
  keep(changes: Iterable<Change>): void;
  /** Reads what was noted; false where nothing was missing. */
  readMissing(): Promise<boolean>;
  want(kind: EntityKind, id: string): void;
}

export const openDesk = (books: ExclusiveBooks, memory: Memory = createMemory()): Desk => {
  const known = new Map<string, unknown>();
  const missing = new Map<string, readonly [EntityKind, string]>();

  const isKnown = (kind: EntityKind, id: string): boolean => {
    const address = addressOf(kind, id);
    if (known.has(address)) return true;
    const kept = memory.get(address);
    if (kept === undefined) return false;
    known.set(address, kept);
    wantLinks(kind, kept);
    return true;
  };
  const want = (kind: EntityKind, id: string): void => {
    if (!isKnown(kind, id)) missing.set(addressOf(kind, id), [kind, id]);
  };
  const wantLinks = (kind: EntityKind, entity: unknown): void => {
    for (const ref of books.links(kind, entity)) want(ref.kind, ref.id);
  };

  const take = (row: ExclusiveRow): void => {
    const [kind, id] = [text(row["wanted_kind"]) as EntityKind, text(row["wanted_id"])];
    const entity = row["body"] === null ? undefined : books.read(row);
    known.set(addressOf(kind, id), entity);
    if (entity === undefined) return;
    remember(memory, { kind, id, entity });
    wantLinks(kind, entity);
  };
  return {
    view: {
      get: <K extends EntityKind>(kind: K, id: string) => {
        want(kind, id);
        // Read from under this kind.
        return known.get(addressOf(kind, id)) as EntityOf<K> | undefined;
      },
    },
    keep: (changes) => {
      for (const { kind, id, entity } of changes) known.set(addressOf(kind, id), entity);
    },
    want,
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
