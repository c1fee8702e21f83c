// What may be shown of a member, masked, and how she is found. Reads only; the server unmasks where the
// caller's role grants it and writes that look to the audit log.
import type { JsonObject } from "../../json.ts";
import type { Ref, View } from "../contract.ts";
import type { Member } from "../state.ts";
import { lookup, lookupId } from "./lookups.ts";

export type Reader = Pick<View, "get">;

/** A member as everybody may see her. */
export const maskedMember = (id: string, member: Member) => ({
  member: id,
  number: member.number,
  name: member.person.maskedName,
  ...(member.person.maskedPhone === undefined ? {} : { phone: member.person.maskedPhone }),
});

const cardsOf = (view: Reader, member: Member) =>
  member.accounts.flatMap((account) => {
    const id = view.get("account", account)?.card;
    const card = id === undefined ? undefined : view.get("card", id);
    if (id === undefined || card === undefined) return [];
    const { type, state, number, validTo } = card;
    return [{ card: id, type, state, account, number, validTo }];
  });

/** One line of a list of members; undefined for an id nobody has. */
export const memberRow = (view: Reader, id: string) => {
  const member = view.get("member", id);
  if (member === undefined) return undefined;
  return {
    ...maskedMember(id, member),
    class: member.class,
    accounts: member.accounts,
    cards: cardsOf(view, member),
    erased: member.erased ?? false,
  };
};

/** The whole file but what is sealed. */
export const memberView = (view: Reader, id: string): JsonObject | undefined => {
  const member = view.get("member", id);
  const row = memberRow(view, id);
  if (member === undefined || row === undefined) return undefined;
  const { enrolledOn, consent, birthday, sex, referrer, agreement, attributes } = member;
  const relations = member.relations ?? [];
  return {
    ...row,
    enrolledOn,
    consent: { ...consent },
    identity: member.person.identity?.type ?? null,
    ...(birthday === undefined ? {} : { birthday: { ...birthday } }),
    ...(sex === undefined ? {} : { sex }),
    ...(referrer === undefined ? {} : { referrer }),
    ...(relations.length === 0 ? {} : { relations: relations.map((one) => ({ ...one })) }),
    ...(agreement === undefined ? {} : { agreement: { ...agreement } }),
    ...(member.mergedInto === undefined ? {} : { mergedInto: member.mergedInto }),
    ...(attributes === undefined ? {} : { attributes }),
  };
};

/** Ways to look for members; indexes are blind. */
export interface MemberSearch {
  readonly token?: string;
  readonly card?: string;
  readonly number?: string;
  readonly phoneIndex?: string;
  readonly nameIndex?: string;
  readonly identityIndex?: string;
}

/** What to load first; then `foundMembers`, then the members themselves. */
export const searchRoots = (by: MemberSearch): readonly Ref[] => [
  ...(by.token === undefined ? [] : [{ kind: "token" as const, id: by.token }]),
  ...(by.card === undefined ? [] : [{ kind: "card" as const, id: by.card }]),
  ...searchLookups(by).map(lookup),
];

const searchLookups = (by: MemberSearch): readonly string[] => [
  ...(by.number === undefined ? [] : [lookupId.number(by.number)]),
  ...(by.phoneIndex === undefined ? [] : [lookupId.phone(by.phoneIndex)]),
  ...(by.nameIndex === undefined ? [] : [lookupId.name(by.nameIndex)]),
  ...(by.identityIndex === undefined ? [] : [lookupId.identity(by.identityIndex)]),
];

/** Ids of the members that answer to every way named; a card that was replaced still finds its holder. */
export const foundMembers = (view: Reader, by: MemberSearch): readonly string[] => {
  const cards = [
    ...(by.card === undefined ? [] : [by.card]),
    ...(by.token === undefined ? [] : [view.get("token", by.token)?.ids[0] ?? ""]),
  ];
  const ways = [
    ...cards.map((card) => [view.get("card", card)?.member ?? ""]),
    ...searchLookups(by).map((at) => pointedMembers(view, at)),
  ];
  const [first = [], ...others] = ways;
  const found = first.filter((id) => id !== "" && others.every((ids) => ids.includes(id)));
  return [...new Set(found)];
};

/** The files in force behind these ids: one that was merged stands for the one it went into. Load the members first. */
export const filesInForce = (view: Reader, ids: readonly string[]): readonly string[] => [
  ...new Set(ids.map((id) => view.get("member", id)?.mergedInto ?? id)),
];

const pointedMembers = (view: Reader, at: string): readonly string[] => {
  const pointer = view.get("lookup", at);
  if (pointer === undefined) return [];
  if (pointer.kind !== "card") return pointer.ids;
  return pointer.ids.map((card) => view.get("card", card)?.member ?? "");
};
