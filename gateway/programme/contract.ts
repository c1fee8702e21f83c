// What the interpreter takes and gives, for the rooms that call it. Pure data, integers only.
import type { JsonObject } from "../json.ts";
import type { Expiry } from "./format.ts";

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
  /** taken off the whole line by hand, minor units: after the programme's own discounts, never below nothing */
  readonly off?: number;
}

export interface BillInput {
  readonly lines: readonly BillLine[];
  /** facts about guest, account, time, channel; line facts are added by the interpreter */
  readonly facts: Facts;
  /** null: no card; a string: it was shown but does not count, and the refusal code why (`pin.wrong`) */
  readonly recognised: true | null | string;
  /** spendable now: stored value, points, counts (without held and pending) */
  readonly holdings: { readonly [asset: string]: number };
  readonly carry: { readonly [asset: string]: number };
  readonly agreementPrices?: { readonly [sku: string]: number };
  readonly vouchers: readonly { readonly coupon: string; readonly value: number }[];
  /** points or counts the guest wants to use on this bill */
  readonly redeem: readonly { readonly asset: string; readonly quantity: number }[];
  /** house offers of the till, basis points on list */
  readonly offers: readonly {
    readonly id: string;
    readonly venue?: string;
    readonly payRatio: number;
  }[];
  /** how often a benefit was given in its period; then `left` is told and a used-up one left out */
  readonly benefitsUsed?: { readonly [code: string]: number };
}

export interface Applied {
  readonly rule: string;
  readonly cite?: string;
  /** what it took off (positive) in minor units, or units it used */
  readonly amount: number;
}
/**
 * Why a rule that concerns the line did nothing: a refusal code of the card (`pin.wrong`,
 * `card.expired`, `missing.card` …), or `not_met` (the fact named does not hold), `beaten` (the rule
 * named `by` is better, and only one of them counts), `no_gain` (it would take nothing off).
 */
export interface NotApplied {
  readonly rule: string;
  readonly cite?: string;
  readonly why: string;
  readonly fact?: string;
  readonly by?: string;
}

/** A "no" of the programme itself: `code` is of the closed table where the file's author kept to it. */
export interface Denied {
  readonly code: string;
  readonly cite?: string;
  readonly rule?: string;
}

/** Units given for nothing in return. */
export interface Grant {
  readonly asset: string;
  readonly quantity: number;
  readonly rule: string;
  readonly cite?: string;
  /** how these units lapse, where the rule has its own word on it (see lastGoodDay in lots.ts) */
  readonly expiry?: Expiry;
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
  readonly pointsShare: number;
  readonly earningBase: number;
}

export interface BillQuote {
  readonly lines: readonly QuotedLine[];
  /** Σ net */
  readonly due: number;
  /** proposal in the programme's order, vouchers included */
  readonly tenders: readonly { readonly type: string; readonly amount: number }[];
  /** per points asset: units earned and the carry left after */
  readonly earns: {
    readonly [asset: string]: {
      readonly quantity: number;
      readonly carry: number;
      readonly rules: readonly Applied[];
      /** those among them that lapse by their own rule; absent = none */
      readonly own?: readonly Grant[];
    };
  };
  readonly benefits: readonly Benefit[];
  readonly voucherUse: readonly {
    readonly coupon: string;
    readonly used: number;
    readonly forfeited: number;
  }[];
  /** units the bill takes from the account: counts for lines, points as money (`amount` minor) */
  readonly redeemed: readonly {
    readonly asset: string;
    readonly quantity: number;
    readonly amount: number;
  }[];
  /** given with the bill beside points earned by amount (count assets; points grants are in `earns`) */
  readonly grants: readonly Grant[];
  /** per money and credit asset: the most this bill may take from it, whatever the balance */
  readonly payable: { readonly [asset: string]: number };
  /** the programme refuses the bill as it stands (a `deny` rule, a voucher too many, an amount too large) */
  readonly denied?: Denied;
}

export interface Benefit extends JsonObject {
  readonly code: string;
}

export interface IssueTerms {
  readonly met: boolean;
  readonly fee: number;
  readonly waivedBy?: Applied;
  readonly grants: readonly Grant[];
  readonly tier?: string;
  /** when not met: the facts that fail in the alternative that comes closest */
  readonly unmet: readonly string[];
  readonly denied?: Denied;
}

export interface TopUpTerms {
  readonly minimum: number;
  readonly bonus: number;
  readonly rules: readonly Applied[];
  readonly grants: readonly Grant[];
  /** the most the account may hold afterwards, absent = without bound */
  readonly limit?: number;
  readonly tier?: { readonly to: string; readonly for?: string };
  readonly denied?: Denied;
}

export interface RewardTerms {
  readonly rule: string;
  readonly cite?: string;
  readonly spend: {
    readonly asset: string;
    readonly quantity: number;
    readonly clears: "used" | "all";
  };
  /** reward granted: an asset and units, or a named reward of the owner's catalogue */
  readonly grant?: { readonly asset: string; readonly quantity: number };
  readonly choices?: readonly string[];
  readonly denied?: Denied;
}

export interface CommissionTerms {
  readonly amount: number;
  readonly rules: readonly Applied[];
}
