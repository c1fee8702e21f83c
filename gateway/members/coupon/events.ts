// What happens to a voucher.
import { evolver } from "../evolver.ts";
import { point } from "../member/lookups.ts";
import type { Draft } from "../contract.ts";
import type { Coupon } from "./file.ts";
import { couponLookup } from "./find.ts";

export type VoucherIssued = { type: "VoucherIssued"; coupon: string; file: Coupon; reason: string };
export type VoucherUsed = {
  type: "VoucherUsed";
  coupon: string;
  used: number;
  forfeited: number;
  bill: string;
};
/** The bill it paid was undone. */
export type VoucherRestored = { type: "VoucherRestored"; coupon: string; bill: string };
export type VoucherEnded = {
  type: "VoucherExpired" | "VoucherVoided";
  coupon: string;
  reason?: string;
};

/** The account lists its open vouchers only. */
const list = (draft: Draft, id: string, coupon: Coupon): void => {
  draft.put("coupon", id, coupon);
  if (coupon.account === undefined) return;
  const account = draft.get("account", coupon.account);
  if (account === undefined) return;
  const others = account.coupons.filter((other) => other !== id);
  const coupons = coupon.state === "open" ? [...others, id] : others;
  draft.put("account", coupon.account, { ...account, coupons });
};

const change = (draft: Draft, id: string, to: (coupon: Coupon) => Coupon): void => {
  const coupon = draft.get("coupon", id);
  if (coupon !== undefined) list(draft, id, to(coupon));
};

export const couponEvolvers = {
  VoucherIssued: evolver<VoucherIssued>((draft, { coupon, file }) => {
    list(draft, coupon, file);
    point(draft, couponLookup(file.code), { kind: "coupon", id: coupon });
  }),
  VoucherUsed: evolver<VoucherUsed>((draft, { coupon: id, used, forfeited }) =>
    change(draft, id, (coupon) => ({ ...coupon, state: "used", used, forfeited })),
  ),
  VoucherRestored: evolver<VoucherRestored>((draft, { coupon: id }) =>
    change(draft, id, (coupon) => {
      const { used: _, forfeited: _lost, ...restored } = coupon;
      return { ...restored, state: "open" };
    }),
  ),
  VoucherExpired: evolver<VoucherEnded>((draft, { coupon: id }) =>
    change(draft, id, (coupon) => ({ ...coupon, state: "expired", forfeited: coupon.value })),
  ),
  VoucherVoided: evolver<VoucherEnded>((draft, { coupon: id }) =>
    change(draft, id, (coupon) => ({ ...coupon, state: "void" })),
  ),
};
