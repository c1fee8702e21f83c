// What a recognised guest can look at and choose; everything that changes something is confirmed first.
import { dayDigits, kiosk, padEvents } from "../setup.ts";
import type { VisitContext } from "../visit.ts";

/** Lists on which something must be chosen before it can be confirmed. */
const chosen = {
  CONFIRM: {
    guard: ({ context }: { readonly context: VisitContext }) => context.intent !== undefined,
    target: "posting",
    actions: "keepKey",
  },
} as const;

const confirmed = { CONFIRM: { target: "posting", actions: "keepKey" } } as const;

const home = kiosk.createStateConfig({
  entry: ["forgetIntent", "turnBack"],
  on: {
    STAYS: [
      { guard: "oneStay", target: "stay", actions: "keepIntent" },
      { guard: "someStays", target: "stays" },
    ],
    SIGN_IN: { target: "signIn", actions: "keepIntent" },
    PUNCH: { target: "punch", actions: "keepIntent" },
    REDEEM: { target: "redeem" },
    TOP_UP: { target: "topUp" },
    RECEIPTS: { target: "receipts" },
    BENEFITS: { target: "benefits" },
    ACCOUNT: { actions: "keepAccount" },
    BACK: { target: "goodbye" },
  },
});

const stays = kiosk.createStateConfig({
  entry: "forgetIntent",
  on: { STAY: { target: "stay", actions: "keepIntent" }, BACK: { target: "home" } },
});

const stay = kiosk.createStateConfig({
  on: {
    ...confirmed,
    BACK: [
      { guard: "anonymous", target: "goodbye" },
      { guard: "someStays", target: "stays" },
      { target: "home" },
    ],
  },
});

const signIn = kiosk.createStateConfig({ on: { ...confirmed, BACK: { target: "home" } } });

const punch = kiosk.createStateConfig({
  on: { QUANTITY: { actions: "quantity" }, ...confirmed, BACK: { target: "home" } },
});

const redeem = kiosk.createStateConfig({
  on: {
    TURN: { actions: "turn" },
    ACCOUNT: { actions: "keepAccount" },
    REWARD: { target: "redeemConfirm", actions: "keepIntent" },
    BACK: { target: "home" },
  },
});

const redeemConfirm = kiosk.createStateConfig({
  on: { QUANTITY: { actions: "quantity" }, ...confirmed, BACK: { target: "redeem" } },
});

const topUp = kiosk.createStateConfig({
  entry: [
    "forgetIntent",
    {
      type: "askOffers",
      params: ({ context }) => ({ account: context.person?.account ?? "" }),
    },
  ],
  on: {
    OFFERS: { actions: "keepOffers" },
    AMOUNT: { actions: "keepIntent" },
    ...chosen,
    BACK: { target: "home" },
  },
});

const loadProfile = {
  type: "profile" as const,
  params: ({ context }: { readonly context: VisitContext }) => ({
    member: context.account?.member ?? "",
  }),
};

const receipts = kiosk.createStateConfig({
  entry: ["forgetIntent", loadProfile],
  on: {
    PROFILED: { actions: "keepProfile" },
    RECEIPT: { actions: "keepIntent" },
    SHOW_RECEIPT: {
      target: "picture",
      actions: {
        type: "draw",
        params: ({ event }) => ({ receipt: event.receipt }),
      },
    },
    ...chosen,
    BACK: { target: "home" },
  },
});

const coupons = kiosk.createStateConfig({
  on: {
    SHOW_COUPON: {
      target: "picture",
      actions: { type: "draw", params: ({ event }) => ({ code: event.code }) },
    },
    BACK: { target: "benefits" },
  },
});

/** A receipt or a voucher on the screen, to be photographed or held under the till's scanner. */
const picture = kiosk.createStateConfig({
  exit: "forgetPicture",
  on: { PICTURE: { actions: "keepPicture" }, BACK: { target: "home" } },
});

const profile = kiosk.createStateConfig({
  entry: ["forgetIntent", loadProfile],
  on: {
    PROFILED: { actions: "keepProfile" },
    CONSENT: { actions: "keepIntent" },
    BIRTHDAY: { guard: "birthdayUnknown", target: "birthday" },
    ...chosen,
    BACK: { target: "benefits" },
  },
});

/** Told by the guest if she likes, for the house's wishes; one that is known is changed at the desk. */
const birthday = kiosk.createStateConfig({
  entry: "clearTyped",
  on: {
    ...padEvents(dayDigits),
    DIGIT: { guard: "isDay", actions: "digit" },
    CONFIRM: { guard: "dayReady", target: "posting", actions: ["keepDay", "keepKey"] },
    BACK: { target: "profile", actions: "clearTyped" },
  },
});

const benefits = kiosk.createStateConfig({
  entry: "forgetIntent",
  on: {
    COUPONS: { target: "coupons" },
    PROFILE: { target: "profile" },
    LOSS: { guard: "provedByPin", target: "loss", actions: "keepIntent" },
    BACK: { target: "home" },
  },
});

const loss = kiosk.createStateConfig({ on: { ...confirmed, BACK: { target: "benefits" } } });

export const accountStates = {
  home,
  stays,
  stay,
  signIn,
  punch,
  redeem,
  redeemConfirm,
  topUp,
  receipts,
  coupons,
  picture,
  profile,
  birthday,
  benefits,
  loss,
};
