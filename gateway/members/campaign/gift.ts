// What one gift of a campaign or a ranking is in the books: a voucher, units, or both.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { addDays } from "../../programme/dates.ts";
import type { Book } from "../account/book.ts";
import { planGrants } from "../card/grants.ts";
import type { Context } from "../contract.ts";
import { newVoucher } from "../coupon/coupon.ts";
import type { MessageGift } from "../service-state.ts";
import type { CampaignGift } from "./file.ts";

export interface Given {
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
  readonly cost: number;
  readonly voucher?: MessageGift & { readonly coupon: string };
}

/** Puts the units of a gift on the account; what of it is money, minor units. */
export const giveUnits = (
  book: Book,
  context: Context,
  { units, rule }: { readonly units: CampaignGift["units"]; readonly rule: string },
): number => {
  if (units === undefined) return 0;
  const { asset, quantity, days } = units;
  const expiry =
    days === undefined ? {} : { expiry: { rule: "per_lot", after: `P${days}D` } as const };
  const granted = planGrants(book, context, {
    grants: [{ asset, quantity, rule, ...expiry }],
    source: rule,
  });
  const isMoney = context.programme.asset(asset)?.kind === "money";
  return isMoney ? granted.reduce((sum, one) => sum + one.quantity, 0) : 0;
};

export const giveVoucher = (
  context: Context,
  at: { readonly account: string; readonly name: string; readonly campaign?: string },
  coupon: NonNullable<CampaignGift["coupon"]>,
): Given => {
  const expiresOn = addDays(context.moment.businessDate, coupon.days - 1);
  const { minSpend } = coupon;
  const made = newVoucher(context, {
    account: at.account,
    value: coupon.value,
    expiresOn,
    reason: at.name,
    ...(at.campaign === undefined ? {} : { campaign: at.campaign }),
    ...(minSpend === undefined ? {} : { minSpend }),
  });
  return {
    events: made.events,
    lines: made.lines,
    cost: coupon.value,
    voucher: { coupon: made.coupon, code: made.code, value: coupon.value, until: expiresOn },
  };
};

export const nothing: Given = { events: [], lines: [], cost: 0 };
