// Whether a rule's `when` holds for given facts, and if not, which fact stood in the way.
import type { Facts, FactValue } from "./contract.ts";
import type { Conditions, Match, Matcher } from "./format.ts";

// Asked for every rule of every line: nothing here makes an object.

/** Whether a fact is, or has among its words, this value. */
const has = (fact: FactValue, value: string | number | boolean): boolean =>
  typeof fact === "object" ? typeof value === "string" && fact.includes(value) : fact === value;

const hasOneOf = (fact: FactValue, values: readonly (string | number)[]): boolean => {
  for (const value of values) if (has(fact, value)) return true;
  return false;
};

/** Numbers by size, text by code unit (dates and times sort so); nothing else has an order. */
const isBelow = (left: FactValue, right: FactValue): boolean | undefined => {
  if (typeof left === "number" && typeof right === "number") return left < right;
  if (typeof left === "string" && typeof right === "string") return left < right;
  return undefined;
};

type Bounds = Exclude<Matcher, string | number | boolean | readonly (string | number)[]>;

const isList = (matcher: Matcher): matcher is readonly (string | number)[] =>
  Array.isArray(matcher);

const within = (fact: FactValue, bounds: Bounds): boolean => {
  const { gte, gt, lte, lt, any, none } = bounds;
  return (
    (gte === undefined || isBelow(fact, gte) === false) &&
    (gt === undefined || isBelow(gt, fact) === true) &&
    (lte === undefined || isBelow(lte, fact) === false) &&
    (lt === undefined || isBelow(fact, lt) === true) &&
    (any === undefined || hasOneOf(fact, any)) &&
    (none === undefined || !hasOneOf(fact, none))
  );
};

const saysOnlyNone = ({ gte, gt, lte, lt, any }: Bounds): boolean =>
  (gte ?? gt ?? lte ?? lt ?? any) === undefined;

/** An absent fact matches nothing but a matcher that only says `none`. */
export const factMatches = (matcher: Matcher, fact: FactValue | undefined): boolean => {
  if (typeof matcher !== "object") return fact !== undefined && has(fact, matcher);
  if (isList(matcher)) return fact !== undefined && hasOneOf(fact, matcher);
  return fact === undefined ? saysOnlyNone(matcher) : within(fact, matcher);
};

/** The first fact, in the order of the file, that keeps the match from holding. */
export const failingFact = (match: Match | undefined, facts: Facts): string | undefined => {
  for (const name in match) {
    const matcher = match[name];
    if (matcher !== undefined && !factMatches(matcher, facts[name])) return name;
  }
  return undefined;
};

export const matches = (match: Match | undefined, facts: Facts): boolean =>
  failingFact(match, facts) === undefined;

/** OR of ANDs; absent conditions hold. */
export const conditionsHold = (conditions: Conditions | undefined, facts: Facts): boolean =>
  conditions === undefined || conditions.any.some((match) => matches(match, facts));

/** Facts that fail in the alternative that comes closest; empty when the conditions hold. */
export const unmetFacts = (conditions: Conditions | undefined, facts: Facts): readonly string[] => {
  if (conditionsHold(conditions, facts)) return [];
  const failures = (conditions?.any ?? []).map((match) =>
    Object.keys(match).filter((name) => !matches({ [name]: match[name] ?? true }, facts)),
  );
  return failures.toSorted((left, right) => left.length - right.length)[0] ?? [];
};
