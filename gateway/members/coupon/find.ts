// A voucher by its id or by the code printed on it, and whether it is still good.
import { type Refusal, refusal } from "../../refusals.ts";
import type { Ref, View } from "../contract.ts";
import type { Coupon } from "./file.ts";

/** Signs of the code printed on a voucher: 64 bits of the id's own dice. */
const codeSigns = 16;

export const codeOf = (coupon: string): string => coupon.slice(-codeSigns).toUpperCase();

export const bearerKind = "bv";

/** Ids of bearer vouchers begin with it, so that they are found without those of members. */
export const bearerIds = `${bearerKind}_`;

export const couponLookup = (code: string): string => `couponcode:${code.toUpperCase()}`;

export const couponRoots = (named: string): readonly Ref[] => [
  { kind: "coupon", id: named },
  { kind: "lookup", id: couponLookup(named) },
];

export const couponIdOf = (view: View, named: string): string | undefined =>
  view.get("coupon", named) === undefined ? view.get("lookup", couponLookup(named))?.ids[0] : named;

/** Open vouchers past their last good day count as expired before the day close says so. */
export const couponState = (coupon: Coupon, on: string): Coupon["state"] =>
  coupon.state === "open" && coupon.expiresOn !== undefined && coupon.expiresOn < on
    ? "expired"
    : coupon.state;

export const couponRefusal = (coupon: Coupon, on: string): Refusal | undefined => {
  switch (couponState(coupon, on)) {
    case "open":
      return undefined;
    case "used":
      return refusal("coupon.used");
    case "expired":
      return refusal("coupon.expired", { expiresOn: coupon.expiresOn ?? on });
    case "void":
      return refusal("coupon.not_applicable", { why: "void" });
  }
};
