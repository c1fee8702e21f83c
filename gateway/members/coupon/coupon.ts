// coupon.issue, coupon.get, coupon.void: vouchers as a means of payment, one use each, no change.
import type { JsonObject } from "../../json.ts";
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { isDate } from "../../programme/dates.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Coupon } from "./file.ts";
import type { VoucherEnded, VoucherIssued } from "./events.ts";
import { codeOf, couponIdOf, couponRefusal, couponRoots, couponState } from "./find.ts";

export interface IssueCouponParams {
  readonly account: string;
  readonly kind: "voucher";
  readonly value: number;
  /** last good day */
  readonly expiresOn?: string;
  /** only for bills of so much and more, minor units */
  readonly minSpend?: number;
  readonly reason: string;
}

export interface CouponParams {
  readonly coupon: string;
}

/** Open vouchers an account may have. */
const couponsMax = 200;

/** A voucher for an account, its event and its lines; what it is worth is owed from the day it is given. */
export const newVoucher = (
  context: Context,
  given: Pick<Coupon, "value" | "expiresOn" | "minSpend" | "campaign"> & {
    readonly account: string;
    readonly reason: string;
  },
): {
  readonly coupon: string;
  readonly code: string;
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
} => {
  const { reason, ...terms } = given;
  const coupon = context.newId("v");
  const code = codeOf(coupon);
  const file: Coupon = { ...terms, code, state: "open" };
  const unit = context.programme.currency;
  const { value } = terms;
  return {
    coupon,
    code,
    events: [happened<VoucherIssued>({ type: "VoucherIssued", coupon, file, reason })],
    lines: [
      { account: "expense:voucher", unit, amount: value },
      { account: `liab:voucher:${coupon}`, unit, amount: -value },
    ],
  };
};

/** A voucher given by hand. */
export const issueCoupon: Decider<IssueCouponParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const { value, expiresOn } = params;
    if (expiresOn !== undefined && !isDate(expiresOn)) {
      return refused(refusal("not_permitted", { expiresOn, why: "date" }));
    }
    if (expiresOn !== undefined && expiresOn < context.moment.businessDate) {
      return refused(refusal("coupon.expired", { expiresOn }));
    }
    if (holder.value.account.coupons.length >= couponsMax) {
      return refused(refusal("limit.reached", { limit: couponsMax }));
    }
    const { minSpend } = params;
    const { coupon, code, events, lines } = newVoucher(context, {
      account: params.account,
      value,
      reason: params.reason,
      ...(expiresOn === undefined ? {} : { expiresOn }),
      ...(minSpend === undefined ? {} : { minSpend }),
    });
    return accepted({
      events,
      lines,
      member: holder.value.account.member,
      account: params.account,
      result: { coupon, code },
    });
  },
};

/** The result of `coupon.get`; by id or by the code printed on it. */
export const couponView = (
  view: View,
  named: string,
  context: Context,
): Result<JsonObject, Refusal> => {
  const id = couponIdOf(view, named);
  const coupon = id === undefined ? undefined : view.get("coupon", id);
  if (id === undefined || coupon === undefined) return err(refusal("coupon.unknown"));
  const { account: _, ...file } = coupon;
  return ok({ ...file, coupon: id, state: couponState(coupon, context.moment.businessDate) });
};

export const voidCoupon: Decider<CouponParams & { readonly reason?: string }> = {
  roots: (params) => couponRoots(params.coupon),
  decide: (params, view, context) => {
    const id = couponIdOf(view, params.coupon);
    const coupon = id === undefined ? undefined : view.get("coupon", id);
    if (id === undefined || coupon === undefined) return refused(refusal("coupon.unknown"));
    const over = couponRefusal(coupon, context.moment.businessDate);
    if (over !== undefined) return refused(over);
    // Somebody paid for it and holds it; that a person says it was lost or stolen takes nothing from the holder.
    if (coupon.bearer?.how === "sold") return refused(refusal("coupon.bearer"));
    const unit = context.programme.currency;
    const { reason } = params;
    return accepted({
      events: [
        happened<VoucherEnded>({
          type: "VoucherVoided",
          coupon: id,
          ...(reason === undefined ? {} : { reason }),
        }),
      ],
      lines: [
        { account: `liab:voucher:${id}`, unit, amount: coupon.value },
        { account: "expense:voucher", unit, amount: -coupon.value },
      ],
      ...(coupon.account === undefined ? {} : { account: coupon.account }),
      result: { coupon: id, state: "void" },
    });
  },
};
