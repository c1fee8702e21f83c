// webhook.*: where the store tells other systems what happened (Standard Webhooks).
import Type from "typebox";
import { call, change } from "../operation.ts";
import { id, instant, oneOf, open, text } from "../values.ts";

const topics = Type.Array(text(60), { minItems: 1, maxItems: 50 });
const shown = {
  webhook: Type.String(),
  url: Type.String(),
  topics: Type.Array(Type.String()),
  state: oneOf(["active", "paused", "given_up"]),
};

export const webhookOperations = {
  "webhook.put": change(
    {
      says:
        "Enters or changes an endpoint. `topics` are operations, or beginnings of some (`bill.`); " +
        "`state: active` takes up again where it was given up; `rotate` makes a new secret.",
      who: "O",
      rights: ["manager"],
    },
    {
      webhook: Type.Optional(id),
      url: Type.Optional(text(500)),
      topics: Type.Optional(topics),
      description: Type.Optional(text()),
      state: Type.Optional(oneOf(["active", "paused"])),
      rotate: Type.Optional(Type.Boolean()),
    },
    {
      ...shown,
      /** told when it was made: with a new endpoint, or by `rotate` */
      secret: Type.Optional(Type.String()),
    },
  ),
  "webhook.list": call(
    { says: "The endpoints, and how their deliveries stand.", who: "O" },
    {},
    open({
      /** hosts that may be named at all */
      hosts: Type.Array(Type.String()),
      webhooks: Type.Array(
        open({
          ...shown,
          description: Type.Optional(Type.String()),
          at: instant,
          pending: Type.Integer(),
          lastTakenAt: Type.Optional(instant),
          failing: Type.Optional(
            open({ why: Type.String(), tries: Type.Integer(), nextTryAt: instant }),
          ),
        }),
      ),
    }),
  ),
  "webhook.remove": change(
    { says: "Removes an endpoint; nothing more is sent to it.", who: "O", rights: ["manager"] },
    { webhook: id },
    { webhook: Type.String(), removed: Type.Boolean() },
  ),
};
