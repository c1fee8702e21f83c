// The working set of one batch: what was loaded, and above it what the commands decided so far have changed.
// Each command works on a branch, so that one which fails half-way leaves nothing behind.
import type { Draft } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";

/** An entity that was asked for: its JSON text, or null where there is none. */
export interface LoadedEntity {
  readonly kind: string;
  readonly id: string;
  readonly body: string | null;
}

/** An entity to be written. `known` = the load of this batch looked for it, so it may be overwritten. */
export interface ChangedEntity {
  readonly kind: EntityKind;
  readonly id: string;
  readonly entity: EntityOf<EntityKind>;
  readonly known: boolean;
}

export interface Branch extends Draft {
  /** Makes the branch's changes part of the working set. */
  keep(): void;
}

export interface WorkingSet {
  branch(): Branch;
  changes(): readonly ChangedEntity[];
}

export const createWorkingSet = (loaded: readonly LoadedEntity[]): WorkingSet => {
  const textByAddress = new Map<string, string | null>();
  for (const { kind, id, body } of loaded) textByAddress.set(address(kind, id), body);
  const entities = new Map<string, unknown>();
  const changed = new Map<string, ChangedEntity>();

  const read = (key: string): unknown => {
    if (entities.has(key)) return entities.get(key);
    const text = textByAddress.get(key);
    const entity: unknown = text === null || text === undefined ? undefined : JSON.parse(text);
    entities.set(key, entity);
    return entity;
  };

  const branch = (): Branch => {
    const own = new Map<string, ChangedEntity>();
    return {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const key = address(kind, id);
        // Only `put` of the same kind writes under this address, here and in the table.
        return (own.get(key)?.entity ?? read(key)) as EntityOf<K> | undefined;
      },
      put: (kind, id, entity) => {
        const key = address(kind, id);
        own.set(key, { kind, id, entity, known: textByAddress.has(key) });
      },
      keep: () => {
        for (const [key, change] of own) {
          entities.set(key, change.entity);
          changed.set(key, change);
        }
      },
    };
  };
  return { branch, changes: () => [...changed.values()] };
};

const address = (kind: string, id: string): string => `${kind} ${id}`;
