// member.glance: what a person behind the counter should know before she speaks. Reads only; no day of birth, no sum.
import { addDays } from "../../programme/dates.ts";
import type { JsonObject } from "../../json.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { err, ok, type Result } from "../../result.ts";
import { isBirthday } from "../account/birthday.ts";
import { customOf } from "../account/customer-class.ts";
import type { Context, View } from "../contract.ts";
import { couponState } from "../coupon/find.ts";
import type { Account, Card, Member } from "../state.ts";

/** Vouchers and birthdays are told this long before, days. */
const soonDays = 7;

/** What makes a cashier look twice: owed money, a deposit held, an expired card, a blocked PIN. */
type Flag = "tab_owed" | "held" | "card_expired" | "pin_blocked";

const birthdayOf = (member: Member, today: string): JsonObject => {
  const { birthday } = member;
  if (birthday === undefined) return {};
  for (let days = 0; days < soonDays; days += 1)
    if (isBirthday(birthday, addDays(today, days))) return { birthday: { inDays: days } };
  return {};
};

const endingSoon = (view: Pick<View, "get">, account: Account, today: string): JsonObject => {
  const ending = account.coupons.flatMap((id) => {
    const coupon = view.get("coupon", id);
    const { expiresOn } = coupon ?? {};
    const counts =
      coupon !== undefined && couponState(coupon, today) === "open" && expiresOn !== undefined;
    return counts && expiresOn < addDays(today, soonDays) ? [expiresOn] : [];
  });
  const [on] = ending.toSorted();
  return on === undefined ? {} : { couponsEnding: { count: ending.length, on } };
};

const flagsOf = (account: Account, card: Card, today: string): readonly Flag[] => [
  ...((account.receivable ?? 0) > 0 ? (["tab_owed"] as const) : []),
  ...(account.holds.length > 0 ? (["held"] as const) : []),
  ...(card.validTo !== null && card.validTo < today ? (["card_expired"] as const) : []),
  ...(card.pin?.blocked === true ? (["pin_blocked"] as const) : []),
];

/** → `{class, visits, lastVisit?, birthday?: {inDays}, couponsEnding?: {count, on}, flags}` */
export const glance = (
  view: Pick<View, "get">,
  id: string,
  { moment }: Pick<Context, "moment">,
): Result<JsonObject, Refusal> => {
  const account = view.get("account", id);
  const member = account === undefined ? undefined : view.get("member", account.member);
  const card = account === undefined ? undefined : view.get("card", account.card);
  if (account === undefined || member === undefined || card === undefined)
    return err(refusal("not_found", { account: id }));
  const today = moment.businessDate;
  return ok({
    ...customOf(account.history, today),
    ...birthdayOf(member, today),
    ...endingSoon(view, account, today),
    flags: [...flagsOf(account, card, today)],
  });
};
