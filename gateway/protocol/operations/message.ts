// message.*: what is written to members, and what became of it. Consent and number are the store's to keep.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { closed, id, instant, language, oneOf, open, page, record, text } from "../values.ts";

const channel = oneOf(["email", "http"]);
const words = closed({
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\r\\n]*$" })),
  body: text(4_000),
});
const texts = Type.Record(language, words);
const membersMax = 500;
const counted = Type.Integer({ minimum: 0 });

export const messageOperations = {
  "message.putTemplate": change(
    {
      says:
        "Enters or changes a template; places: `{name}`, `{number}`, `{store}`, `{balance:<asset>}`, and " +
        "with a campaign's voucher `{coupon}`, `{value}`, `{until}`. Marketing needs consent and is at most `perWeek` (2) a member in seven days.",
      who: "O",
      rights: ["manager"],
    },
    {
      template: Type.Optional(id),
      name: text(80),
      channel,
      marketing: Type.Boolean(),
      perWeek: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
      texts,
      active: Type.Optional(Type.Boolean()),
    },
    { template: Type.String() },
  ),
  "message.templates": call(
    { says: "The templates, and which channels this store has.", who: "O" },
    {},
    open({
      channels: Type.Array(channel),
      templates: Type.Array(
        open({
          template: Type.String(),
          name: Type.String(),
          channel,
          marketing: Type.Boolean(),
          perWeek: Type.Integer(),
          texts,
          active: Type.Boolean(),
        }),
      ),
    }),
  ),
  "message.preview": call(
    { says: "A template's words as one member would read them, her name masked.", who: "O" },
    { name: text(80), texts, member: id, lang: Type.Optional(language) },
    open({ lang: Type.String(), subject: Type.String(), body: Type.String() }),
  ),
  "message.send": change(
    {
      says: "Writes to members by a template; who may not be written to is named with the reason.",
      who: "O",
      rights: ["manager"],
    },
    { template: id, members: Type.Array(id, { minItems: 1, maxItems: membersMax }) },
    {
      queued: counted,
      skipped: Type.Array(
        open({ member: Type.String(), code: Type.String(), params: Type.Optional(record) }),
      ),
    },
  ),
  "message.list": call(
    { says: "Messages, oldest first, and what became of them.", who: "O" },
    {
      member: Type.Optional(id),
      state: Type.Optional(oneOf(["queued", "sent", "failed"])),
      ...page,
    },
    open({
      messages: Type.Array(
        open({
          message: Type.String(),
          member: Type.String(),
          template: Type.String(),
          channel,
          state: oneOf(["queued", "sent", "failed"]),
          at: instant,
          endedAt: Type.Optional(instant),
          why: Type.Optional(Type.String()),
        }),
      ),
      cursor: Type.Optional(Type.String()),
    }),
  ),
};
