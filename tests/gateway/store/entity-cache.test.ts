// The writer's cache: what is in it is what a load would give, and what it has not, it says.
import { expect, test } from "vitest";
import { type CachedEntity, createEntityCache } from "../../../gateway/store/entity-cache.ts";
import type { Ref } from "../../../gateway/members/contract.ts";
import { fc } from "../../support/seeded.ts";

const ref = (id: number): Ref => ({ kind: "account", id: `a_${id}` });

const entity = (id: number, links: readonly number[], value: unknown = id): CachedEntity => ({
  ...ref(id),
  links: links.map(ref),
  read: () => value,
});

const ids = (entities: readonly { readonly id: string }[]): readonly string[] =>
  entities.map(({ id }) => id).toSorted();

test("gives the roots and all they link to, once each, in whatever circles they link", () => {
  const cache = createEntityCache();
  cache.keep([entity(1, [2, 3]), entity(2, [1]), entity(3, []), entity(4, [1])]);
  const { entities, missing } = cache.closure([ref(1), ref(2)]);
  expect(ids(entities)).toEqual(["a_1", "a_2", "a_3"]);
  expect(missing).toEqual([]);
});

test("names what has to be read, and knows what is not there from what it was not told of", () => {
  const cache = createEntityCache();
  cache.keep([entity(1, [2, 3]), { ...ref(2), links: [] }]);
  const { entities, missing } = cache.closure([ref(1)]);
  expect(ids(entities)).toEqual(["a_1", "a_2"]);
  expect(missing).toEqual([ref(3)]);
  cache.forget("any");
  expect(cache.closure([ref(1)]).missing).toEqual([ref(1)]);
});

test("never gives an older state, and never keeps more than it may", () => {
  const does = fc.constantFrom("ask", "keep", "forget");
  const step = fc.record({ id: fc.nat(20), does });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: "max" }), (steps) => {
      const cache = createEntityCache(8);
      const newest = new Map<number, number>();
      for (const [at, { id, does }] of steps.entries()) {
        if (does === "ask") {
          const [known] = cache.closure([ref(id)]).entities;
          if (known !== undefined) expect(known.read?.()).toBe(newest.get(id));
        } else {
          newest.set(id, at);
          if (does === "keep") cache.keep([entity(id, [], at)]);
          else cache.forget([ref(id)]);
        }
      }
      const kept = cache.closure(Array.from({ length: 21 }, (_, id) => ref(id))).entities;
      expect(kept.length).toBeLessThanOrEqual(8);
    }),
  );
});
