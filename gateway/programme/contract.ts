// What the interpreter takes and gives, for the rooms that call it. Pure data, integers only.
import type { JsonObject } from "../json.ts";

/** Facts a rule may ask for (vocabulary: docs/PROGRAMMES.md). Absent = unknown = matches nothing but `none`. */
export type FactValue = string | number | boolean | readonly string[];
export type Facts = { readonly [fact: string]: FactValue | undefined };

export interface BillLine {
  readonly venue: string;
  readonly sku?: string;
  readonly description?: string;
  /** per unit, minor */
  readonly list: number;
  readonly quantity: number;
  readonly tags?: readonly string[];
}

export interface BillInput {
  readonly lines: readonly BillLine[];
  /** facts about guest, account, time, channel; line facts are added by the interpreter */
  readonly facts: Facts;
  /** null: no card; a string: the card was shown but does not count, with the refusal code why (pin.wrong, card.expired …) */
  readonly recognised: true | null | string;
  /** spendable now: stored value, points, counts (without held and pending) */
  readonly holdings: { readonly [asset: string]: number };
  readonly carry: { readonly [asset: string]: number };
  readonly agreementPrices?: { readonly [sku: string]: number };
  readonly vouchers: readonly { readonly coupon: string; readonly value: number }[];
  /** points or counts the guest wants to use on this bill */
  readonly redeem: readonly { readonly asset: string; readonly quantity: number }[];
  /** house offers of the till, basis points on list */
  readonly offers: readonly { readonly id: string; readonly venue?: string; readonly payRatio: number }[];
}

export interface Applied {
  readonly rule: string;
  readonly cite?: string;
  /** what it took off (positive) in minor units, or units it used */
  readonly amount: number;
}
export interface NotApplied {
  readonly rule: string;
  readonly cite?: string;
  readonly why: string;
}

export interface QuotedLine {
  readonly list: number;
  readonly net: number;
  readonly applied: readonly Applied[];
  readonly refused: readonly NotApplied[];
  /** counts taken from the account for this line, e.g. free nights, punches */
  readonly used: readonly { readonly asset: string; readonly quantity: number }[];
  /** this line's share of vouchers and points money (largest remainder), and its base for earning */
  readonly voucherShare: number;
  readonly earningBase: number;
}

export interface BillQuote {
  readonly lines: readonly QuotedLine[];
  /** Σ net */
  readonly due: number;
  /** proposal in the programme's order, vouchers included */
  readonly tenders: readonly { readonly type: string; readonly amount: number }[];
  /** per points asset: units earned and the carry left after */
  readonly earns: { readonly [asset: string]: { readonly quantity: number; readonly carry: number; readonly rules: readonly Applied[] } };
  readonly benefits: readonly Benefit[];
  readonly voucherUse: readonly { readonly coupon: string; readonly used: number; readonly forfeited: number }[];
}

export interface Benefit extends JsonObject {
  readonly code: string;
}

export interface IssueTerms {
  readonly met: boolean;
  readonly fee: number;
  readonly waivedBy?: Applied;
  readonly grants: readonly { readonly asset: string; readonly quantity: number; readonly rule: string; readonly cite?: string }[];
  readonly tier?: string;
}

export interface TopUpTerms {
  readonly minimum: number;
  readonly bonus: number;
  readonly rules: readonly Applied[];
  readonly denied?: { readonly code: string; readonly cite?: string };
}

export interface RewardTerms {
  readonly rule: string;
  readonly cite?: string;
  readonly spend: { readonly asset: string; readonly quantity: number; readonly clears: "used" | "all" };
  /** reward granted: an asset and units, or a named reward of the owner's catalogue */
  readonly grant?: { readonly asset: string; readonly quantity: number };
  readonly choices?: readonly string[];
  readonly denied?: { readonly code: string; readonly cite?: string };
}

export interface CommissionTerms {
  readonly amount: number;
  readonly rules: readonly Applied[];
}
