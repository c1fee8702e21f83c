// The entities of the store: what an entity holds and what it links to. Balances live in `account.lots`
// and move only by postings; everything else moves by events.
import type { JsonObject } from "../json.ts";
import type { Benefit, BillInput, BillLine } from "../programme/contract.ts";
import type { Campaign } from "./campaign/file.ts";
import type { Coupon } from "./coupon/file.ts";
import type {
  ExceptionFile,
  HelpCall,
  ImportedFile,
  Intent,
  MessageFile,
  Segment,
  Template,
  Webhook,
} from "./service-state.ts";
import type { Booking, DepositFile, GoodsFile, TaskFile } from "./trade-state.ts";

/** Opaque sealed personal data and the blind indexes (HMAC, hex) that allow equality tests without it. */
export interface SealedPerson {
  /** AES-256-GCM under the member's own key; shredding the key erases the person */
  readonly sealed: string;
  readonly maskedName: string;
  readonly maskedPhone?: string;
  readonly nameIndex: string;
  readonly phoneIndex?: string;
  readonly identity?: { readonly type: string; readonly numberIndex: string };
}

/** `as`: what the other member is to this one. */
export interface Relation {
  readonly member: string;
  readonly as: string;
}

export interface Member {
  readonly number: string;
  readonly person: SealedPerson;
  readonly class: "ordinary" | "agreement" | "special";
  readonly enrolledOn: string;
  readonly birthday?: {
    readonly month: number;
    readonly day: number;
    readonly year?: number;
    readonly calendar: "solar" | "lunar";
  };
  readonly sex?: string;
  readonly referrer?: string;
  readonly consent: {
    readonly rules: boolean;
    readonly marketing: boolean;
    readonly programmeVersion: number;
    readonly at: string;
  };
  readonly agreement?: {
    readonly number: string;
    readonly from?: string;
    readonly to?: string;
    readonly prices: Readonly<Record<string, number>>;
  };
  readonly attributes?: JsonObject;
  readonly accounts: readonly string[];
  readonly relations?: readonly Relation[];
  readonly erased?: boolean;
  /** a second file of somebody's, whose lookups became the other's aliases */
  readonly mergedInto?: string;
  readonly aliases?: readonly string[];
}

/** One lot of one asset of one account. Quantities are what is left, integers; they mirror the ledger's
 *  `liab:<asset>:<part>:<account>:<lot>` lines with the sign turned. */
export interface Lot {
  readonly lot: string;
  readonly asset: string;
  readonly parts: Readonly<Record<string, number>>;
  readonly createdOn: string;
  /** last good day, absent = never */
  readonly expiresOn?: string;
  /** day on which pending units become available */
  readonly creditsOn?: string;
  /** bill, top-up, pass or adjustment it came from */
  readonly source: string;
  /** counts sold for money: the money still deferred, mirrors `liab:deferred:<account>:<lot>` */
  readonly deferred?: number;
  /** units owed by the member after a clawback (never above zero); what comes in next fills it first */
  readonly debt?: true;
  /** units that a day's close took as lapsed; what another store spent of them in time is honoured */
  readonly lapsed?: number;
}

/** Counters that are not value: carry towards the next point, spend, visits, nights, gifts given. */
export interface Account {
  readonly member: string;
  /** the card that speaks for the account now */
  readonly card: string;
  readonly cards: readonly string[];
  readonly tier: string | null;
  readonly openedOn: string;
  /** numbering of lots, so that emptied lots keep their place when a reversal refills them */
  readonly lots: readonly Lot[];
  readonly holds: readonly {
    readonly hold: string;
    readonly asset: string;
    readonly amount: number;
    readonly expiresAt?: string;
    readonly reason: string;
    /** the store whose lease it is: it alone may spend what is set aside */
    readonly store?: string;
    /** of a lease: instant after which its store no longer uses it */
    readonly usableUntil?: string;
    /** placed while head office was away, and not ordered yet: it may turn out not to be covered */
    readonly apart?: true;
  }[];
  readonly coupons: readonly string[];
  /** carry per points asset */
  readonly carry: Readonly<Record<string, number>>;
  /** first credit of the running window per points asset (expiry rule window_from_first_credit) */
  readonly windowFrom: Readonly<Record<string, string>>;
  readonly lastActivityOn: Readonly<Record<string, string>>;
  /** dated facts for rolling and yearly progress; trimmed to what the programme can ask for */
  readonly history: readonly ProgressRow[];
  readonly maxSingleTopUp: number;
  readonly offlineSpent: number;
  /** how often, where it was at all */
  readonly offlineUses?: number;
  readonly tierSince?: string;
  /** last day of a tier lent for a time, and the tier that was there before */
  readonly tierUntil?: string;
  readonly tierBefore?: string | null;
  /** `<code>:<year>` → times given */
  readonly benefitsUsed: Readonly<Record<string, number>>;
  /** won by a task or at a close and not handed over yet */
  readonly benefitsEarned?: readonly EarnedBenefit[];
  /** what the member owes on a tab, minor units; mirrors `asset:receivable:<account>` */
  readonly receivable?: number;
  /** the store of a chain that opened it and closes its days; absent: this one */
  readonly home?: string;
  /** members who share the account with its owner */
  readonly pooled?: readonly string[];
  readonly mergedInto?: string;
}

