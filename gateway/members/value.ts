// The half of the registry that moves value: accounts, bills, points, passes, vouchers, holds, day close.
import { accountEvolvers } from "./account/events.ts";
import { topUp } from "./account/top-up.ts";
import { billEvolvers } from "./bill/events.ts";
import { reverseBill } from "./bill/reverse.ts";
import { settleBill } from "./bill/settle.ts";
import { closeDay, closeEvolvers } from "./close/day-close.ts";
import { issueCoupon, voidCoupon } from "./coupon/coupon.ts";
import { couponEvolvers } from "./coupon/events.ts";
import { holdEvolvers } from "./hold/events.ts";
import { captureHold, placeHold, releaseHold } from "./hold/hold.ts";
import { invoiceEvolvers, requestInvoice } from "./invoice/request.ts";
import { punch } from "./pass/punch.ts";
import { sellPass } from "./pass/sell.ts";
import { adjustPoints, pointsEvolvers } from "./points/adjust.ts";
import { redeem } from "./points/redeem.ts";
import { receiptEvolvers } from "./receipt.ts";

export const valueDeciders = {
  "account.topUp": topUp,
  "bill.reverse": reverseBill,
  "bill.settle": settleBill,
  "coupon.issue": issueCoupon,
  "coupon.void": voidCoupon,
  "day.close": closeDay,
  "hold.capture": captureHold,
  "hold.place": placeHold,
  "hold.release": releaseHold,
  "invoice.request": requestInvoice,
  "pass.punch": punch,
  "pass.sell": sellPass,
  "points.adjust": adjustPoints,
  "points.redeem": redeem,
} as const;

export const valueEvolvers = {
  ...accountEvolvers,
  ...billEvolvers,
  ...closeEvolvers,
  ...couponEvolvers,
  ...holdEvolvers,
  ...invoiceEvolvers,
  ...pointsEvolvers,
  ...receiptEvolvers,
};
