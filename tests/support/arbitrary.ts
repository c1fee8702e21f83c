// Arbitrary values of a schema: whatever the protocol lets through, however odd. For tests that ask
// whether the rooms behind it can be broken by it.
import { fc } from "./seeded.ts";
import type Type from "typebox";

interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Hints {
  /** values worth trying wherever an id may stand */
  readonly ids: () => readonly string[];
}

const arrayMax = 4;

const usualDays = ["2024-03-10", "2024-03-11", "2024-03-12", "2025-02-28"] as const;
const oddDays = ["2024-02-30", "2023-02-29", "2024-04-31", "0000-01-01", "9999-12-31"] as const;
/** Days near the tests' own, days that do not exist, and the ends of the calendar. */
const days = fc.constantFrom(...usualDays, ...oddDays);

/** Names that every object has without having been given them: no map keyed by what callers say may know them. */
const inherited = ["__proto__", "constructor", "toString", "valueOf"];

const text = (shape: Shape, hints: Hints): fc.Arbitrary<unknown> => {
  const { pattern = "", minLength = 0, maxLength = 20 } = shape;
  const fits = new RegExp(pattern);
  const odd = inherited.filter(
    (name) => fits.test(name) && name.length >= minLength && name.length <= maxLength,
  );
  const usual = usualText(shape, hints);
  if (odd.length === 0) return usual;
  return fc.oneof({ weight: 12, arbitrary: usual }, fc.constantFrom(...odd));
};

const usualText = (shape: Shape, hints: Hints): fc.Arbitrary<unknown> => {
  const { pattern, minLength = 0, maxLength = 20 } = shape;
  if (pattern?.includes("x21") === true) {
    const known = fc.nat().map((at) => hints.ids()[at % Math.max(1, hints.ids().length)] ?? "x");
    return fc.oneof({ weight: 5, arbitrary: known }, fc.stringMatching(/^[!-~]{1,20}$/));
  }
  if (pattern !== undefined) {
    const any = fc.stringMatching(new RegExp(pattern));
    return new RegExp(pattern).test("2024-03-11") ? fc.oneof(days, any) : any;
  }
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20), unit: "grapheme" });
};

const whole = ({ minimum = -1_000_000, maximum = 100_000_000_000 }: Shape): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 60_000)) }),
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: minimum, max: maximum }),
  );

const object = (shape: Shape, hints: Hints): fc.Arbitrary<unknown> => {
  const [values] = Object.values(shape.patternProperties ?? {});
  if (values !== undefined) {
    return fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), valuesOf(values, hints), {
      maxKeys: arrayMax,
    });
  }
  const properties = Object.entries(shape.properties ?? {}).map(
    ([name, value]) => [name, valuesOf(value, hints)] as const,
  );
  const requiredKeys = [...(shape.required ?? [])];
  return fc.record(Object.fromEntries(properties), { requiredKeys });
};

const valuesOf = (shape: Shape, hints: Hints): fc.Arbitrary<unknown> => {
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (shape.anyOf !== undefined) {
    return fc.oneof(...shape.anyOf.map((one) => valuesOf(one, hints)));
  }
  switch (shape.type) {
    case "object":
      return object(shape, hints);
    case "array":
      return fc.array(valuesOf(shape.items ?? {}, hints), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.max(arrayMax, shape.minItems ?? 0),
      });
    case "string":
      return text(shape, hints);
    case "integer":
      return whole(shape);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case undefined:
    default:
      return fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 8 }));
  }
};

/** Values that the schema lets through. `id` patterns prefer the hinted ids. */
export const arbitraryOf = (schema: Type.TSchema, hints: Hints): fc.Arbitrary<unknown> =>
  valuesOf(schema as unknown as Shape, hints);
