// The entities of the last commands as the last commit left them, so that a member who is being served is read once.
// Only the writer may use it: it alone changes entities, and tells what it changed. Knows nothing of the database.
import type { Ref } from "../members/contract.ts";
import { createRecent } from "./recent.ts";
import type { LoadedEntity } from "./draft.ts";
import { linksOf, once } from "./entity-row.ts";
import type { Address, Touched } from "./touched.ts";

/** An entity, or that there is none, and what it links to. */
export interface CachedEntity extends LoadedEntity {
  readonly links: readonly Ref[];
}

export interface EntityCache {
  /** The roots and all they link to; `missing` is what has to be read first, and what that links to. */
  closure(roots: readonly Ref[]): {
    readonly entities: readonly CachedEntity[];
    readonly missing: readonly Ref[];
  };
  /** What was read, or committed. */
  keep(entities: readonly CachedEntity[]): void;
  /**
   * What may have changed behind the writer's back is read anew, also what was not there; but for what is known
   * whole: of that it keeps what is there now, if it was kept before.
   */
  forget(touched: Touched): void;
}

/** Entities kept at most: about 20 MB. */
const entitiesMax = 8_192;

export const createEntityCache = (most: number = entitiesMax): EntityCache => {
  const recent = createRecent<CachedEntity>(most);

  return {
    closure: (roots) => {
      const entities: CachedEntity[] = [];
      const missing: Ref[] = [];
      const reached = new Set<string>();
      const open = [...roots];
      for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
        const key = `${ref.kind} ${ref.id}`;
        if (reached.has(key)) continue;
        reached.add(key);
        const entity = recent.get(key);
        if (entity === undefined) missing.push(ref);
        else {
          entities.push(entity);
          open.push(...entity.links);
        }
      }
      return { entities, missing };
    },
    keep: (entities) => {
      for (const entity of entities) recent.put(`${entity.kind} ${entity.id}`, entity);
    },
    forget: (touched) => {
      if (touched === "any") recent.clear();
      else
        for (const one of touched) {
          const key = `${one.kind} ${one.id}`;
          if (one.shown !== undefined && recent.get(key) !== undefined)
            recent.put(key, shownNow(one, one.shown));
          else recent.drop(key);
        }
    },
  };
};

const shownNow = (
  { kind, id }: Pick<CachedEntity, "kind" | "id">,
  { body, links }: NonNullable<Address["shown"]>,
): CachedEntity =>
  body === null
    ? { kind, id, links: [] }
    : { kind, id, links: linksOf(links), read: once(() => JSON.parse(body)) };
