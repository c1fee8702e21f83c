// Ways to find somebody: blind indexes and numbers as pointer entities. Equality only, never the value.
import type { Draft, Ref } from "../contract.ts";
import type { EntityKind, SealedPerson } from "../state.ts";

/** Ids behind one pointer at most; a common name does not make an enrolment load a town. */
export const pointerIdsMax = 200;

/** Stays in one list at most: more than a large house has rooms. */
const stayListMax = 5_000;

export const lookupId = {
  phone: (index: string): string => `phone:${index}`,
  identity: (index: string): string => `identity:${index}`,
  name: (index: string): string => `name:${index}`,
  number: (number: string): string => `number:${number}`,
} as const;

export const lookup = (id: string): Ref => ({ kind: "lookup", id });

/** Pointers under which a person can be found. */
export const personLookups = (person: SealedPerson): readonly string[] => [
  lookupId.name(person.nameIndex),
  ...(person.phoneIndex === undefined ? [] : [lookupId.phone(person.phoneIndex)]),
  ...(person.identity === undefined ? [] : [lookupId.identity(person.identity.numberIndex)]),
];

/** Pointers whose ids the store does not load along: they only list. */
const looseLookups = ["name:", "stays:", "trial:"];

/** Lists that hold a whole house's day. */
const longLookups = ["stays:", "slots:"];

/** Adds an id to a pointer; a full pointer stays as it is. */
export const point = (draft: Draft, at: string, to: { kind: EntityKind; id: string }): void => {
  const ids = draft.get("lookup", at)?.ids ?? [];
  const idsMax = longLookups.some((start) => at.startsWith(start)) ? stayListMax : pointerIdsMax;
  if (ids.includes(to.id) || ids.length >= idsMax) return;
  const loose = looseLookups.some((start) => at.startsWith(start));
  const kind = to.kind;
  draft.put("lookup", at, { kind, ids: [...ids, to.id], ...(loose ? { loose } : {}) });
};

export const unpoint = (draft: Draft, at: string, id: string): void => {
  const pointer = draft.get("lookup", at);
  if (pointer === undefined) return;
  draft.put("lookup", at, { ...pointer, ids: pointer.ids.filter((known) => known !== id) });
};
