// The programme file as types: what programme.schema.json admits, in TypeScript words. Data only.
import type { JsonObject } from "../json.ts";

/** Text in one language or in several: `"免费房"` or `{"zh": "免费房", "en": "Free night"}`. */
export type Words = string | { readonly zh: string; readonly en?: string };

export type Stage =
  | "issue"
  | "topup"
  | "price"
  | "discount"
  | "entitle"
  | "voucher"
  | "points_pay"
  | "tender"
  | "earn"
  | "redeem"
  | "benefit"
  | "commission"
  | "close"
  | "arrival";

export type Rounding = "half_up" | "half_even" | "floor" | "ceil";
export type PeriodStyle = "civil_code" | "half_open";
export type GroupChoice = "best_for_member" | "first" | "all";
export type AssetKind =
  | "money"
  | "points"
  | "progress"
  | "count"
  | "pass"
  | "credit"
  | "voucher"
  | "deposit_item";

/** One matcher of one fact: a scalar (equal), a list (one of), or bounds and sets. */
export type Matcher =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | {
      readonly gte?: number | string;
      readonly gt?: number | string;
      readonly lte?: number | string;
      readonly lt?: number | string;
      readonly none?: readonly string[];
      readonly any?: readonly string[];
    };
/** Every named fact must match. */
export type Match = { readonly [fact: string]: Matcher };
/** OR of ANDs. */
export interface Conditions {
  readonly any: readonly Match[];
}

export interface Expiry {
  readonly rule:
    | "never"
    | "per_lot"
    | "window_from_first_credit"
    | "inactivity"
    | "fixed_day"
    | "rollover";
  /** ISO 8601 duration */
  readonly after?: string;
  readonly roundUp?: "none" | "month" | "quarter" | "year";
  /** `MM-DD` */
  readonly day?: string;
  readonly exemptTiers?: readonly string[];
  readonly activity?: readonly ("earn" | "redeem")[];
}

export interface AssetTerms {
  readonly id: string;
  readonly name?: Words;
  readonly kind: AssetKind;
  readonly parts?: readonly ("principal" | "bonus")[];
  readonly lots?: "fifo" | "fefo";
  readonly draw?: "pro_rata" | "principal_first" | "bonus_first";
  readonly expiry?: Expiry;
  readonly credit?: {
    readonly mode: "instant" | "delay" | "period_end";
    readonly delay?: string;
    readonly every?: "month" | "quarter" | "half" | "year";
  };
  /** what a clawback may do to the balance; absent = forbid */
  readonly debt?: "forbid" | "allow" | "only_pending";
  readonly transfer?: {
    readonly multiple?: number;
    readonly maxOutPerYear?: number;
    readonly maxInPerYear?: number;
    readonly maxTimesPerYear?: number;
    readonly poolSize?: number;
    readonly keepExpiry?: boolean;
    readonly countsForTier?: boolean;
  };
  /** `unitPrice` minor units for `per` units (default 1) */
  readonly buy?: { readonly unitPrice?: number; readonly per?: number };
  /** the most an account may hold (money, counts) or owe (credit) */
  readonly limit?: number;
  readonly minTopup?: number;
}

export type RefundNeed =
  | "pin"
  | "identity"
  | "registration"
  | "card"
  | "finance_approval"
  | "reason";

export interface CardTerms {
  readonly type: string;
  readonly name: Words;
  readonly tier?: string;
  readonly fee?: number;
  readonly feeFrom?: "tender" | "stored" | "either";
  readonly annualFee?: number;
  readonly validity?: string;
  readonly named?: boolean;
  readonly shareable?: boolean;
  readonly pin?: "none" | "required";
  /** wrong tries until the card is blocked at tills; absent = 3 */
  readonly pinTries?: number;
  readonly issue?: Conditions;
  readonly lost?: { readonly reportWithin?: string };
  readonly replace?: {
    readonly fee?: number;
    readonly afterWorkdays?: number;
    /** name of an `hours` block */
    readonly hours?: string;
    readonly identityLocked?: boolean;
  };
  readonly damage?: { readonly fee?: number };
  readonly refund?: {
    readonly allowed?: boolean;
    readonly requires?: readonly RefundNeed[];
    readonly amount?: "principal_left";
    readonly reissue?: boolean;
  };
  readonly invoice?: "on_topup" | "on_spend";
  readonly invoiceDeadline?: "none" | "calendar_year_end";
}

export interface TierTerms {
  readonly id: string;
  readonly name?: Words;
  readonly rank: number;
  readonly hidden?: boolean;
  readonly up?: Conditions;
  readonly keep?: Conditions;
  readonly down?: "never" | "one" | "requalify";
  readonly cycle?: {
    readonly anchor?: "calendar_year" | "join_date" | "tier_start";
    readonly length?: string;
  };
  readonly takesEffect?: "immediate" | "next_cycle";
  readonly grace?: string;
}

export interface SpendEffect {
  readonly asset: string;
  readonly qty: number;
  readonly for?: {
    /** asset id that is granted, `nights` or `quantity` units of it */
    readonly grant?: string;
    /** name of a reward of the owner's catalogue */
    readonly reward?: string;
    readonly name?: Words;
    /** points_pay: minor units that `qty` units are worth */
    readonly amount?: number;
    readonly sku?: readonly string[];
    readonly nights?: number;
    readonly quantity?: number;
    readonly [field: string]: unknown;
  };
  readonly clears?: "used" | "all";
}

export interface PointsEffect {
  readonly asset: string;
  readonly per: number;
  readonly give: number;
  readonly carry?: boolean;
  readonly base?: "eligible_net" | "visit" | "unit" | "night";
}

export interface GrantEffect {
  readonly asset: string;
  readonly qty: number;
  readonly expiry?: Expiry;
}

