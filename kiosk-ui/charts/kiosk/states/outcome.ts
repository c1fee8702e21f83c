// From the confirmation to the farewell: booked, refused, unknown, done, and the card that was left behind.
import { kiosk } from "../setup.ts";
import type { Intent, VisitContext } from "../visit.ts";

const intended = ({
  context,
}: {
  readonly context: VisitContext;
}): {
  readonly intent: Intent;
  readonly key: string;
  readonly account: string;
  readonly member: string;
} => ({
  intent: context.intent ?? { kind: "punch", asset: "", quantity: 0 },
  key: context.key ?? "",
  account: context.person?.account ?? "",
  member: context.account?.member ?? "",
});

const settled = {
  ACK: { target: "done", actions: "keepOutcome" },
  REFUSED: { target: "explain", actions: "keepRefusal" },
} as const;

/** Whoever presses now, or lays a card down, is not heard. */
const posting = kiosk.createStateConfig({
  entry: { type: "post", params: intended },
  after: { noAck: { target: "unknown" } },
  on: { ...settled, LOST: { target: "unknown" }, CARD: {}, QUIT: {} },
});

const keyOf = ({ context }: { readonly context: VisitContext }): { readonly key: string } => ({
  key: context.key ?? "",
});
const drawReference = { type: "drawReference", params: keyOf } as const;

/** The guest has a reference in her hand, as a number and as a symbol where the gateway can draw one. */
const unknown = kiosk.createStateConfig({
  initial: "asking",
  entry: drawReference,
  exit: "forgetPicture",
  on: {
    ...settled,
    PICTURE: { actions: "keepPicture" },
    CARD: {},
    // Who goes before the answer is there is looked after: a person is called, if none is yet.
    QUIT: {
      target: "goodbye",
      actions: ({ self }) => self.send({ type: "HELP" }),
    },
  },
  after: { tellStaff: { actions: [({ self }) => self.send({ type: "HELP" }), drawReference] } },
  states: {
    asking: {
      entry: { type: "askKey", params: keyOf },
      after: { askAgain: { target: "asking", reenter: true } },
    },
  },
});

const explain = kiosk.createStateConfig({
  entry: { type: "sound", params: { sound: "refused" } },
  on: { BACK: [{ guard: "anonymous", target: "goodbye" }, { target: "home" }] },
});

const elsewhere = [{ guard: "anonymous", target: "goodbye" }, { target: "home" }] as const;

const done = kiosk.createStateConfig({
  entry: [
    "settleStays",
    { type: "sound", params: { sound: "done" } },
    { type: "reload", params: ({ context }) => ({ account: context.person?.account ?? "" }) },
  ],
  initial: "receipt",
  on: {
    ACCOUNT: { actions: "keepAccount" },
    JOB: { actions: "keepJob" },
    SHOW_RECEIPT: {
      target: "picture",
      actions: { type: "draw", params: ({ event }) => ({ receipt: event.receipt }) },
    },
    MORE: [...elsewhere],
    BACK: [...elsewhere],
  },
  states: {
    receipt: { always: { guard: "printed", target: "leaving" } },
    leaving: { after: { donePrinted: { target: "#kiosk.journey.goodbye" } } },
  },
});

const goodbye = kiosk.createStateConfig({
  entry: {
    type: "endVisit",
    params: ({ context }) => ({ visit: context.person?.visit ?? context.visit }),
  },
  initial: "thanks",
  on: { CARD: { target: "resolving", actions: "keepVisit" }, QUIT: {} },
  states: {
    thanks: {
      on: { BACK: { guard: "cardGone", target: "#kiosk.journey.attract" } },
      after: {
        goodbye: [{ guard: "cardGone", target: "#kiosk.journey.attract" }, { target: "cardLeft" }],
      },
    },
    cardLeft: {
      entry: { type: "sound", params: { sound: "cardLeft" } },
      on: { CARD_REMOVED: { target: "#kiosk.journey.attract", actions: "cardOff" } },
      after: { cardLeft: { target: "cardLeft", reenter: true } },
    },
  },
});

export const outcomeStates = { posting, unknown, explain, done, goodbye };
