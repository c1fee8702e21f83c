// member.*: the people of the programme. Personal data leaves masked unless the role grants it.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  date,
  id,
  identity,
  money,
  oneOf,
  open,
  page,
  quantities,
  record,
  text,
} from "../values.ts";

const agreement = Type.Object(
  {
    number: text(60),
    from: Type.Optional(date),
    to: Type.Optional(date),
    prices: Type.Record(Type.String({ maxLength: 64 }), money),
  },
  { additionalProperties: false },
);
const birthday = Type.Object(
  { date, calendar: oneOf(["solar", "lunar"]) },
  { additionalProperties: false },
);
const consent = Type.Object(
  { rules: Type.Boolean(), marketing: Type.Boolean() },
  { additionalProperties: false },
);
const file = {
  phone: Type.Optional(text(30)),
  sex: Type.Optional(text(20)),
  birthday: Type.Optional(birthday),
  identity: Type.Optional(identity),
  class: Type.Optional(oneOf(["ordinary", "agreement", "special"])),
  referrer: Type.Optional(id),
  contacts: Type.Optional(record),
  attributes: Type.Optional(record),
  agreement: Type.Optional(agreement),
};
const memberView = {
  member: Type.String(),
  number: Type.String(),
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  class: Type.String(),
  accounts: Type.Array(Type.String()),
};

export const memberOperations = {
  "member.enrol": change(
    { says: "Enters a new member.", who: "COI" },
    { name: text(80), ...file, consent },
    { member: Type.String(), number: Type.String() },
  ),
  "member.get": call(
    {
      says: "A member's file; `reveal` shows name and phone in full and is written to the audit log.",
      who: "KCOI",
    },
    { member: id, reveal: Type.Optional(Type.Boolean()), reason: Type.Optional(text()) },
    open({
      ...memberView,
      enrolledOn: Type.Optional(Type.String()),
      /** the file that goes on, where two were one person's */
      mergedInto: Type.Optional(Type.String()),
      consent: Type.Optional(open({ rules: Type.Boolean(), marketing: Type.Boolean() })),
      /** no year where the member keeps it to herself */
      birthday: Type.Optional(
        open({
          month: Type.Integer(),
          day: Type.Integer(),
          year: Type.Optional(Type.Integer()),
          calendar: oneOf(["solar", "lunar"]),
        }),
      ),
      /** kiosks, instead of the day itself */
      birthdayKnown: Type.Optional(Type.Boolean()),
      cards: Type.Optional(
        Type.Array(
          open({
            card: Type.String(),
            type: Type.String(),
            state: Type.String(),
            account: Type.String(),
            number: Type.String(),
          }),
        ),
      ),
    }),
  ),
  "member.find": call(
    {
      says: "Finds members by card, number, phone or name; `text` is any of them as it is typed, or pinyin initials, the phone's last four digits, or both.",
      who: "COI",
    },
    {
      text: Type.Optional(text(80)),
      token: Type.Optional(id),
      card: Type.Optional(id),
      number: Type.Optional(text(40)),
      phone: Type.Optional(text(30)),
      name: Type.Optional(text(80)),
      ...page,
    },
    open({
      members: Type.Array(
        open({
          ...memberView,
          cards: Type.Optional(
            Type.Array(
              open({
                card: Type.String(),
                type: Type.String(),
                state: Type.String(),
                account: Type.String(),
                number: Type.String(),
              }),
            ),
          ),
        }),
      ),
      cursor: Type.Optional(Type.String()),
    }),
  ),
  "member.glance": call(
    {
      says: "What a cashier should know of an account's holder: class by her visits, a birthday within the week, vouchers that end within it, flags.",
      who: "CO",
    },
    { account: id },
    open({
      class: oneOf(["loyal", "regular", "returning", "passing", "casual", "lapsed"]),
      /** within a year */
      visits: Type.Integer(),
      lastVisit: Type.Optional(date),
      /** 0: today */
      birthday: Type.Optional(open({ inDays: Type.Integer() })),
      couponsEnding: Type.Optional(open({ count: Type.Integer(), on: date })),
      flags: Type.Array(oneOf(["tab_owed", "held", "card_expired", "pin_blocked"])),
    }),
  ),
  "member.update": change(
    {
      says: "Changes the named fields of a member's file; at a kiosk the guest's own word on marketing.",
      who: "KCOI",
    },
    { member: id, name: Type.Optional(text(80)), ...file, consent: Type.Optional(consent) },
    { member: Type.String() },
  ),
  "member.relate": change(
    {
      says: "Says what another member is to this one (both files show it); without `as` they part.",
      who: "CO",
    },
    {
      member: id,
      other: id,
      as: Type.Optional(oneOf(["spouse", "parent", "child", "sibling", "friend", "colleague"])),
    },
    {
      member: Type.String(),
      relations: Type.Array(open({ member: Type.String(), as: Type.String() })),
    },
  ),
  "member.duplicates": call(
    {
      says:
        "Files that may be one person's: the same phone number or document. `sure`: under the same name as " +
        "well.",
      who: "O",
    },
    { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) },
    open({
      pairs: Type.Array(
        open({
          why: oneOf(["phone", "identity"]),
          sure: Type.Boolean(),
          members: Type.Array(open(memberView)),
        }),
      ),
    }),
  ),
  "member.merge": change(
    {
      says:
        "Makes two files of one person one: what the second holds moves to the one that goes on, her cards " +
        "follow. Asked again, it moves what has come in since.",
      who: "O",
      rights: ["manager"],
    },
    { member: id, into: id, approval: Type.Optional(approval) },
    { member: Type.String(), into: Type.String(), moved: quantities },
  ),
  "member.history": call(
    { says: "What happened to a member or account, newest first, by cursor.", who: "KCOI" },
    { member: Type.Optional(id), account: Type.Optional(id), ...page },
    open({
      entries: Type.Array(
        open({
          entry: Type.String(),
          op: Type.String(),
          at: Type.String(),
          receipt: Type.Optional(Type.String()),
          /** of a bill, in the cashier's words; never told to a kiosk */
          note: Type.Optional(Type.String()),
        }),
      ),
      cursor: Type.Optional(Type.String()),
    }),
  ),
  "member.note": change(
    { says: "Adds a note to a member's file.", who: "COI" },
    { member: id, text: text(1_000) },
    { note: Type.String() },
  ),
  "member.export": call(
    { says: "Everything kept about a member, for the member.", who: "CO" },
    { member: id, approval: Type.Optional(approval) },
    open({ member: record }),
  ),
  "member.erase": change(
    { says: "Shreds a member's personal data; the money stays under a pseudonym.", who: "CO" },
    { member: id, reason: Type.Optional(text()), approval: Type.Optional(approval) },
    { member: Type.String(), erased: Type.Boolean() },
  ),
};
