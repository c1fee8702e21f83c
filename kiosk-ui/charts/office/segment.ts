// A segment as the office's form shows it: conditions on facts, one row each, and the question they make. Pure.

/** How a fact is asked for. */
export type Operator = "is" | "atLeast" | "atMost";

export interface Condition {
  readonly fact: string;
  readonly operator: Operator;
  readonly value: string | number | boolean;
}

export type Bounds = { readonly gte?: string | number; readonly lte?: string | number };
/** As the protocol takes it. */
export type Question = Readonly<Record<string, string | number | boolean | Bounds>>;

/** What the form offers: facts by what they hold, and how they may be asked. */
export const offered = {
  tier: "tier",
  card: "card",
  habit: "habit",
  sex: "sex",
  region: "text",
  age: "count",
  spend12m: "money",
  visits12m: "count",
  daysAway: "count",
  birthdayMonth: "flag",
  marketing: "flag",
  enrolledOn: "day",
  coupons: "count",
} as const;

export type FactKind = (typeof offered)[keyof typeof offered] | "units";

/** `money` and `units` of an asset by `has.<asset>`; undefined: the form does not know it. */
export const kindOf = (fact: string, moneyAssets: ReadonlySet<string>): FactKind | undefined => {
  if (fact.startsWith("has.")) return moneyAssets.has(fact.slice(4)) ? "money" : "units";
  return Object.hasOwn(offered, fact) ? offered[fact as keyof typeof offered] : undefined;
};

export const operatorsOf = (kind: FactKind): readonly Operator[] =>
  kind === "money" || kind === "units" || kind === "count" || kind === "day"
    ? ["atLeast", "atMost"]
    : ["is"];

const isBounds = (asked: unknown): asked is Bounds =>
  typeof asked === "object" && asked !== null && !Array.isArray(asked);

/** All conditions as one question; two bounds of one fact become a span. */
export const questionOf = (conditions: readonly Condition[]): Question => {
  const question: Record<string, Question[string]> = {};
  for (const { fact, operator, value } of conditions) {
    const before = question[fact];
    if (operator === "is" || typeof value === "boolean") question[fact] = value;
    else {
      const bounds = isBounds(before) ? before : {};
      question[fact] = { ...bounds, [operator === "atLeast" ? "gte" : "lte"]: value };
    }
  }
  return question;
};

/** The rows of a kept question; undefined where it asks what the form cannot show. */
export const conditionsOf = (
  question: Readonly<Record<string, unknown>>,
): readonly Condition[] | undefined => {
  const rows: Condition[] = [];
  for (const [fact, asked] of Object.entries(question)) {
    if (typeof asked === "string" || typeof asked === "number" || typeof asked === "boolean") {
      rows.push({ fact, operator: "is", value: asked });
      continue;
    }
    if (!isBounds(asked)) return undefined;
    const { gte, lte, ...others } = asked;
    if (Object.keys(others).length > 0) return undefined;
    if (gte !== undefined) rows.push({ fact, operator: "atLeast", value: gte });
    if (lte !== undefined) rows.push({ fact, operator: "atMost", value: lte });
  }
  return rows;
};
