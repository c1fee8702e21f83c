// member.enrol: a person becomes a member. Refuses without consent to the rules and a document twice.
import { isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { type Context, type Decider, type Draft, accepted, refused } from "../contract.ts";

import { evolver, happened } from "../evolver.ts";
import type { Birthday, EnrolParams } from "../sealed.ts";
import type { Member } from "../state.ts";
import { lookup, lookupId, personLookups, point } from "./lookups.ts";
import { type Numbered, formatOf, nextSequence, numberOf, numberingId } from "./number.ts";

type MemberEnrolled = {
  type: "MemberEnrolled";
  member: string;
  sequence: number;
  file: Omit<Member, "accounts">;
};

/** Year 0000 stands for a birthday without its year. */
export const birthdayOf = ({ date, calendar }: Birthday): NonNullable<Member["birthday"]> => {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return { ...(year === 0 ? {} : { year }), month, day, calendar };
};

/** A birthday that can be: a day of the solar calendar that is past, or one of a lunar month. */
export const isBirthdayGiven = (birthday: Birthday | undefined, today: string): boolean => {
  if (birthday === undefined) return true;
  const { date, calendar } = birthday;
  if (calendar === "lunar") return birthdayOf(birthday).day <= 30;
  const known = date.startsWith("0000-") ? date.replace("0000", "2000") : date;
  return isDate(known) && date <= today;
};

const fileOf = (
  params: EnrolParams,
  context: Context,
  given: { readonly number: string; readonly referrer: string | undefined },
): Omit<Member, "accounts"> => ({
  number: given.number,
  person: params.person,
  class: params.class ?? "ordinary",
  enrolledOn: context.moment.businessDate,
  consent: {
    rules: params.consent.rules,
    marketing: params.consent.marketing,
    programmeVersion: context.programme.version,
    at: context.moment.at,
  },
  ...(params.birthday === undefined ? {} : { birthday: birthdayOf(params.birthday) }),
  ...(params.sex === undefined ? {} : { sex: params.sex }),
  ...(given.referrer === undefined ? {} : { referrer: given.referrer }),
  ...(params.agreement === undefined ? {} : { agreement: params.agreement }),
  ...(params.attributes === undefined ? {} : { attributes: params.attributes }),
});

/** → `{member, number}` */
export const enrol: Decider<EnrolParams> = {
  roots: ({ person, referrer }) => [
    { kind: "setting", id: numberingId },
    ...personLookups(person).map(lookup),
    ...(referrer === undefined
      ? []
      : [{ kind: "member" as const, id: referrer }, lookup(lookupId.number(referrer))]),
  ],
  decide: (params, view, context) => {
    const { person } = params;
    if (!params.consent.rules) return refused(refusal("missing.consent"));
    if (!isBirthdayGiven(params.birthday, context.moment.businessDate)) {
      return refused(refusal("not_permitted", { why: "birthday" }));
    }
    const known =
      person.identity === undefined
        ? undefined
        : view
            .get("lookup", lookupId.identity(person.identity.numberIndex))
            ?.ids.find(
              (id) => view.get("member", id)?.person.identity?.type === person.identity?.type,
            );
    if (known !== undefined) {
      const number = view.get("member", known)?.number ?? known;
      return refused(refusal("already_exists", { what: "member", number }));
    }
    const referrer =
      params.referrer === undefined || view.get("member", params.referrer) !== undefined
        ? params.referrer
        : view.get("lookup", lookupId.number(params.referrer))?.ids[0];
    if (params.referrer !== undefined && referrer === undefined) {
      return refused(refusal("not_found", { what: "referrer" }));
    }
    const sequence = nextSequence(view, "member");
    const { businessDate } = context.moment;
    const { prefix } = context.store;
    const number = numberOf(formatOf(view, "member"), { prefix, businessDate, sequence });
    const member = context.newId("m");
    const file = fileOf(params, context, { number, referrer });
    return accepted({
      events: [happened<MemberEnrolled>({ type: "MemberEnrolled", member, sequence, file })],
      lines: [],
      result: { member, number },
      member,
    });
  },
};

/**
 * Moves the counter of a row of numbers on; evolvers of whatever took a number call it. It never goes
 * back, also where entries of several stores are folded into one.
 */
export const takeSequence = (draft: Draft, what: Numbered, sequence: number): void => {
  const last = Math.max(sequence, nextSequence(draft, what) - 1);
  draft.put("setting", numberingId, { ...draft.get("setting", numberingId), [what]: last });
};

export const enrolEvolvers = {
  MemberEnrolled: evolver<MemberEnrolled>((draft, { member, sequence, file }) => {
    draft.put("member", member, { ...file, accounts: [] });
    takeSequence(draft, "member", sequence);
    point(draft, lookupId.number(file.number), { kind: "member", id: member });
    for (const at of personLookups(file.person)) point(draft, at, { kind: "member", id: member });
  }),
};
