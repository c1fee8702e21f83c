// What a member's file says of her person beside her name: birthday, sex, free notes. Deciders and evolvers use it like
// anything else; the journal never holds it. It stands beside the key of her person, and goes with that key.
import type { Json, JsonObject } from "../../json.ts";
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Member } from "../state.ts";

const traitNames = ["birthday", "sex", "attributes"] as const;

export type Traits = Pick<Member, (typeof traitNames)[number]>;

/** Where the events that tell of a member's file keep it. */
const filesByType: Readonly<Record<string, string>> = {
  MemberEnrolled: "file",
  MemberChanged: "changes",
};

const isTrait = (name: string): boolean => traitNames.some((trait) => trait === name);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const partedBy = <T extends object>(file: T, wanted: boolean): Partial<T> =>
  Object.fromEntries(
    Object.entries(file).filter(([name]) => isTrait(name) === wanted),
  ) as Partial<T>;

/** An event as the journal keeps it for ever. */
export const withoutTraits = (event: DomainEvent): DomainEvent => {
  const place = filesByType[event.type];
  const file = place === undefined ? undefined : event[place];
  if (place === undefined || !isObject(file) || !Object.keys(file).some(isTrait)) return event;
  return { ...event, [place]: partedBy(file, false) };
};

/** A member's file taken apart: what is kept in the open, and what stands beside the key. */
export const partedMember = (
  member: Member,
): { readonly kept: object; readonly key: string; readonly traits: Traits | undefined } => {
  const traits = partedBy<Member>(member, true) as Traits;
  const isNobody = Object.keys(traits).length === 0;
  return {
    kept: isNobody ? member : partedBy<Member>(member, false),
    key: keyOf(member),
    traits: isNobody ? undefined : traits,
  };
};

/** Name of the key that a person is sealed under: `p1.<key>.<sealed>`. The same as the store's SQL has it. */
const keyOf = ({ person }: Member): string => person.sealed.slice(3, 37);
