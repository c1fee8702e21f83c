// member.update and member.note. The holder's name and document change only by a manager's hand: the
// rulebooks forbid that a card changes its holder by the back door.
import { type Refusal, refusal } from "../../refusals.ts";
import { type Decider, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { MemberFile } from "../sealed.ts";
import type { Member, SealedPerson } from "../state.ts";
import { birthdayOf, isBirthdayGiven } from "./enrol.ts";
import { lookup, lookupId, personLookups, point, unpoint } from "./lookups.ts";

export interface UpdateParams extends MemberFile {
  readonly member: string;
  /** sealed anew when name, phone, document or contacts changed */
  readonly person?: SealedPerson;
  readonly referrer?: string;
  readonly consent?: { readonly rules: boolean; readonly marketing: boolean };
}

type Changes = Partial<
  Pick<
    Member,
    "person" | "class" | "birthday" | "sex" | "referrer" | "consent" | "agreement" | "attributes"
  >
>;
type MemberChanged = { type: "MemberChanged"; member: string; changes: Changes };
type MemberNoted = { type: "MemberNoted"; member: string; note: string; sealed: string };

/** Another name, or another document than the one on file. */
const changesHolder = (before: SealedPerson, after: SealedPerson): boolean =>
  before.nameIndex !== after.nameIndex ||
  (before.identity !== undefined &&
    (before.identity.type !== after.identity?.type ||
      before.identity.numberIndex !== after.identity.numberIndex));

const personRefusal = (
  view: View,
  params: UpdateParams,
  given: { readonly member: Member; readonly rights: readonly string[] },
): Refusal | undefined => {
  const { person } = params;
  if (person === undefined) return undefined;
  if (changesHolder(given.member.person, person) && !given.rights.includes("manager")) {
    return refusal("missing.approval", { right: "manager" });
  }
  const { identity } = person;
  if (identity === undefined) return undefined;
  const others = view.get("lookup", lookupId.identity(identity.numberIndex))?.ids ?? [];
  const taken = others.some(
    (id) => id !== params.member && view.get("member", id)?.person.identity?.type === identity.type,
  );
  return taken ? refusal("already_exists", { what: "member" }) : undefined;
};

/** → `{member}` */
export const update: Decider<UpdateParams> = {
  roots: ({ member, person }) => [
    { kind: "member", id: member },
    ...(person === undefined ? [] : personLookups(person).map(lookup)),
  ],
  decide: (params, view, context) => {
    const member = view.get("member", params.member);
    if (member === undefined || member.erased === true) {
      return refused(refusal("not_found", { member: params.member }));
    }
    if (params.consent?.rules === false) return refused(refusal("missing.consent"));
    if (!isBirthdayGiven(params.birthday, context.moment.businessDate)) {
      return refused(refusal("not_permitted", { why: "birthday" }));
    }
    const no = personRefusal(view, params, { member, rights: context.actor.rights });
    if (no !== undefined) return refused(no);
    const { person, sex, referrer, agreement, attributes } = params;
    const changes: Changes = {
      ...(person === undefined ? {} : { person }),
      ...(sex === undefined ? {} : { sex }),
      ...(referrer === undefined ? {} : { referrer }),
      ...(agreement === undefined ? {} : { agreement }),
      ...(attributes === undefined ? {} : { attributes: { ...member.attributes, ...attributes } }),
      ...(params.class === undefined ? {} : { class: params.class }),
      ...(params.birthday === undefined ? {} : { birthday: birthdayOf(params.birthday) }),
      ...(params.consent === undefined
        ? {}
        : {
            consent: {
              rules: true,
              marketing: params.consent.marketing,
              programmeVersion: context.programme.version,
              at: context.moment.at,
            },
          }),
    };
    const changed = { type: "MemberChanged", member: params.member, changes } as const;
    return accepted({
      events: Object.keys(changes).length === 0 ? [] : [happened<MemberChanged>(changed)],
      lines: [],
      result: { member: params.member },
      member: params.member,
    });
  },
};

export interface NoteParams {
  readonly member: string;
  /** the text, sealed: notes are about people */
  readonly sealed: string;
}

/** → `{note}`; kept in the journal, shown in the member's history */
export const note: Decider<NoteParams> = {
  roots: ({ member }) => [{ kind: "member", id: member }],
  decide: ({ member, sealed }, view, context) => {
    const known = view.get("member", member);
    if (known === undefined || known.erased === true) {
      return refused(refusal("not_found", { member }));
    }
    const id = context.newId("n");
    return accepted({
      events: [happened<MemberNoted>({ type: "MemberNoted", member, note: id, sealed })],
      lines: [],
      result: { note: id },
      member,
    });
  },
};

export const updateEvolvers = {
  MemberChanged: evolver<MemberChanged>((draft, { member: id, changes }) => {
    const member = must(draft.get("member", id), `member ${id}`);
    if (changes.person !== undefined) {
      for (const at of personLookups(member.person)) unpoint(draft, at, id);
      for (const at of personLookups(changes.person)) point(draft, at, { kind: "member", id });
    }
    draft.put("member", id, { ...member, ...changes });
  }),
  MemberNoted: evolver<MemberNoted>(() => {}),
};
