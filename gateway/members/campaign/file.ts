// A campaign as it is kept: whom it is for, what must happen, what is given. Data only.
import type { YearlyDay } from "../account/birthday.ts";

/** What must happen for a gift; a gift is for one occasion and given once for it. */
export type Trigger =
  /** everybody of the segment, once */
  | { readonly kind: "once" }
  /** whoever joined while the campaign ran, with her first card */
  | { readonly kind: "sign_up" }
  /** so many days before the birthday and until it */
  | { readonly kind: "birthday"; readonly leadDays: number }
  /** a feast of the solar or lunar year (中秋 = lunar 8-15), so many days before and until it */
  | { readonly kind: "holiday"; readonly day: YearlyDay; readonly leadDays: number }
  /** a weekday, or a day of the month */
  | { readonly kind: "member_day"; readonly weekday: string }
  | { readonly kind: "member_day"; readonly monthDay: number }
  /** stayed away so many days since the last visit: once for each absence */
  | { readonly kind: "win_back"; readonly awayDays: number }
  /** came to so much while the campaign ran; `repeat`: each time again */
  | {
      readonly kind: "goal";
      readonly what: "spend" | "visit" | "night" | "topup";
      readonly goal: number;
      readonly repeat: boolean;
    }
  /** brought somebody who has spent so much since (minor units, 0 = joined with a card) */
  | { readonly kind: "referral"; readonly spend: number };

/** What one occasion brings. */
export interface CampaignGift {
  readonly coupon?: {
    /** minor units */
    readonly value: number;
    readonly minSpend?: number;
    /** good for so many days, the first included */
    readonly days: number;
  };
  readonly units?: {
    readonly asset: string;
    readonly quantity: number;
    /** lapse after so many days instead of the asset's own term */
    readonly days?: number;
  };
}

export interface Campaign {
  readonly name: string;
  readonly state: "draft" | "active" | "ended";
  /** business days, both included; without `to` until it is ended */
  readonly from: string;
  readonly to?: string;
  /** only members of it */
  readonly segment?: string;
  readonly trigger: Trigger;
  readonly gift: CampaignGift;
  /** referral: what the newcomer gets */
  readonly friend?: CampaignGift;
  /** written to whoever got a gift, where consent and number allow it */
  readonly template?: string;
  /** gifts at most; absent: without number */
  readonly stock?: number;
  /** gifts so far, and what their vouchers and bonus money come to, minor units */
  readonly given: number;
  readonly cost: number;
}
