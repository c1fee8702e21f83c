// voucher.*: vouchers that are nobody's by name: sold or handed out, good for whoever shows the code.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  balance,
  closed,
  date,
  id,
  nullable,
  oneOf,
  open,
  page,
  price,
  tenders,
  text,
} from "../values.ts";

const terms = {
  /** of each, minor units */
  value: price,
  count: Type.Integer({ minimum: 1, maximum: 50 }),
  expiresOn: Type.Optional(date),
  /** only for bills of so much and more */
  minSpend: Type.Optional(price),
};
const made = Type.Array(open({ coupon: Type.String(), code: Type.String() }));
const receipt = { receipt: Type.String(), job: Type.Optional(Type.String()) };
const how = oneOf(["sold", "handed"]);
const state = oneOf(["open", "used", "expired", "void"]);
const sum = open({ count: Type.Integer(), amount: balance });

export const voucherOperations = {
  "voucher.sell": change(
    {
      says: "Sells bearer vouchers for what they are worth; owed to whoever holds them.",
      who: "C",
    },
    { ...terms, tenders },
    { vouchers: made, due: balance, change: Type.Optional(balance), ...receipt },
  ),
  "voucher.hand": change(
    {
      says: "Hands out bearer vouchers for nothing, with a reason and a second person.",
      who: "O",
      rights: ["manager"],
    },
    { ...terms, reason: text(), approval: Type.Optional(approval) },
    { vouchers: made, ...receipt },
  ),
  "voucher.takeBack": change(
    {
      says: "Takes a sold bearer voucher back, unused, and pays its money out; a manager's errand.",
      who: "C",
    },
    {
      /** id or printed code */
      coupon: text(64),
      reason: text(),
      tender: Type.Optional(text(40)),
      approval: Type.Optional(approval),
    },
    { coupon: Type.String(), paid: balance, ...receipt },
  ),
  "voucher.list": call(
    {
      says:
        "The bearer vouchers with what became of them, newest first, their codes masked; `open` is " +
        "what the house owes to their holders.",
      who: "CO",
    },
    {
      filter: Type.Optional(closed({ state: Type.Optional(state), how: Type.Optional(how) })),
      ...page,
    },
    open({
      vouchers: Type.Array(
        open({
          coupon: id,
          /** its last four signs */
          code: Type.String(),
          value: balance,
          state,
          how,
          on: date,
          expiresOn: nullable(date),
        }),
      ),
      /** of all of them, whatever the filter */
      totals: open({ open: sum, used: sum, expired: sum, void: sum }),
      cursor: Type.Optional(Type.String()),
    }),
  ),
};
