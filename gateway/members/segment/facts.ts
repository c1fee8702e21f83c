// What a segment may ask about a member: every fact a rule of the programme may ask, and what only the office looks at.
import type { Facts } from "../../programme/contract.ts";
import { dayNumber } from "../../programme/dates.ts";
import { factKind, isGuestFact } from "../../programme/facts.ts";
import { accountFacts, type Holder } from "../account/facts.ts";
import { customOf, lastVisitOf } from "../account/customer-class.ts";
import type { Context } from "../contract.ts";
import type { Member } from "../state.ts";

/** Facts of the office's own, with what they hold. */
export const officeFacts = {
  sex: "text",
  age: "integer",
  region: "text",
  marketing: "boolean",
  enrolledOn: "date",
  lastVisit: "date",
  /** days since the last visit; who never came has none */
  daysAway: "integer",
  /** loyal, regular, returning, passing, casual, lapsed */
  habit: "text",
  /** vouchers that are still good */
  coupons: "integer",
} as const;

type OfficeFact = keyof typeof officeFacts;

const isOfficeFact = (name: string): name is OfficeFact => Object.hasOwn(officeFacts, name);

/** Whether a segment may ask for it: a bill, a line or the moment has no place in one. */
export const isSegmentFact = (name: string): boolean =>
  isOfficeFact(name) || (factKind(name) !== undefined && isGuestFact(name));

const regionOf = ({ attributes }: Member): string | undefined => {
  const said = attributes?.["region"] ?? attributes?.["city"] ?? attributes?.["province"];
  return typeof said === "string" ? said : undefined;
};

/** Full years on a day; undefined where the year is not on file, or by the lunar calendar within a year or so. */
const ageOf = ({ birthday }: Member, on: string): number | undefined => {
  if (birthday?.year === undefined) return undefined;
  const { year, month, day } = birthday;
  const had = `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return Number(on.slice(0, 4)) - year - (on.slice(5) < had ? 1 : 0);
};

const known = (facts: Readonly<Record<OfficeFact, Facts[string] | undefined>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts;

/** Everything a segment may ask of one account's holder today. */
export const segmentFacts = (context: Context, holder: Holder): Facts => {
  const { member, account } = holder;
  const on = context.moment.businessDate;
  const last = lastVisitOf(account.history);
  return {
    ...accountFacts(context, holder),
    ...known({
      sex: member.sex,
      age: ageOf(member, on),
      region: regionOf(member),
      marketing: member.consent.marketing,
      enrolledOn: member.enrolledOn,
      lastVisit: last,
      daysAway: last === undefined ? undefined : dayNumber(on) - dayNumber(last),
      habit: customOf(account.history, on).class,
      coupons: account.coupons.length,
    }),
  };
};