/** A benefit the member has won, until so many of it are handed over. */
export interface EarnedBenefit {
  readonly benefit: Benefit;
  readonly rule: string;
  readonly on: string;
  readonly left: number;
}

/** What happened on a business date, summed: the source of spend12m, nightsInYear, pointsEarnedInCardYear … */
export interface ProgressRow {
  readonly on: string;
  readonly what: string;
  readonly quantity: number;
}

export type CardState =
  | "active"
  | "lost"
  | "blocked"
  | "expired"
  | "damaged"
  | "replaced"
  | "closed";

export interface Card {
  readonly type: string;
  readonly issuedType: string;
  readonly account: string;
  readonly member: string;
  readonly number: string;
  readonly token?: string;
  readonly state: CardState;
  readonly issuedOn: string;
  /** last good day, null = without end */
  readonly validTo: string | null;
  readonly pin?: {
    readonly salt: string;
    readonly verifier: string;
    readonly wrong: number;
    readonly blocked: boolean;
  };
  readonly lostAt?: string;
  readonly replaceFrom?: string;
  readonly replacedBy?: string;
  readonly gifted: boolean;
  readonly paidFee: number;
}

/** token → card; phone and identity indexes → members. Index entities are kept by the evolvers. */
export interface Pointer {
  readonly kind: EntityKind;
  readonly ids: readonly string[];
  /** true: the store does not load what it points to; a common name would load a town */
  readonly loose?: true;
}

/** Units taken out of one part of one lot; `deferred` is the money that was recognised with counts. */
export interface Allocation {
  readonly asset: string;
  readonly part: string;
  readonly lot: string;
  readonly amount: number;
  readonly deferred?: number;
}

export interface BillRow extends BillLine {
  /** minor units, for the whole line as settled */
  readonly net: number;
  /** units given back so far */
  readonly returned: number;
}

/** Stored value a rule gave with a bill, minor units; what is still the bill's. */
export interface BillBonus {
  readonly rule: string;
  readonly asset: string;
  readonly lot: string;
  readonly amount: number;
}

export interface Bill {
  readonly account: string | null;
  readonly card: string | null;
  readonly state: "settled" | "part_reversed" | "reversed";
  readonly at: string;
  readonly businessDate: string;
  /** version of the programme it was settled under; a reversal asks the same one again */
  readonly programmeVersion: number;
  /** what the programme was asked, so that a smaller bill can be quoted under the same facts */
  readonly input: BillInput;
  readonly rows: readonly BillRow[];
  /** Σ net of what has not been given back */
  readonly due: number;
  /** what was paid and not given back, vouchers not included, change taken off */
  readonly tenders: readonly { readonly type: string; readonly amount: number }[];
  readonly vouchers: readonly {
    readonly coupon: string;
    readonly used: number;
    readonly forfeited: number;
  }[];
  /** value taken from the account and not given back */
  readonly drawn: readonly Allocation[];
  /** units this bill still stands for; for points with the carry before it and after it */
  readonly earned: Readonly<
    Record<
      string,
      {
        readonly quantity: number;
        readonly carryBefore: number;
        readonly carry: number;
        readonly lot?: string;
        /** those among them that lapse by their own rule, each in a lot of its own */
        readonly own?: readonly {
          readonly rule: string;
          readonly quantity: number;
          readonly lot?: string;
        }[];
      }
    >
  >;
  readonly bonuses?: readonly BillBonus[];
  /** free words of whoever rang it up; `printed`: on the receipt as well */
  readonly note?: { readonly text: string; readonly printed?: boolean };
  /** why lines were reduced by a person's word, what offers saved, and which manager said so where one was asked */
  readonly byHand?: {
    readonly reason: string;
    /** minor units that offers of the till saved the guest */
    readonly offered?: number;
    readonly approvedBy?: string;
  };
  readonly commission?: { readonly seller: string; readonly amount: number };
  /** the rise in tier it brought about */
  readonly rise?: { readonly from: string | null; readonly to: string; readonly since?: string };
  /** skus among the lines whose number was kept; absent: none */
  readonly counted?: readonly string[];
  readonly receipt: string;
}

