// What the kiosk knows during one visit, and what it starts from. The gateway masks every name before it gets here.
import type { ResultOf } from "../../../gateway/protocol/operations.ts";

export type Identified = ResultOf<"card.identify">;
export type Account = ResultOf<"account.get">;
export type Info = ResultOf<"store.info">;
/** A thing of the owner's catalogue. */
export type Gift = ResultOf<"gift.list">["gifts"][number];
/** What a top-up of that amount brings on top. */
export type TopUpOffer = ResultOf<"account.quoteTopUp">["offers"][number];
export type Stay = ResultOf<"stay.find">["stays"][number];

/** A reward as it was chosen: what one costs, and how many can be had. */
export interface Wanted {
  readonly reward: string;
  readonly choice?: string;
  readonly points: number;
  readonly most: number;
}

/** What the guest wants done; one key belongs to one intent. */
export type Intent =
  | { readonly kind: "punch"; readonly asset: string; readonly quantity: number }
  | ({ readonly kind: "redeem"; readonly quantity: number } & Wanted)
  | { readonly kind: "checkIn"; readonly stay: string }
  | { readonly kind: "signIn" }
  | { readonly kind: "topUp"; readonly amount: number }
  | { readonly kind: "print"; readonly receipt: string }
  | { readonly kind: "consent"; readonly marketing: boolean }
  /** a day of any year, `0000-MM-DD` */
  | { readonly kind: "birthday"; readonly date: string }
  | { readonly kind: "loss"; readonly card: string };

/** What the gateway answered: counts and points before and after, and the receipt it queued. */
export interface Outcome {
  readonly before: number;
  readonly after: number;
  readonly receipt?: string;
  readonly granted?: string;
  /** first day on which a lost card can be replaced */
  readonly replaceFrom?: string;
  /** of a check-in: where the guest sleeps, how to get there, what was set aside (minor units) */
  readonly room?: string;
  readonly roomNote?: string;
  readonly deposit?: number;
  /** of a top-up: what the guest names at the desk, and until when it waits there */
  readonly ticket?: string;
  readonly expiresAt?: string;
}

export interface Job {
  readonly job: string;
  readonly state: string;
  readonly why?: string;
}

export interface Refused {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly cite?: string;
}

/** A receipt of this guest, newest first. */
export interface ReceiptRow {
  readonly receipt: string;
  readonly op: string;
  readonly at: string;
}

/** What the file says of the guest, as far as a passer-by may read it. */
export interface Profile {
  readonly member: string;
  readonly phone?: string;
  readonly marketing: boolean;
  /** only whether the house knows it */
  readonly birthday: boolean;
  readonly receipts: readonly ReceiptRow[];
}

/** The card said nothing that could be understood, or left before it was read. */
export type Unread = "mute" | "left";

/** The open call for a person: on the way to the desk, seen there, somebody coming. */
export type Help = "calling" | "called" | "seen" | "coming";

/** How the guest wants to be spoken to; forgotten with the visit. */
export interface Comfort {
  readonly language: string;
  readonly large: boolean;
  readonly contrast: boolean;
  /** everything that is touched lies as low as it goes */
  readonly low: boolean;
  /** spoken aloud into a headset */
  readonly speech: boolean;
  /** 1 (quiet) to 5 */
  readonly volume: number;
}

export interface VisitContext {
  readonly comfort: Comfort;
  /** the card reader's visit; undefined when the guest typed phone and PIN */
  readonly visit: string | undefined;
  readonly phone: string | undefined;
  /** the booking code a guest without a card typed or showed */
  readonly booking: string | undefined;
  readonly typed: string;
  /** the one of several cards that is meant */
  readonly chosen: string | undefined;
  /** how often the question who this is was asked again */
  readonly asked: number;
  /** why a card has to be laid down again */
  readonly unread: Unread | undefined;
  readonly person: Identified | undefined;
  readonly account: Account | undefined;
  /** bookings the guest may check in to today */
  readonly stays: readonly Stay[];
  readonly gifts: readonly Gift[];
  readonly offers: readonly TopUpOffer[];
  /** how often the guest turned over a list that is longer than the screen */
  readonly turned: number;
  readonly profile: Profile | undefined;
  /** a receipt or voucher laid out, as the address of a picture */
  readonly picture: string | undefined;
  readonly intent: Intent | undefined;
  readonly key: string | undefined;
  readonly outcome: Outcome | undefined;
  readonly job: Job | undefined;
  readonly refused: Refused | undefined;
  readonly help: Help | undefined;
  readonly cardOnReader: boolean;
  readonly secondsLeft: number;
}

export const homeLanguage = "zh-CN";
export const warningSeconds = 20;
export const usualVolume = 3;
export const loudest = 5;

/** No intent, nothing done: what a guest has at the account page. */
export const noIntent = {
  intent: undefined,
  key: undefined,
  outcome: undefined,
  job: undefined,
  refused: undefined,
  picture: undefined,
} as const;

/** Nobody is here. After a wipe the context equals this. */
export const freshVisit: VisitContext = {
  comfort: {
    language: homeLanguage,
    large: false,
    contrast: false,
    low: false,
    speech: false,
    volume: usualVolume,
  },
  visit: undefined,
  phone: undefined,
  booking: undefined,
  typed: "",
  chosen: undefined,
  asked: 0,
  unread: undefined,
  person: undefined,
  account: undefined,
  stays: [],
  gifts: [],
  offers: [],
  turned: 0,
  profile: undefined,
  ...noIntent,
  help: undefined,
  cardOnReader: false,
  secondsLeft: warningSeconds,
};

/** Some day of the year begins with these digits: month, then day. */
export const beginsADay = (typed: string): boolean => {
  const rest = typed.length === 3 && !typed.endsWith("0") ? "0" : "0101".slice(typed.length);
  const [, month = 0, day = 0] = /^(..)(..)$/.exec(typed + rest)?.map(Number) ?? [];
  const then = new Date(Date.UTC(2000, month - 1, day));
  return then.getUTCMonth() === month - 1 && then.getUTCDate() === day;
};

const referenceSigns = 8;

/** What a guest shows at the desk when an answer never came: the last signs of the key, on one line. */
export const referenceOf = (key: string): string =>
  key
    .slice(-referenceSigns)
    .toUpperCase()
    .replace(/(?<=^.{4})/u, "\u00a0");

/** The same for the till's scanner. */
export const referenceCode = (key: string): string =>
  `tallygate:key?tail=${key.slice(-referenceSigns)}`;

/** The guest typed a PIN in this visit. */
export const provedByPin = ({ phone, person }: VisitContext): boolean =>
  person !== undefined && (phone !== undefined || person.needsPin);
