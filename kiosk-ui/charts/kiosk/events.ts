// Everything that can happen to the kiosk: the guest's touches, the gateway's answers, the devices, time.
import type {
  Account,
  Comfort,
  Gift,
  Help,
  Identified,
  Job,
  Outcome,
  Profile,
  Refused,
  Stay,
  TopUpOffer,
  Unread,
  Wanted,
} from "./visit.ts";

type Touch =
  | { readonly type: "PHONE" }
  /** the other ways without a card */
  | { readonly type: "WAYS" }
  | { readonly type: "BOOKING" }
  | { readonly type: "ENROL" }
  | { readonly type: "DIGIT"; readonly digit: string }
  | { readonly type: "RUB_OUT" }
  | { readonly type: "CLEAR" }
  /** which of her cards is meant */
  | { readonly type: "CHOOSE"; readonly card: string }
  | { readonly type: "STAYS" }
  | { readonly type: "STAY"; readonly stay: string }
  | { readonly type: "SIGN_IN" }
  | { readonly type: "PUNCH"; readonly asset: string }
  | { readonly type: "QUANTITY"; readonly quantity: number }
  | { readonly type: "REDEEM" }
  | { readonly type: "TOP_UP" }
  | { readonly type: "AMOUNT"; readonly amount: number }
  | { readonly type: "RECEIPTS" }
  | { readonly type: "RECEIPT"; readonly receipt: string }
  | { readonly type: "SHOW_RECEIPT"; readonly receipt: string }
  | { readonly type: "COUPONS" }
  | { readonly type: "SHOW_COUPON"; readonly code: string }
  | { readonly type: "PROFILE" }
  | { readonly type: "CONSENT"; readonly marketing: boolean }
  | { readonly type: "BIRTHDAY" }
  | { readonly type: "BENEFITS" }
  | { readonly type: "LOSS" }
  | { readonly type: "REWARD"; readonly wanted: Wanted }
  /** the next page of a list */
  | { readonly type: "TURN" }
  /** `key` is made when the guest decides, before anything is sent */
  | { readonly type: "CONFIRM"; readonly key: string }
  | { readonly type: "BACK" }
  | { readonly type: "MORE" }
  | { readonly type: "QUIT" }
  | { readonly type: "HELP" }
  | { readonly type: "COMFORT"; readonly comfort: Partial<Comfort> }
  | { readonly type: "ACTIVITY" };

type Answer =
  | {
      readonly type: "IDENTIFIED";
      readonly person: Identified;
      readonly account: Account;
      readonly stays?: readonly Stay[];
      readonly gifts?: readonly Gift[];
    }
  | { readonly type: "STAYS_FOUND"; readonly stays: readonly Stay[] }
  | { readonly type: "ACCOUNT"; readonly account: Account; readonly gifts?: readonly Gift[] }
  | { readonly type: "OFFERS"; readonly offers: readonly TopUpOffer[] }
  | { readonly type: "PROFILED"; readonly profile: Profile }
  | { readonly type: "PICTURE"; readonly picture: string }
  | { readonly type: "PIN_RIGHT" }
  | { readonly type: "REFUSED"; readonly refused: Refused }
  | { readonly type: "ACK"; readonly outcome: Outcome }
  | { readonly type: "LOST" }
  | { readonly type: "HELPED"; readonly help: Help | undefined };

type Around =
  | { readonly type: "CARD"; readonly visit: string }
  | { readonly type: "CARD_REMOVED" }
  | { readonly type: "UNREADABLE"; readonly why: Unread }
  | { readonly type: "CODE"; readonly code: string }
  | { readonly type: "HEADSET"; readonly plugged: boolean }
  | { readonly type: "JOB"; readonly job: Job }
  | { readonly type: "LINK_UP" }
  | { readonly type: "LINK_DOWN" };

export type KioskEvent = Touch | Answer | Around;
