// What is plugged in and which driver fits it: a score from what is known for sure, and a tie is said, never guessed.
import type { Driver, Hint } from "./driver.ts";
import type { Found } from "./ports/detect.ts";
import { drivers } from "./registry.ts";

type TableHint = Hint & { readonly driver: string; readonly transport: Driver["transport"] };

const hints: readonly TableHint[] = drivers.flatMap(({ id, transport, hints: own = [] }) =>
  own.map((hint) => ({ ...hint, driver: id, transport })),
);

const points = { usagePage: 16, product: 8, vendor: 4, name: 2, transport: 1 } as const;

/** undefined: the hint contradicts what was found. */
const scoreOf = (hint: TableHint, found: Found): number | undefined => {
  if (hint.transport !== found.transport) return undefined;
  let score: number = points.transport;
  if (hint.vendor !== undefined) {
    if (hint.vendor !== found.vendor) return undefined;
    score += points.vendor;
  }
  if (hint.product !== undefined) {
    if (hint.product !== found.product) return undefined;
    score += points.product;
  }
  if (hint.name !== undefined) {
    if (!hint.name.test(found.name)) return undefined;
    score += points.name;
  }
  if (hint.usagePage !== undefined) {
    if (hint.usagePage !== found.usagePage) return undefined;
    score += points.usagePage;
  }
  return score;
};

export interface Match {
  readonly found: Found;
  /** The one driver that fits best; absent when none does or several do equally. */
  readonly driver?: string;
  readonly title?: string;
  /** drivers that fit equally well: a person decides */
  readonly tie: readonly string[];
  /** why this device cannot be told from another one */
  readonly warning?: string;
}

const matchOne = (found: Found): Match => {
  const scored = hints
    .map((hint) => ({ hint, score: scoreOf(hint, found) ?? 0 }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const best = scored.filter(({ score }) => score === scored[0]?.score);
  const names = [...new Set(best.map(({ hint }) => hint.driver))];
  const [first] = best;
  if (first === undefined || names.length > 1) return { found, tie: names };
  return { found, driver: first.hint.driver, title: first.hint.title, tie: [] };
};

/** Two alike without serial numbers can only be told apart by their ports. */
const isTwin = (found: Found, all: readonly Found[]): boolean =>
  found.serial === undefined &&
  found.vendor !== undefined &&
  all.some(
    (other) =>
      other !== found &&
      other.transport === found.transport &&
      other.vendor === found.vendor &&
      other.product === found.product,
  );

/** Everything found with what fits it. Pure: the same things give the same matches. */
export const matchDrivers = (found: readonly Found[]): readonly Match[] =>
  found.map((one) => ({
    ...matchOne(one),
    ...(isTwin(one, found)
      ? { warning: "two alike without serial numbers: pin each to its port" }
      : {}),
  }));
