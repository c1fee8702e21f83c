// What the kiosk knows during one visit, and what it starts from. The gateway masks every name before it gets here.
import type { ResultOf } from "../../../gateway/protocol/operations.ts";

export type Identified = ResultOf<"card.identify">;
export type Account = ResultOf<"account.get">;
export type Info = ResultOf<"store.info">;

/** What the guest wants done; one key belongs to one intent. */
export type Intent =
  | { readonly kind: "punch"; readonly asset: string; readonly quantity: number }
  | { readonly kind: "redeem"; readonly reward: string; readonly points: number }
  | { readonly kind: "loss"; readonly card: string };

/** What the gateway answered: counts and points before and after, and the receipt it queued. */
export interface Outcome {
  readonly before: number;
  readonly after: number;
  readonly receipt?: string;
  readonly granted?: string;
  /** first day on which a lost card can be replaced */
  readonly replaceFrom?: string;
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

/** How the guest wants to be spoken to; forgotten with the visit. */
export interface Comfort {
  readonly language: string;
  readonly large: boolean;
  readonly contrast: boolean;
}

export interface VisitContext {
  readonly comfort: Comfort;
  /** the card reader's visit; undefined when the guest typed phone and PIN */
  readonly visit: string | undefined;
  readonly phone: string | undefined;
  readonly typed: string;
  readonly person: Identified | undefined;
  readonly account: Account | undefined;
  readonly intent: Intent | undefined;
  readonly key: string | undefined;
  readonly outcome: Outcome | undefined;
  readonly job: Job | undefined;
  readonly refused: Refused | undefined;
  readonly cardOnReader: boolean;
  readonly secondsLeft: number;
}

export const homeLanguage = "zh-CN";
export const warningSeconds = 20;

/** No intent, nothing done: what a guest has at the account page. */
export const noIntent = {
  intent: undefined,
  key: undefined,
  outcome: undefined,
  job: undefined,
  refused: undefined,
} as const;

/** Nobody is here. After a wipe the context equals this. */
export const freshVisit: VisitContext = {
  comfort: { language: homeLanguage, large: false, contrast: false },
  visit: undefined,
  phone: undefined,
  typed: "",
  person: undefined,
  account: undefined,
  ...noIntent,
  cardOnReader: false,
  secondsLeft: warningSeconds,
};

/** The guest typed a PIN in this visit. */
export const provedByPin = ({ phone, person }: VisitContext): boolean =>
  person !== undefined && (phone !== undefined || person.needsPin);
