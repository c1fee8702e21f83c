// What a store tells head office of itself beside its books: its stations and its programme (Beat.facts).
import Type, { type Static } from "typebox";
import { Value } from "typebox/value";
import type { Json } from "../json.ts";

const storeFacts = Type.Object({
  programme: Type.Object({ id: Type.String(), version: Type.Integer() }),
  stations: Type.Array(
    Type.Object({
      station: Type.String(),
      role: Type.String(),
      name: Type.String(),
      connected: Type.Boolean(),
      revoked: Type.Boolean(),
    }),
    { maxItems: 500 },
  ),
});

export type StoreFacts = Static<typeof storeFacts>;

/** Undefined where they have another shape: told by another build. */
export const readFacts = (facts: Json | undefined): StoreFacts | undefined =>
  Value.Check(storeFacts, facts) ? facts : undefined;
