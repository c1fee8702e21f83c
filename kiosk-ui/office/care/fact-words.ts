// Facts of a segment as people read them: names, kinds, choices, values. Words of the programme come from the store.
import { type Condition, type FactKind, kindOf, offered } from "../../charts/office/segment.ts";
import type { Office } from "../office.ts";
import { typedOf } from "./fields.ts";
import type { CareWord, SayCare } from "./words.ts";

const habits = ["loyal", "regular", "returning", "passing", "casual", "lapsed"] as const;

export const kindIn = ({ info }: Office, fact: string): FactKind => {
  const money = (info?.assets ?? []).filter(({ kind }) => kind === "money");
  return kindOf(fact, new Set(money.map(({ id }) => id))) ?? "text";
};

export const factName = ({ info }: Office, say: SayCare, fact: string): string => {
  if (Object.hasOwn(offered, fact)) return say(`fact.${fact}` as CareWord);
  const id = fact.slice(4);
  return say("fact.has", { asset: info?.assets.find((one) => one.id === id)?.name ?? id });
};

/** Every fact the form offers, with its name. */
export const factsIn = (office: Office, say: SayCare): readonly (readonly [string, string])[] => {
  const held = (office.info?.assets ?? [])
    .filter(({ kind }) => ["money", "points", "count"].includes(kind))
    .map(({ id }) => `has.${id}`);
  return [...Object.keys(offered), ...held].map((fact) => [fact, factName(office, say, fact)]);
};

/** What may be chosen; undefined: it is typed. */
export const optionsFor = (
  { info }: Office,
  say: SayCare,
  kind: FactKind,
): readonly (readonly [string, string])[] | undefined => {
  switch (kind) {
    case "tier":
      return (info?.tiers ?? []).map(({ id, name }) => [id, name ?? id]);
    case "card":
      return (info?.cards ?? []).map(({ type, name }) => [type, name ?? type]);
    case "habit":
      return habits.map((habit) => [habit, say(`habit.${habit}`)]);
    case "sex":
      return (["female", "male"] as const).map((sex) => [sex, say(`sex.${sex}`)]);
    case "flag":
      return (["yes", "no"] as const).map((flag) => [flag, say(`flag.${flag}`)]);
    case "count":
    case "day":
    case "money":
    case "text":
    case "units":
      return undefined;
  }
};

/** As a field holds it. */
export const typedValue = (office: Office, { fact, value }: Condition): string => {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" && kindIn(office, fact) === "money"
    ? typedOf(value, office.reading)
    : String(value);
};

export const conditionText = (office: Office, say: SayCare, condition: Condition): string => {
  const { fact, operator } = condition;
  const typed = typedValue(office, condition);
  const options = optionsFor(office, say, kindIn(office, fact));
  const value = options?.find(([id]) => id === typed)?.[1] ?? typed;
  return `${factName(office, say, fact)} ${say(`op.${operator}`)} ${value}`;
};
