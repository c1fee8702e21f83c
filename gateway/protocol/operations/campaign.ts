// segment.*, campaign.*: questions about members under a name, and what the house gives on which occasion.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  balance,
  closed,
  count,
  date,
  id,
  language,
  money,
  nullable,
  oneOf,
  open,
  page,
  price,
  record,
  text,
} from "../values.ts";

const value = Type.Union([Type.String({ maxLength: 80 }), Type.Integer(), Type.Boolean()]);
const values = Type.Array(Type.Union([Type.String({ maxLength: 80 }), Type.Integer()]), {
  minItems: 1,
  maxItems: 50,
});
const bound = Type.Union([Type.String({ maxLength: 80 }), Type.Integer()]);
const words = Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 50 });
const matcher = Type.Union([
  value,
  values,
  closed({
    gte: Type.Optional(bound),
    gt: Type.Optional(bound),
    lte: Type.Optional(bound),
    lt: Type.Optional(bound),
    any: Type.Optional(words),
    none: Type.Optional(words),
  }),
]);
/** As `when` of a rule of the programme; all must hold. */
const when = Type.Record(Type.String({ maxLength: 64 }), matcher);
const asking = { segment: Type.Optional(id), when: Type.Optional(when) };
const days = Type.Integer({ minimum: 1, maximum: 3_650 });
const leadDays = Type.Integer({ minimum: 0, maximum: 30 });
const yearlyDay = closed({
  month: Type.Integer({ minimum: 1, maximum: 12 }),
  day: Type.Integer({ minimum: 1, maximum: 31 }),
  calendar: oneOf(["solar", "lunar"]),
});
const trigger = Type.Union([
  closed({ kind: Type.Literal("once") }),
  closed({ kind: Type.Literal("sign_up") }),
  closed({ kind: Type.Literal("birthday"), leadDays }),
  closed({ kind: Type.Literal("holiday"), day: yearlyDay, leadDays }),
  closed({
    kind: Type.Literal("member_day"),
    weekday: oneOf(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
  }),
  closed({
    kind: Type.Literal("member_day"),
    monthDay: Type.Integer({ minimum: 1, maximum: 31 }),
  }),
  closed({ kind: Type.Literal("win_back"), awayDays: days }),
  closed({
    kind: Type.Literal("goal"),
    what: oneOf(["spend", "visit", "night", "topup"]),
    goal: count,
    repeat: Type.Boolean(),
  }),
  closed({ kind: Type.Literal("referral"), spend: money }),
]);
/** What one occasion or one place brings. */
export const gift = closed({
  coupon: Type.Optional(closed({ value: price, minSpend: Type.Optional(price), days })),
  units: Type.Optional(closed({ asset: id, quantity: count, days: Type.Optional(days) })),
});
const state = oneOf(["draft", "active", "ended"]);
const file = {
  name: text(80),
  state,
  from: date,
  to: Type.Optional(date),
  segment: Type.Optional(id),
  trigger,
  gift,
  friend: Type.Optional(gift),
  template: Type.Optional(id),
  stock: Type.Optional(count),
};
const row = open({
  member: Type.String(),
  number: Type.String(),
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  account: Type.String(),
  card: Type.String(),
  tier: Type.Optional(nullable(Type.String())),
  lastVisit: Type.Optional(Type.String()),
  spend12m: Type.Optional(balance),
});
const counted = Type.Integer({ minimum: 0 });

export const campaignOperations = {
  "segment.put": change(
    {
      says:
        "Keeps a question about members under a name: facts as rules of the programme ask them, and " +
        "`sex`, `age`, `region`, `marketing`, `enrolledOn`, `lastVisit`, `daysAway`, `habit`, `coupons`.",
      who: "O",
    },
    { segment: Type.Optional(id), name: text(80), when, withdrawn: Type.Optional(Type.Boolean()) },
    { segment: Type.String() },
  ),
  "segment.list": call(
    { says: "The segments that are kept.", who: "O" },
    {},
    open({
      segments: Type.Array(
        open({
          segment: Type.String(),
          name: Type.String(),
          when: record,
          withdrawn: Type.Boolean(),
        }),
      ),
    }),
  ),
  "segment.members": call(
    {
      says: "Who is in a segment today, or would be by a question; masked. `count` counts all of them.",
      who: "O",
    },
    { ...asking, count: Type.Optional(Type.Boolean()), ...page },
    open({
      members: Type.Array(row),
      count: Type.Optional(counted),
      cursor: Type.Optional(Type.String()),
    }),
  ),
  "segment.export": call(
    {
      says:
        "A segment as a file, 5,000 rows at most; who took it out and why stands in it and on the audit " +
        "log. `reveal`: names and phones in full.",
      who: "O",
      rights: ["manager"],
    },
    {
      ...asking,
      format: oneOf(["csv", "xlsx"]),
      lang: Type.Optional(language),
      reason: text(),
      reveal: Type.Optional(Type.Boolean()),
    },
    open({
      count: counted,
      file: open({ name: Type.String(), type: Type.String(), data: Type.String() }),
    }),
  ),
  "campaign.put": change(
    {
      says:
        "Enters, starts or ends a campaign. Its gift is given once for each occasion; once it runs, what " +
        "it gives stands.",
      who: "O",
      rights: ["manager"],
    },
    { campaign: Type.Optional(id), ...file },
    { campaign: Type.String(), state },
  ),
  "campaign.list": call(
    { says: "The campaigns, and how much each has given.", who: "O" },
    {},
    open({
      campaigns: Type.Array(
        open({ campaign: Type.String(), ...file, given: counted, cost: balance }),
      ),
    }),
  ),
  "campaign.preview": call(
    { says: "How many gifts a campaign would give today, to whom, and their worth.", who: "O" },
    { campaign: id },
    open({
      on: date,
      gifts: counted,
      cost: balance,
      members: Type.Array(row),
      runs: Type.Boolean(),
    }),
  ),
  "campaign.run": change(
    {
      says: "Gives now what a running campaign owes; the store does so by itself every business day.",
      who: "O",
      rights: ["manager"],
    },
    { campaign: id },
    { campaign: Type.String(), given: counted },
  ),
};
