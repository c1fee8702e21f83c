// member.relate: who belongs to whom. A relation is said once and stands in both files.
import { refusal } from "../../refusals.ts";
import { type Decider, type Draft, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Relation } from "../state.ts";

/** What the other one is to her, and she to the other one. */
const mirrored = {
  spouse: "spouse",
  parent: "child",
  child: "parent",
  sibling: "sibling",
  friend: "friend",
  colleague: "colleague",
} as const;

export type Kinship = keyof typeof mirrored;

/** Relations in one file. */
export const relationsMax = 30;

export interface RelateParams {
  readonly member: string;
  readonly other: string;
  /** what the other one is to her; absent = they are no longer related */
  readonly as?: Kinship;
}

type MembersRelated = { type: "MembersRelated"; member: string; other: string; as: Kinship };
type MembersParted = { type: "MembersParted"; member: string; other: string };

/** → `{member, relations}` */
export const relate: Decider<RelateParams> = {
  roots: ({ member, other }) => [
    { kind: "member", id: member },
    { kind: "member", id: other },
  ],
  decide: ({ member, other, as }, view) => {
    const one = view.get("member", member);
    const two = view.get("member", other);
    for (const [id, file] of [
      [member, one],
      [other, two],
    ] as const) {
      if (file === undefined || file.erased === true) {
        return refused(refusal("not_found", { member: id }));
      }
    }
    if (member === other) return refused(refusal("not_permitted", { why: "herself" }));
    const relations = (one?.relations ?? []).filter((known) => known.member !== other);
    const full = [relations, two?.relations ?? []].some(({ length }) => length >= relationsMax);
    if (as !== undefined && full) {
      return refused(refusal("limit.reached", { limit: relationsMax }));
    }
    const event =
      as === undefined
        ? happened<MembersParted>({ type: "MembersParted", member, other })
        : happened<MembersRelated>({ type: "MembersRelated", member, other, as });
    const after = as === undefined ? relations : [...relations, { member: other, as }];
    return accepted({
      events: [event],
      lines: [],
      result: { member, relations: after.map((one) => ({ ...one })) },
      member,
    });
  },
};

const without = (relations: readonly Relation[] | undefined, other: string): readonly Relation[] =>
  (relations ?? []).filter((known) => known.member !== other);

const set = (draft: Draft, id: string, to: { other: string; as?: Kinship }): void => {
  const member = draft.get("member", id);
  if (member === undefined) return;
  const rest = without(member.relations, to.other);
  const relations = to.as === undefined ? rest : [...rest, { member: to.other, as: to.as }];
  draft.put("member", id, { ...member, relations });
};

export const relateEvolvers = {
  MembersRelated: evolver<MembersRelated>((draft, { member, other, as }) => {
    set(draft, member, { other, as });
    set(draft, other, { other: member, as: mirrored[as] });
  }),
  MembersParted: evolver<MembersParted>((draft, { member, other }) => {
    set(draft, member, { other });
    set(draft, other, { other: member });
  }),
};
