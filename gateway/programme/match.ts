// Whether a rule's `when` holds for given facts, and if not, which fact stood in the way.
import type { Facts, FactValue } from "./contract.ts";
import type { Conditions, Match, Matcher } from "./format.ts";

const isText = (fact: FactValue): fact is string => typeof fact === "string";

const listed = (fact: FactValue): readonly (string | number | boolean)[] =>
  Array.isArray(fact) ? fact : [fact as string | number | boolean];

/** Below, equal or above; numbers by size, text by code unit (dates and times sort so). */
const compare = (fact: FactValue, bound: number | string): number | undefined => {
  if (typeof fact === "number" && typeof bound === "number") return fact - bound;
  if (!isText(fact) || typeof bound !== "string") return undefined;
  return fact < bound ? -1 : fact > bound ? 1 : 0;
};

type Bounds = Exclude<Matcher, string | number | boolean | readonly (string | number)[]>;

const isList = (matcher: Matcher): matcher is readonly (string | number)[] =>
  Array.isArray(matcher);

const within = (fact: FactValue, bounds: Bounds): boolean => {
  const test = (bound: number | string | undefined, passes: (sign: number) => boolean): boolean => {
    if (bound === undefined) return true;
    const sign = compare(fact, bound);
    return sign !== undefined && passes(sign);
  };
  const values = listed(fact);
  return (
    test(bounds.gte, (sign) => sign >= 0) &&
    test(bounds.gt, (sign) => sign > 0) &&
    test(bounds.lte, (sign) => sign <= 0) &&
    test(bounds.lt, (sign) => sign < 0) &&
    (bounds.any === undefined || bounds.any.some((wanted) => values.includes(wanted))) &&
    (bounds.none === undefined || !bounds.none.some((banned) => values.includes(banned)))
  );
};

/** An absent fact matches nothing but a matcher that only says `none`. */
export const factMatches = (matcher: Matcher, fact: FactValue | undefined): boolean => {
  if (fact === undefined) {
    return (
      typeof matcher === "object" &&
      !isList(matcher) &&
      Object.keys(matcher).every((key) => key === "none")
    );
  }
  if (isList(matcher)) return listed(fact).some((value) => matcher.some((one) => one === value));
  if (typeof matcher === "object") return within(fact, matcher);
  return listed(fact).includes(matcher);
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
