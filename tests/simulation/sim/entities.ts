// The entities of a simulated store on its disk: what it shows, and the confirmed state beside it.
import { addressesAsShown } from "../../../gateway/chain/as-shown.ts";
import {
  addressOf,
  type Change,
  type FoldedBatch,
  type Pending,
  reconcile,
  replayed,
  type Shadow,
} from "../../../gateway/chain/replica.ts";
import { canonicalJson, type Json } from "../../../gateway/json.ts";
import { isShared } from "../../../gateway/chain/shared.ts";
import type { Ref, View } from "../../../gateway/members/contract.ts";
import { links } from "../../../gateway/members/links.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { EntityKind, EntityOf } from "../../../gateway/members/state.ts";
import type { CachedEntity } from "../../../gateway/store/entity-cache.ts";
import { type Disk, keptMap } from "./disk.ts";

const rules = { evolvers };

/** a history is short: the product's own bound would never be reached */
const risksWaitBehind = 3;

interface Own {
  /** the store's */
  readonly id: string;
  readonly folded: number;
  /** own entries without a place before the fold, and after it */
  readonly before: readonly Pending[];
  readonly pending: readonly Pending[];
}

interface Settling extends Pick<Own, "folded" | "pending"> {
  readonly asShown: ReadonlySet<string>;
}

const viewOver = (below: View, changes: ReadonlyMap<string, Change>): View => ({
  get: <K extends EntityKind>(kind: K, at: string) => {
    const change = changes.get(addressOf(kind, at));
    return change === undefined ? below.get(kind, at) : (change.entity as EntityOf<K> | undefined);
  },
});

const replay = (confirmed: View, pending: readonly Pending[]): View => {
  const { shown } = replayed(pending, { folded: 0, confirmed, rules });
  return viewOver(
    confirmed,
    new Map(shown.map((change) => [addressOf(change.kind, change.id), change])),
  );
};

/** What may wait is what was put at risk: it is counted for a while longer. */
const withoutRisk = (entity: unknown): string => {
  const {
    offlineSpent: _,
    offlineUses: __,
    ...rest
  } = (entity ?? {}) as Readonly<Record<string, Json | undefined>>;
  return canonicalJson(rest);
};

/** What is said to be shown already is what the replay of all that is pending would have shown. */
const expectSame = (left: readonly Change[], [before, after]: readonly [View, View]): void => {
  const other = left.find(
    ({ kind, id }) => withoutRisk(before.get(kind, id)) !== withoutRisk(after.get(kind, id)),
  );
  if (other !== undefined) throw new Error(`${other.kind} ${other.id} is not as it was shown`);
};

/** An entity is written anew and never changed, so what it links to is asked once. */
const linksByEntity = new WeakMap<object, readonly Ref[]>();
const linksOf = (kind: EntityKind, entity: object): readonly Ref[] => {
  const known = linksByEntity.get(entity);
  if (known !== undefined) return known;
  const made = links(kind, entity as EntityOf<EntityKind>);
  linksByEntity.set(entity, made);
  return made;
};

export const keepEntities = (disk: Disk) => {
  const shown = keptMap<string, unknown>(disk);
  const shadows = keptMap<string, Change & Shadow>(disk);
  const confirmedView: View = {
    get: <K extends EntityKind>(kind: K, at: string) => {
      const address = addressOf(kind, at);
      const shadow = shadows.map.get(address);
      const entity = shadow === undefined ? shown.map.get(address) : shadow.entity;
      return entity as EntityOf<K> | undefined;
    },
  };
  const shownView: View = {
    get: <K extends EntityKind>(kind: K, at: string) =>
      shown.map.get(addressOf(kind, at)) as EntityOf<K> | undefined,
  };

  const entities = <K extends EntityKind>(
    kind: K,
  ): readonly (readonly [id: string, entity: EntityOf<K>])[] =>
    [...shown.map].flatMap(([address, entity]) =>
      address.startsWith(`${kind} `)
        ? [[address.slice(kind.length + 1), entity as EntityOf<K>] as const]
        : [],
    );
  const closure = (roots: readonly Ref[]): readonly CachedEntity[] => {
    const reached = new Map<string, CachedEntity>();
    const open = [...roots];
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      const address = addressOf(ref.kind, ref.id);
      if (reached.has(address)) continue;
      const entity = shown.map.get(address);
      if (typeof entity !== "object" || entity === null) {
        reached.set(address, { ...ref, links: [] });
        continue;
      }
      const led = linksOf(ref.kind, entity);
      reached.set(address, { ...ref, links: led, read: () => entity });
      open.push(...led);
    }
    return [...reached.values()];
  };

  const write = (changes: ReadonlyMap<string, Change>, own: Settling): void => {
    const confirmed = viewOver(confirmedView, changes);
    const made = reconcile(changes, { ...own, shadows: shadows.map, confirmed, rules });
    for (const address of made.lifted) shadows.delete(address);
    for (const shadow of made.shadows) shadows.set(addressOf(shadow.kind, shadow.id), shadow);
    for (const { kind, id: at, entity } of made.shown) {
      const address = addressOf(kind, at);
      if (entity === undefined) shown.delete(address);
      else shown.set(address, entity);
    }
  };
  const settle = ({ applied, changes }: FoldedBatch, own: Own): void => {
    const { id, folded, pending } = own;
    const asShown = addressesAsShown(applied, {
      id,
      epoch: 1,
      behind: pending.length,
      risksWaitBehind,
    });
    const left = [...changes].flatMap(([at, change]) =>
      asShown.has(at) && (shadows.map.get(at)?.upTo ?? 0) > folded ? [change] : [],
    );
    if (left.length > 0) {
      const view = viewOver(confirmedView, changes);
      expectSame(left, [replay(confirmedView, own.before), replay(view, pending)]);
    }
    write(changes, { folded, pending, asShown });
  };

  const confirmed = (): ReadonlyMap<string, unknown> => {
    const all = new Map<string, unknown>();
    for (const [address, entity] of shown.map) {
      const at = address.indexOf(" ");
      const kind = address.slice(0, at) as EntityKind;
      if (isShared(kind, address.slice(at + 1), entity)) all.set(address, entity);
    }
    for (const [address, { entity }] of shadows.map) {
      if (entity === undefined) all.delete(address);
      else all.set(address, entity);
    }
    return all;
  };
  /** Another replica's confirmed state in place of all that was folded; own pending entries on top of it. */
  const replace = (state: ReadonlyMap<string, unknown>, own: Omit<Settling, "asShown">): void => {
    const split = (address: string): readonly [EntityKind, string] => {
      const at = address.indexOf(" ");
      // Addresses begin with a kind.
      return [address.slice(0, at) as EntityKind, address.slice(at + 1)];
    };
    for (const [address, entity] of shown.map)
      if (isShared(...split(address), entity)) shown.delete(address);
    for (const address of shadows.map.keys()) shadows.delete(address);
    const all = new Map<string, Change>();
    for (const [address, entity] of state) {
      const [kind, id] = split(address);
      all.set(address, { kind, id, entity });
      shown.set(address, entity);
      const upTo = own.pending.at(-1)?.seq;
      if (upTo !== undefined) shadows.set(address, { kind, id, entity, upTo });
    }
    write(all, { ...own, asShown: new Set() });
  };
  return {
    shown,
    shadows,
    confirmedView,
    shownView,
    entities,
    closure,
    confirmed,
    settle,
    replace,
  };
};