export interface TierEffect {
  readonly to: string;
  readonly for?: string;
}

export interface VoucherEffect {
  readonly change?: boolean;
  readonly cashable?: boolean;
  readonly earns?: boolean;
  readonly perBill?: number;
}

/** What one completed task gives. */
export type TaskReward =
  | { readonly grant: GrantEffect }
  | { readonly tier: TierEffect }
  | { readonly benefit: JsonObject & { readonly code: string } };

/** Cross-line choice: of every `from` matching units, `take` of them (cheapest or dearest first). */
export interface PickEffect {
  readonly from: number;
  readonly take: number;
  readonly order?: "cheapest" | "dearest";
  /** basis points the picked units cost; 0 = free */
  readonly payRatio: number;
  /** how often the offer may repeat on one bill; absent = without bound */
  readonly times?: number;
}

/** Exactly one of these members is present. */
export interface Effect {
  readonly price?: number | "agreement";
  readonly payRatio?: number;
  readonly off?: number;
  readonly pick?: PickEffect;
  readonly bonus?: { readonly rate?: number; readonly fixed?: number; readonly max?: number };
  readonly waive?: "card_fee";
  readonly deny?: string;
  readonly points?: PointsEffect;
  readonly multiply?: number;
  readonly spend?: SpendEffect;
  readonly voucher?: VoucherEffect;
  readonly tender?: { readonly order?: readonly string[]; readonly partial?: boolean };
  readonly benefit?: JsonObject & { readonly code: string };
  readonly grant?: GrantEffect;
  readonly pay?: { readonly give: number; readonly perAmount?: number };
  readonly task?: {
    readonly goal: Match;
    readonly reward: TaskReward | readonly TaskReward[];
    /** how often the task may be completed; absent = once ever */
    readonly every?: "day" | "month" | "quarter" | "year" | "cycle";
  };
  readonly tier?: TierEffect;
}

export interface Rule {
  readonly id: string;
  /** clause of the written rulebook */
  readonly cite?: string;
  readonly says?: Words;
  readonly at: Stage;
  readonly group?: string;
  readonly when?: Match;
  readonly then: Effect;
}

export interface PassTerms {
  readonly name?: Words;
  readonly asset: string;
  readonly quantity: number;
  readonly price: number;
  readonly validity?: string;
}

export interface HoursTerms {
  readonly days: "all" | "workday";
  /** `HH:MM`, both minutes inside */
  readonly from: string;
  readonly to: string;
}

/** A quick key of the till: what a store without a goods system sells. */
export interface GoodsTerms {
  readonly sku: string;
  readonly venue: string;
  readonly name: Words;
  readonly price: number;
  readonly tags?: readonly string[];
}

export type LawId =
  | "CN-prepaid-cap"
  | "CN-no-expiry-named"
  | "CN-7day-refund"
  | "CN-realname"
  | "CN-cash-limit";

/** Where fraud signals begin; what is not named is the house's default. Money in minor units. */
export interface SignalTerms {
  readonly voidAfterCash?: {
    readonly withinMinutes?: number;
    readonly above?: number;
    readonly timesPerDay?: number;
  };
  readonly refundElsewhere?: { readonly withinMinutes?: number };
  readonly drawerNoSale?: { readonly timesPerDay?: number };
  readonly discountsByHand?: {
    readonly timesPerDay?: number;
    readonly above?: number;
    readonly shareOfTakings?: number;
  };
  readonly pointsEdited?: { readonly withinMinutes?: number; readonly above?: number };
  readonly cardBurst?: { readonly timesPerHour?: number; readonly timesPerDay?: number };
}

export interface ProgrammeFile {
  readonly $comment?: string;
  readonly format: "membership-programme/1";
  readonly id: string;
  readonly name: Words;
  readonly version: number;
  readonly effective: { readonly from: string; readonly to?: string };
  readonly currency: string;
  readonly timezone: string;
  readonly rounding: {
    readonly money: Rounding;
    readonly unit?: number;
    readonly per: "line" | "bill";
  };
  readonly period: { readonly style: PeriodStyle; readonly holidayExtension?: boolean };
  readonly hours?: { readonly [name: string]: HoursTerms };
  readonly dayClose?: readonly ("expire" | "credit" | "tier" | "statement")[];
  readonly law?: readonly LawId[];
  readonly offline?: {
    readonly maxStaleness?: string;
    readonly perCardSpend?: number;
    readonly perDeviceSpend?: number;
    /** all that this store lets be spent apart and that has no place in the chain's order yet */
    readonly perStoreSpend?: number;
    /** kept for a guest in house, so that she spends it apart at nobody's risk; 0 = nothing is kept */
    readonly perStay?: number;
    /** of one card up to here whoever stands at the till, above it somebody with the right `manager` */
    readonly lowerCardSpend?: number;
    /** at one time, and how often, of one card */
    readonly perUse?: number;
    readonly usesPerCard?: number;
    /** instead of `perCardSpend` for holders of a tier */
    readonly perTier?: Readonly<Record<string, number>>;
    readonly allow?: readonly string[];
  };
  readonly signals?: SignalTerms;
  readonly assets: readonly AssetTerms[];
  readonly passes?: { readonly [pass: string]: PassTerms };
  readonly stay?: {
    readonly checkOut?: string;
    readonly halfUntil?: string;
    readonly heldUntil?: string;
  };
  readonly cards: readonly CardTerms[];
  readonly tiers?: readonly TierTerms[];
  readonly groups?: { readonly [group: string]: GroupChoice };
  readonly rules: readonly Rule[];
  /** venues' names for pages and the charter */
  readonly venues?: { readonly [venue: string]: Words };
  readonly goods?: readonly GoodsTerms[];
  readonly receipt?: { readonly footer?: Words };
}
