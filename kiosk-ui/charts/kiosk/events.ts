// Everything that can happen to the kiosk: the guest's touches, the gateway's answers, the devices, time.
import type { Account, Comfort, Identified, Job, Outcome, Refused } from "./visit.ts";

export type KioskEvent =
  | { readonly type: "CARD"; readonly visit: string }
  | { readonly type: "CARD_REMOVED" }
  | { readonly type: "PHONE" }
  | { readonly type: "DIGIT"; readonly digit: string }
  | { readonly type: "RUB_OUT" }
  | { readonly type: "CLEAR" }
  | { readonly type: "PUNCH"; readonly asset: string }
  | { readonly type: "QUANTITY"; readonly quantity: number }
  | { readonly type: "REDEEM" }
  | { readonly type: "BENEFITS" }
  | { readonly type: "LOSS" }
  | { readonly type: "REWARD"; readonly reward: string; readonly points: number }
  /** `key` is made when the guest decides, before anything is sent */
  | { readonly type: "CONFIRM"; readonly key: string }
  | { readonly type: "BACK" }
  | { readonly type: "MORE" }
  | { readonly type: "QUIT" }
  | { readonly type: "HELP" }
  | { readonly type: "COMFORT"; readonly comfort: Partial<Comfort> }
  | { readonly type: "ACTIVITY" }
  | { readonly type: "IDENTIFIED"; readonly person: Identified; readonly account: Account }
  | { readonly type: "ACCOUNT"; readonly account: Account }
  | { readonly type: "PIN_RIGHT" }
  | { readonly type: "REFUSED"; readonly refused: Refused }
  | { readonly type: "ACK"; readonly outcome: Outcome }
  | { readonly type: "LOST" }
  | { readonly type: "JOB"; readonly job: Job }
  | { readonly type: "LINK_UP" }
  | { readonly type: "LINK_DOWN" };