export interface Hold {
  readonly account: string;
  readonly asset: string;
  readonly amount: number;
  readonly state: "open" | "captured" | "released" | "expired";
}

/** A right to spend that one store of a chain holds: nobody else can spend it meanwhile. */
export interface Lease {
  readonly store: string;
  readonly why: string;
  readonly state: "open" | "ended";
  readonly units: readonly {
    readonly account: string;
    readonly asset: string;
    /** as granted; what is left stands among the account's holds, under the lease's id */
    readonly amount: number;
  }[];
  /** what may be done once only: use of a voucher, reversal of a bill, capture of a hold, end of an exception */
  readonly once: readonly {
    readonly kind: "coupon" | "bill" | "hold" | "exception";
    readonly id: string;
  }[];
  readonly expiresAt: string;
}

export type StayState = "booked" | "waiting" | "in_house" | "departed" | "cancelled" | "no_show";

/** A thin mirror of the hotel's booking, for benefits and deposits. */
export interface Stay {
  readonly state: StayState;
  /** order of asking */
  readonly place: number;
  readonly arrive: string;
  readonly depart: string;
  readonly roomType: string;
  /** the price of the day before member prices, minor units a night */
  readonly nightly: number;
  readonly channel: string;
  /** masked */
  readonly guest?: string;
  readonly guestIndex?: string;
  readonly phoneIndex?: string;
  readonly code?: string;
  readonly member?: string;
  readonly room?: string;
  /** how to find the room, in the hotel's words */
  readonly roomNote?: string;
  /** what the hotel asks to be set aside at check-in, minor units */
  readonly deposit?: number;
  readonly phoneConfirmed: boolean;
  readonly priority: number;
  readonly holdUntil: string;
  /** from check-in on: what is paid a night, the benefits given, account, card and deposit */
  readonly rate?: number;
  readonly benefits: readonly Benefit[];
  readonly account?: string;
  readonly card?: string;
  readonly hold?: string;
}

export interface Staff {
  readonly name: string;
  readonly rights: readonly string[];
  readonly pin?: { readonly salt: string; readonly verifier: string; readonly wrong: number };
  readonly active: boolean;
  /** digest of the token of the employee's card */
  readonly card?: string;
  /** the employee's own file among the members; signals ask for it */
  readonly member?: string;
  /** commission earned and not paid yet, minor units; mirrors `liab:commission:<staff>` */
  readonly owed?: number;
}

export interface Shift extends JsonObject {
  readonly state: "open" | "counted" | "closed";
}

/** A receipt as an entity, so that it can be printed again, invoiced and proved. */
export interface Receipt extends JsonObject {
  readonly kind: string;
}

/** What a store sets for itself: business calendar days, park list, counters. One entity per id. */
export type Setting = JsonObject;

/** Entities by kind. A new kind is one line here; its links stand in links.ts. */
export interface Entities {
  readonly member: Member;
  readonly account: Account;
  readonly card: Card;
  readonly bill: Bill;
  readonly hold: Hold;
  readonly lease: Lease;
  readonly coupon: Coupon;
  readonly stay: Stay;
  readonly staff: Staff;
  readonly shift: Shift;
  readonly receipt: Receipt;
  readonly setting: Setting;
  readonly help: HelpCall;
  readonly intent: Intent;
  readonly exception: ExceptionFile;
  readonly webhook: Webhook;
  readonly template: Template;
  readonly message: MessageFile;
  readonly segment: Segment;
  readonly campaign: Campaign;
  readonly imported: ImportedFile;
  readonly goods: GoodsFile;
  readonly deposit: DepositFile;
  readonly booking: Booking;
  readonly task: TaskFile;
  /** ids: card token; `phone:<blind>`, `identity:<blind>`, `number:<no>`, `name:<blind>`, `couponcode:<code>` */
  readonly token: Pointer;
  readonly lookup: Pointer;
}

export type EntityKind = keyof Entities;
export type EntityOf<K extends EntityKind> = Entities[K];
