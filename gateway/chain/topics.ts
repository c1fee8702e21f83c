// What head office steers by: the topics of the control stream and their shapes. What does not have its shape is as
// if it had never been said.
import Type, { type Static } from "typebox";
import { Value } from "typebox/value";
import type { Json } from "../json.ts";
import type { Control } from "./stream.ts";

const storeId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" });
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const instant = Type.String({ minLength: 20, maxLength: 35 });
const share = Type.Integer({ minimum: 0, maximum: 10_000 });
const storesMax = 5_000;

/** The stores of the chain; franchisees are legal entities of their own. */
const shops = Type.Object({
  shops: Type.Array(
    Type.Object({
      store: storeId,
      name: Type.String({ minLength: 1, maxLength: 80 }),
      kind: Type.Union([Type.Literal("own"), Type.Literal("franchise")]),
      entity: Type.String({ minLength: 1, maxLength: 80 }),
    }),
    { maxItems: storesMax },
  ),
});

/** What claims between stores are worth, in basis points. */
const clearing = Type.Object({
  shareBp: Type.Object({
    principal: share,
    bonus: share,
    deferred: share,
    voucher: share,
    breakage: share,
  }),
  pointsMinorPerThousand: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
});

/** A version of the programme and the stores that run it, a stage at a time; `*`: all others. */
const rollOut = Type.Object({
  programme: Type.String({ minLength: 1, maxLength: 60 }),
  version: Type.Integer({ minimum: 1 }),
  /** the programme file as published at head office, and the cases it was published with */
  file: Type.Object({}),
  cases: Type.Array(Type.Object({}), { maxItems: 500 }),
  stages: Type.Array(
    Type.Object({
      stores: Type.Array(Type.Union([storeId, Type.Literal("*")]), { maxItems: storesMax }),
      from: day,
    }),
    { minItems: 1, maxItems: 20 },
  ),
  at: instant,
  by: Type.String(),
  /** no store that has not begun with it begins any more */
  halted: Type.Boolean(),
});

/** Stations of one store that may not come in any more. */
const revoked = Type.Object({
  stations: Type.Array(Type.Object({ station: Type.String({ maxLength: 60 }), at: instant }), {
    maxItems: 1_000,
  }),
});

/** Settlements that were paid: entity pairs and spans. */
const settled = Type.Object({
  paid: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      span: Type.Object({ from: day, to: day }),
      amount: Type.Integer({ minimum: 0 }),
      at: instant,
      by: Type.String(),
    }),
    { maxItems: 20_000 },
  ),
});

/** Stores whose files are worth nothing any more: what head office has ordered, and what was carried out. */
const shutOut = Type.Object({
  stores: Type.Array(Type.Object({ store: storeId, at: instant, by: Type.String() }), {
    maxItems: storesMax,
  }),
});
const wasShutOut = Type.Object({
  stores: Type.Array(
    Type.Object({ store: storeId, at: instant, files: Type.Integer({ minimum: 0 }) }),
    { maxItems: storesMax },
  ),
});

/** From where the stream goes on after it was lost, cut short or found split (healing.ts). */
const base = Type.Object({
  stream: Type.String({ minLength: 1, maxLength: 80 }),
  cut: Type.Integer({ minimum: 0 }),
  gseq: Type.Integer({ minimum: 1 }),
  root: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});

const schemas = {
  shops,
  clearing,
  rollOut,
  revoked,
  settled,
  shutOut,
  wasShutOut,
  base,
} as const;

export type TopicValues = { readonly [T in keyof typeof schemas]: Static<(typeof schemas)[T]> };
export type TopicName = keyof TopicValues;

/** `revoked` is said to one store at a time, the others to all. */
export const topicOf = (name: TopicName, store?: string): string =>
  store === undefined ? name : `${name}.${store}`;

/** Undefined: not said, or not in its shape. */
export const readTopic = <T extends TopicName>(
  name: T,
  control: Control | undefined,
): TopicValues[T] | undefined => {
  const value: Json | undefined = control?.value;
  // the schema is the one the type was made of
  return Value.Check(schemas[name], value) ? (value as TopicValues[T]) : undefined;
};
