// Facts of a `when`, a condition or a goal: known by name, asked in their own type, able to hold.
import { isDate } from "../dates.ts";
import type { FactKind } from "../facts.ts";
import { factFamilies, factKind } from "../facts.ts";
import type { Match, Matcher, ProgrammeFile, Stage } from "../format.ts";
import type { Finding } from "./finding.ts";
import { error, pointer, warning } from "./finding.ts";

interface Asked {
  readonly at: string;
  readonly fact: string;
  readonly matcher: Matcher;
}

type Bounds = Extract<Matcher, { readonly gte?: unknown }>;

const isBounds = (matcher: Matcher): matcher is Bounds =>
  typeof matcher === "object" && !Array.isArray(matcher);

/** Every single value that a matcher compares with. */
const valuesOf = (matcher: Matcher): readonly (string | number | boolean)[] => {
  if (!isBounds(matcher)) return Array.isArray(matcher) ? matcher : [matcher as string | number];
  const { gte, gt, lte, lt, any = [], none = [] } = matcher;
  const bounds = [gte, gt, lte, lt].filter((bound) => bound !== undefined);
  return [...bounds, ...any, ...none];
};

const kindIn = (file: ProgrammeFile, fact: string): FactKind | undefined => {
  const kind = factKind(fact);
  const asset = file.assets.find((one) => fact === `has.${one.id}`);
  return kind !== undefined && asset?.kind === "pass" ? { ...kind, type: "boolean" } : kind;
};

const fits = (kind: FactKind, value: string | number | boolean): boolean => {
  switch (kind.type) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
    case "money":
    case "points":
      return typeof value === "number" && Number.isSafeInteger(value);
    case "date":
      return typeof value === "string" && isDate(value);
    case "text":
    case "texts":
      return typeof value === "string";
  }
};

const typeWords = {
  boolean: "true or false",
  integer: "a whole number",
  money: "whole minor units",
  points: "whole points",
  date: "a date that exists",
  text: "a word",
  texts: "a word",
} as const;

const isOrdered = (kind: FactKind): boolean => !["boolean", "text", "texts"].includes(kind.type);

const checkType = (asked: Asked, kind: FactKind): readonly Finding[] => {
  const wrong = valuesOf(asked.matcher).find((value) => !fits(kind, value));
  if (wrong !== undefined) {
    const message = `"${asked.fact}" is ${typeWords[kind.type]}, not ${JSON.stringify(wrong)}`;
    return [error("wrong_type", asked.at, message)];
  }
  if (!isBounds(asked.matcher)) return [];
  const { gte, gt, lte, lt, any, none } = asked.matcher;
  const bounded = [gte, gt, lte, lt].some((bound) => bound !== undefined);
  if (bounded && !isOrdered(kind) && asked.fact !== "quarter") {
    return [error("wrong_type", asked.at, `"${asked.fact}" has no order: no gte, gt, lte or lt`)];
  }
  if ((any ?? none) !== undefined && isOrdered(kind) && kind.type !== "date") {
    return [error("wrong_type", asked.at, `"${asked.fact}" is a number: no any or none`)];
  }
  return [];
};

/** Names a value must be one of, where the file or the vocabulary lists them. */
const namesFor = (
  file: ProgrammeFile,
  fact: string,
  kind: FactKind,
): readonly string[] | undefined => {
  if (fact === "card") return file.cards.map((card) => card.type);
  if (fact === "tier" || fact === "giftedTier") return (file.tiers ?? []).map((tier) => tier.id);
  if (fact === "hours") return Object.keys(file.hours ?? {});
  if (fact === "venue" && file.venues !== undefined) return Object.keys(file.venues);
  return kind.values;
};

const checkNames = (file: ProgrammeFile, asked: Asked, kind: FactKind): readonly Finding[] => {
  const names = namesFor(file, asked.fact, kind);
  const unknown = valuesOf(asked.matcher).find(
    (value) => typeof value === "string" && names?.includes(value) === false,
  );
  if (unknown === undefined) return [];
  const message = `"${asked.fact}" is never ${JSON.stringify(unknown)}`;
  const say = asked.fact === "venue" ? warning : error;
  return [say("unknown_value", asked.at, `${message}; known: ${names?.join(", ") ?? ""}`)];
};

const below = (upper: number | string, lower: number | string): boolean =>
  typeof upper === typeof lower && upper < lower;

const cannotHold = (matcher: Matcher): boolean => {
  if (!isBounds(matcher)) return Array.isArray(matcher) && matcher.length === 0;
  const { gte, gt, lte, lt, any, none = [] } = matcher;
  const upper = lte ?? lt;
  const lower = gte ?? gt;
  if (any?.every((one) => none.includes(one)) === true) return true;
  if (upper === undefined || lower === undefined) return false;
  const open = (lt !== undefined && lte === undefined) || (gt !== undefined && gte === undefined);
  return below(upper, lower) || (open && upper === lower);
};

const onlyNone = (matcher: Matcher): boolean =>
  isBounds(matcher) && Object.keys(matcher).every((key) => key === "none");

const checkFamily = (file: ProgrammeFile, asked: Asked): readonly Finding[] => {
  if (!asked.fact.startsWith("has.")) return [];
  const asset = asked.fact.slice("has.".length);
  if (file.assets.some((one) => one.id === asset)) return [];
  return [error("unknown_asset", asked.at, `no asset "${asset}" in this programme`)];
};

const nearest = (fact: string): string =>
  fact.includes(".") ? ` (families: ${Object.keys(factFamilies).join("*, ")}*)` : "";

/** Findings about one match; `stage` absent for conditions of cards, tiers and tasks. */
export const checkMatch = (
  file: ProgrammeFile,
  match: Match | undefined,
  place: { readonly at: string; readonly stage?: Stage },
): readonly Finding[] =>
  Object.entries(match ?? {}).flatMap(([fact, matcher]): readonly Finding[] => {
    const asked = { at: `${place.at}${pointer(fact)}`, fact, matcher };
    const kind = kindIn(file, fact);
    if (kind === undefined) {
      return [error("unknown_fact", asked.at, `no fact "${fact}"${nearest(fact)}`)];
    }
    const findings = [
      ...checkFamily(file, asked),
      ...checkType(asked, kind),
      ...checkNames(file, asked, kind),
    ];
    if (findings.some((finding) => finding.level === "error")) return findings;
    if (cannotHold(matcher)) {
      return [...findings, warning("never_fires", asked.at, `"${fact}" can never be so`)];
    }
    const { stages } = kind;
    if (place.stage === undefined || stages === "all" || stages.includes(place.stage))
      return findings;
    if (onlyNone(matcher)) return findings;
    const message = `"${fact}" is not known at stage ${place.stage}: the rule can never fire`;
    return [...findings, warning("never_fires", asked.at, message)];
  });
