// The half of the registry that moves value: accounts, bills, points, passes, vouchers, holds, day close.
import { accountEvolvers } from "./account/events.ts";
import { settleTab } from "./account/tab.ts";
import { topUp } from "./account/top-up.ts";
import { earnedEvolvers } from "./benefit/earned.ts";
import { giveBenefit } from "./benefit/give.ts";
import { billEvolvers } from "./bill/events.ts";
import { park, unpark } from "./bill/park.ts";
import { reverseBill } from "./bill/reverse.ts";
import { settleBill } from "./bill/settle.ts";
import { closeDay, closeEvolvers } from "./close/day-close.ts";
import { issueCoupon, voidCoupon } from "./coupon/coupon.ts";
import { handVouchers, sellVouchers, takeBackVoucher } from "./coupon/bearer.ts";
import { couponEvolvers } from "./coupon/events.ts";
import { giftEvolvers, putGift } from "./gift/gift.ts";
import { holdEvolvers } from "./hold/events.ts";
import { captureHold, placeHold, releaseHold } from "./hold/hold.ts";
import { invoiceEvolvers, requestInvoice } from "./invoice/request.ts";
import { leaseEvolvers } from "./lease/events.ts";
import { askLease, returnLease } from "./lease/lease.ts";
import { punch } from "./pass/punch.ts";
import { sellPass } from "./pass/sell.ts";
import { adjustPoints, pointsEvolvers } from "./points/adjust.ts";
import { buyPoints } from "./points/buy.ts";
import { joinPool, leavePool, poolEvolvers } from "./points/pool.ts";
import { redeem } from "./points/redeem.ts";
import { transferPoints } from "./points/transfer.ts";
import { receiptEvolvers } from "./receipt.ts";

export const valueDeciders = {
  "account.topUp": topUp,
  "bill.park": park,
  "bill.reverse": reverseBill,
  "bill.settle": settleBill,
  "bill.unpark": unpark,
  "coupon.issue": issueCoupon,
  "coupon.void": voidCoupon,
  "benefit.give": giveBenefit,
  "day.close": closeDay,
  "gift.put": putGift,
  "hold.capture": captureHold,
  "hold.place": placeHold,
  "hold.release": releaseHold,
  "invoice.request": requestInvoice,
  "lease.ask": askLease,
  "lease.return": returnLease,
  "pass.punch": punch,
  "pass.sell": sellPass,
  "points.adjust": adjustPoints,
  "points.buy": buyPoints,
  "points.redeem": redeem,
  "points.transfer": transferPoints,
  "pool.join": joinPool,
  "pool.leave": leavePool,
  "tab.settle": settleTab,
  "voucher.hand": handVouchers,
  "voucher.sell": sellVouchers,
  "voucher.takeBack": takeBackVoucher,
} as const;

export const valueEvolvers = {
  ...accountEvolvers,
  ...billEvolvers,
  ...closeEvolvers,
  ...couponEvolvers,
  ...earnedEvolvers,
  ...giftEvolvers,
  ...holdEvolvers,
  ...leaseEvolvers,
  ...invoiceEvolvers,
  ...pointsEvolvers,
  ...poolEvolvers,
  ...receiptEvolvers,
};
