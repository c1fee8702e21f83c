// Whatever may happen to a kiosk, and dice that choose of it: what random walks are made of.
import type { KioskEvent } from "../../../kiosk-ui/charts/kiosk/events.ts";
import { account, booked, outcome, person, profile, refused, toHome } from "./open-kiosk.ts";

/** Dice with a seed, so that a failing walk can be walked again (mulberry32). */
export const diceOf =
  (seed: number) =>
  (sides: number): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };

/** Whatever may happen to a kiosk, in and out of its turn. */
export const anything: readonly KioskEvent[] = [
  ...toHome,
  {
    type: "IDENTIFIED",
    account,
    person: { ...person, cards: [{ card: "c_1", number: "1", type: "vip", validTo: null }] },
  },
  { type: "CHOOSE", card: "c_1" },
  { type: "CARD_REMOVED" },
  { type: "UNREADABLE", why: "left" },
  { type: "PHONE" },
  { type: "WAYS" },
  { type: "BOOKING" },
  { type: "ENROL" },
  { type: "CODE", code: "B-1" },
  { type: "HEADSET", plugged: true },
  { type: "STAYS_FOUND", stays: [booked] },
  { type: "STAYS" },
  { type: "STAY", stay: "s_1" },
  { type: "SIGN_IN" },
  { type: "TOP_UP" },
  { type: "AMOUNT", amount: 50_000 },
  { type: "RECEIPTS" },
  { type: "RECEIPT", receipt: "r_1" },
  { type: "SHOW_RECEIPT", receipt: "r_1" },
  { type: "COUPONS" },
  { type: "SHOW_COUPON", code: "C1" },
  { type: "PICTURE", picture: "data:," },
  { type: "PROFILE" },
  { type: "PROFILED", profile },
  { type: "CONSENT", marketing: true },
  { type: "PROFILED", profile: { ...profile, birthday: false } },
  { type: "BIRTHDAY" },
  { type: "DIGIT", digit: "0" },
  { type: "HELPED", help: "coming" },
  { type: "HELPED", help: undefined },
  { type: "DIGIT", digit: "1" },
  { type: "DIGIT", digit: "1" },
  { type: "DIGIT", digit: "1" },
  { type: "RUB_OUT" },
  { type: "CLEAR" },
  { type: "PUNCH", asset: "spa" },
  { type: "QUANTITY", quantity: 2 },
  { type: "REDEEM" },
  { type: "BENEFITS" },
  { type: "LOSS" },
  { type: "REWARD", wanted: { reward: "tea", points: 100, most: 3 } },
  { type: "TURN" },
  { type: "OFFERS", offers: [{ amount: 50_000, bonus: 3_000, cites: ["2.3"] }] },
  { type: "ACCOUNT", account, gifts: [{ reward: "tea", left: 3 }] },
  { type: "CONFIRM", key: "k" },
  { type: "BACK" },
  { type: "MORE" },
  { type: "QUIT" },
  { type: "HELP" },
  { type: "COMFORT", comfort: { language: "en" } },
  { type: "ACTIVITY" },
  { type: "PIN_RIGHT" },
  { type: "REFUSED", refused },
  { type: "ACK", outcome },
  { type: "LOST" },
  { type: "JOB", job: { job: "j", state: "printed" } },
  { type: "LINK_DOWN" },
  { type: "LINK_UP" },
];
