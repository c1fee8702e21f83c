// The entities of a simulated store on its disk: what it shows, and the confirmed state beside it.
import {
  addressOf,
  type Change,
  type Pending,
  reconcile,
  type Shadow,
} from "../../../gateway/chain/replica.ts";
import { isShared } from "../../../gateway/chain/shared.ts";
import type { Ref, View } from "../../../gateway/members/contract.ts";
import { links } from "../../../gateway/members/links.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { EntityKind, EntityOf } from "../../../gateway/members/state.ts";
import type { CachedEntity } from "../../../gateway/store/entity-cache.ts";
import { type Disk, keptMap } from "./disk.ts";

const rules = { evolvers };

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
      if (entity === undefined) {
        reached.set(address, { ...ref, links: [] });
        continue;
      }
      const led = links(ref.kind, entity as EntityOf<EntityKind>);
      reached.set(address, { ...ref, links: led, read: () => entity });
      open.push(...led);
    }
    return [...reached.values()];
  };

  const settle = (
    changes: ReadonlyMap<string, Change>,
    own: { readonly folded: number; readonly pending: readonly Pending[] },
  ): void => {
    const view: View = {
      get: <K extends EntityKind>(kind: K, at: string) => {
        const change = changes.get(addressOf(kind, at));
        return change === undefined
          ? confirmedView.get(kind, at)
          : (change.entity as EntityOf<K> | undefined);
      },
    };
    const made = reconcile(changes, {
      ...own,
      shadows: shadows.map,
      confirmed: view,
      rules,
    });
    for (const address of made.lifted) shadows.delete(address);
    for (const shadow of made.shadows) shadows.set(addressOf(shadow.kind, shadow.id), shadow);
    for (const { kind, id: at, entity } of made.shown) {
      const address = addressOf(kind, at);
      if (entity === undefined) shown.delete(address);
      else shown.set(address, entity);
    }
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
  const replace = (
    state: ReadonlyMap<string, unknown>,
    own: { readonly folded: number; readonly pending: readonly Pending[] },
  ): void => {
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
    settle(all, own);
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
