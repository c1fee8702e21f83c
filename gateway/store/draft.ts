// The working set of one batch: what was loaded, and above it what the commands decided so far have changed.
// Each command works on a branch, so that one which fails half-way leaves nothing behind.
import type { Draft } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { MadeBy } from "./entity-row.ts";

/** An entity that was asked for. `read` is not there where there is none. */
export interface LoadedEntity {
  readonly kind: string;
  readonly id: string;
  readonly read?: () => unknown;
}

/** An entity to be written. `known` = the load of this batch looked for it, so it may be overwritten. */
export interface ChangedEntity {
  readonly kind: EntityKind;
  readonly id: string;
  readonly entity: EntityOf<EntityKind>;
  readonly known: boolean;
  /** the event that made the whole of it, last of all */
  readonly made?: MadeBy;
}

/** A draft that may be told which event makes the whole of what is put. */
export interface MadeDraft extends Draft {
  put<K extends EntityKind>(kind: K, id: string, entity: EntityOf<K>, made?: MadeBy): void;
}

export interface Branch extends MadeDraft {
  /** Makes the branch's changes part of the working set. */
  keep(): void;
}

export interface WorkingSet {
  /** Entities that were read: those that were changed here since are not touched. */
  know(loaded: readonly LoadedEntity[]): void;
  branch(): Branch;
  changes(): readonly ChangedEntity[];
}

export const createWorkingSet = (loaded: readonly LoadedEntity[]): WorkingSet => {
  const loadedByAddress = new Map<string, LoadedEntity>();
  const changed = new Map<string, ChangedEntity>();
  const know = (read: readonly LoadedEntity[]): void => {
    for (const one of read) loadedByAddress.set(address(one.kind, one.id), one);
  };
  know(loaded);

  const read = (key: string): unknown => {
    const change = changed.get(key);
    return change === undefined ? loadedByAddress.get(key)?.read?.() : change.entity;
  };

  const branch = (): Branch => {
    const own = new Map<string, ChangedEntity>();
    return {
      get: <K extends EntityKind>(kind: K, id: string) => {
        const key = address(kind, id);
        // Only `put` of the same kind writes under this address, here and in the table.
        return (own.get(key)?.entity ?? read(key)) as EntityOf<K> | undefined;
      },
      put: (kind, id, entity, made) => {
        const key = address(kind, id);
        const change = { kind, id, entity, known: loadedByAddress.has(key) };
        own.set(key, made === undefined ? change : { ...change, made });
      },
      keep: () => {
        for (const [key, change] of own) changed.set(key, change);
      },
    };
  };
  return { know, branch, changes: () => [...changed.values()] };
};

const address = (kind: string, id: string): string => `${kind} ${id}`;
