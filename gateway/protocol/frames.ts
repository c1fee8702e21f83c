// The frames on the wire as schemas: requests and the hello. Constants and answers stand in wire.ts.
import Type, { type Static } from "typebox";
import { open } from "./values.ts";

const requestId = Type.Union([Type.String({ maxLength: 64 }), Type.Integer()]);

export const request = Type.Object(
  {
    jsonrpc: Type.Literal("2.0"),
    id: requestId,
    method: Type.String({ minLength: 1, maxLength: 60 }),
    params: Type.Optional(Type.Object({})),
  },
  { additionalProperties: false },
);
export type Request = Static<typeof request>;

export const hello = open({
  gateway: Type.String(),
  build: Type.String(),
  boot: Type.String(),
  protocol: open({ min: Type.Integer(), max: Type.Integer() }),
  nonce: Type.String(),
  auth: Type.Array(Type.String()),
  time: Type.String(),
  limits: open({ frame: Type.Integer(), inflight: Type.Integer(), queue: Type.Integer() }),
});
export type Hello = Static<typeof hello>;
