// ranking.*: who spent, came or brought the most in a period, and prizes for it, given once.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { approval, balance, closed, date, money, oneOf, open, text } from "../values.ts";
import { gift } from "./campaign.ts";

const by = oneOf(["spend", "visit", "night", "topup", "referral"]);
const period = {
  by,
  /** business days, both included */
  from: date,
  to: date,
  /** referral: a newcomer counts who has spent so much in the period */
  spend: Type.Optional(money),
};
const place = Type.Integer({ minimum: 1, maximum: 100 });
const row = {
  place: Type.Integer(),
  member: Type.String(),
  number: Type.String(),
  name: Type.String(),
  account: Type.String(),
  value: balance,
};
const award = open({
  name: Type.String(),
  by,
  from: date,
  to: date,
  on: date,
  approvedBy: Type.String(),
  cost: balance,
  winners: Type.Integer(),
});

export const rankingOperations = {
  "ranking.list": call(
    {
      says:
        "Members by what they came to in a period, the best first, masked: spending, visits, nights, " +
        "top-ups, or newcomers they brought. Employees and cards that are lost or blocked do not count; " +
        "of two with as much the older account stands first. `awards`: prizes given so far.",
      who: "O",
    },
    { ...period, limit: Type.Optional(place) },
    open({ rows: Type.Array(open(row)), awards: Type.Array(award) }),
  ),
  "ranking.award": change(
    {
      says:
        "Gives the prizes of a period that is over, in one entry, once: a second award of the same " +
        "period is refused. Money and points given by hand need a second person.",
      who: "O",
      rights: ["manager"],
    },
    {
      name: text(80),
      ...period,
      /** for the places down to `upTo` that no earlier prize is for */
      prizes: Type.Array(closed({ upTo: place, gift }), { minItems: 1, maxItems: 10 }),
      approval: Type.Optional(approval),
    },
    { ranking: Type.String(), granted: Type.Integer(), cost: balance },
  ),
};
