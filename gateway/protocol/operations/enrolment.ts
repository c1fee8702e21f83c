// enrolment.*: head office holds a signed bundle ready for a store; the store's machine takes it with a code.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { id, instant, open, text } from "../values.ts";

const storeName = Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" });
/** a bundle of up to 500 kB, base64 */
const bundle = Type.String({ minLength: 4, maxLength: 700_000, pattern: "^[A-Za-z0-9+/]+={0,2}$" });
const machine = Type.String({ pattern: "^[0-9a-f]{16}$" });

export const enrolmentOperations = {
  "enrolment.offer": change(
    {
      says: "Holds a signed bundle ready for a store that is being opened, behind a code.",
      who: "O",
      rights: ["manager"],
    },
    {
      store: storeName,
      bundle,
      /** how long the code is good; 14 unless told otherwise */
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 14 })),
    },
    { enrolment: Type.String(), code: Type.String(), expiresAt: instant },
  ),
  "enrolment.list": call(
    { says: "What is held ready, with codes and who has taken it.", who: "O", rights: ["manager"] },
    {},
    open({
      enrolments: Type.Array(
        open({
          enrolment: Type.String(),
          store: Type.String(),
          code: Type.String(),
          expiresAt: instant,
          machine: Type.Optional(Type.String()),
          takenAt: Type.Optional(instant),
        }),
      ),
    }),
  ),
  "enrolment.withdraw": change(
    { says: "Takes a bundle back: its code is worth nothing.", who: "O", rights: ["manager"] },
    { enrolment: id },
    { enrolment: Type.String() },
  ),
  "enrolment.take": call(
    {
      says: "Gives a new store's machine its bundle for a code, before any session; one machine a code.",
      who: "*",
      staff: false,
    },
    { code: text(20), machine },
    open({ store: Type.String(), bundle: Type.String() }),
  ),
};
