// The kiosk as statecharts: the journey, the idle watch and the link side by side. No DOM, no network: effects are
// named actions with data (`identify`, `post`, `askKey` …) that the page provides.
import { assign, setup, stateIn } from "xstate";
import type { KioskEvent } from "./events.ts";
import {
  freshVisit,
  type Intent,
  noIntent,
  provedByPin,
  type VisitContext,
  warningSeconds,
} from "./visit.ts";

export const phoneDigits = 11;
export const pinDigits = 6;

/** Milliseconds; PAGES.md sections 1 and 4. */
export const delays = {
  shade: 15_000,
  idle: 60_000,
  second: 1_000,
  resolve: 8_000,
  noAck: 4_000,
  askAgain: 2_000,
  blockedShown: 15_000,
  donePrinted: 8_000,
  goodbye: 5_000,
  cardLeft: 2_000,
  linkLost: 2_000,
} as const;

const isComplete = (context: VisitContext, digits: number): boolean =>
  context.typed.length === digits;

export const kioskMachine = setup({
  types: { context: {} as VisitContext, events: {} as KioskEvent },
  actions: {
    /** ask the gateway who the guest is */
    identify: (_at, _params: { visit?: string; phone?: string; pin?: string }) => {},
    /** check the PIN of the recognised card */
    checkPin: (_at, _params: { card: string; pin: string }) => {},
    /** do what the guest confirmed, under its key */
    post: (_at, _params: { intent: Intent; key: string; account: string }) => {},
    /** find out what became of a key that was not answered */
    askKey: (_at, _params: { key: string }) => {},
    reload: (_at, _params: { account: string }) => {},
    callStaff: () => {},
    /** the visit is over: the page forgets it and tells the gateway */
    endVisit: (_at, _params: { visit: string | undefined }) => {},
    sound: (_at, _params: { sound: "card" | "done" | "refused" | "warning" | "cardLeft" }) => {},
    wipe: assign(freshVisit),
    keepVisit: assign(({ context, event }) =>
      event.type === "CARD"
        ? { ...freshVisit, comfort: context.comfort, visit: event.visit, cardOnReader: true }
        : {},
    ),
    digit: assign(({ context, event }) =>
      event.type === "DIGIT" ? { typed: `${context.typed}${event.digit}` } : {},
    ),
    rubOut: assign(({ context }) => ({ typed: context.typed.slice(0, -1) })),
    clearTyped: assign({ typed: "" }),
    keepPhone: assign(({ context }) => ({ phone: context.typed, typed: "" })),
    keepPerson: assign(({ event }) =>
      event.type === "IDENTIFIED"
        ? { person: event.person, account: event.account, typed: "" }
        : {},
    ),
    keepAccount: assign(({ event }) =>
      event.type === "ACCOUNT" ? { account: event.account } : {},
    ),
    keepRefusal: assign(({ event }) =>
      event.type === "REFUSED" ? { refused: event.refused } : {},
    ),
    keepIntent: assign(({ context, event }) =>
      event.type === "PUNCH"
        ? { intent: { kind: "punch", asset: event.asset, quantity: 1 } as const }
        : event.type === "REWARD"
          ? { intent: { kind: "redeem", reward: event.reward, points: event.points } as const }
          : event.type === "LOSS" && context.person !== undefined
            ? { intent: { kind: "loss", card: context.person.card } as const }
            : {},
    ),
    quantity: assign(({ context, event }) =>
      event.type === "QUANTITY" && context.intent?.kind === "punch"
        ? { intent: { ...context.intent, quantity: event.quantity } }
        : {},
    ),
    keepKey: assign(({ event }) => (event.type === "CONFIRM" ? { key: event.key } : {})),
    keepOutcome: assign(({ event }) => (event.type === "ACK" ? { outcome: event.outcome } : {})),
    keepJob: assign(({ event }) => (event.type === "JOB" ? { job: event.job } : {})),
    forgetIntent: assign(noIntent),
    comfort: assign(({ context, event }) =>
      event.type === "COMFORT" ? { comfort: { ...context.comfort, ...event.comfort } } : {},
    ),
    cardOff: assign({ cardOnReader: false }),
    fullTime: assign({ secondsLeft: warningSeconds }),
    lessTime: assign(({ context }) => ({ secondsLeft: context.secondsLeft - 1 })),
  },
  guards: {
    phoneReady: ({ context }) => isComplete(context, phoneDigits),
    pinReady: ({ context }) => isComplete(context, pinDigits),
    canType: ({ context }, digits: number) => context.typed.length < digits,
    needsPin: ({ event }) => event.type === "IDENTIFIED" && event.person.needsPin,
    /** who only holds a card is not yet its holder: a loss is reported after a PIN, or at the desk */
    provedByPin: ({ context }) => provedByPin(context),
    noTimeLeft: ({ context }) => context.secondsLeft <= 1,
    attended: stateIn({ journey: "attract" }),
    inFlight: stateIn({ journey: "posting" }),
    unsettled: stateIn({ journey: "unknown" }),
    cardGone: ({ context }) => !context.cardOnReader,
    printed: ({ context }) => context.job?.state === "printed",
  },
  delays,
}).createMachine({
  id: "kiosk",
  type: "parallel",
  context: freshVisit,
  on: { COMFORT: { actions: "comfort" }, HELP: { actions: "callStaff" } },
  states: {
    journey: {
      initial: "attract",
      on: {
        QUIT: { target: ".goodbye" },
        CARD_REMOVED: { actions: "cardOff" },
      },
      states: {
        attract: {
          entry: "wipe",
          on: {
            CARD: {
              target: "resolving",
              actions: ["keepVisit", { type: "sound", params: { sound: "card" } }],
            },
            PHONE: { target: "phone" },
            QUIT: {},
          },
        },
        phone: {
          on: {
            DIGIT: { guard: { type: "canType", params: phoneDigits }, actions: "digit" },
            RUB_OUT: { actions: "rubOut" },
            CLEAR: { actions: "clearTyped" },
            CONFIRM: { guard: "phoneReady", target: "phonePin", actions: "keepPhone" },
            CARD: { target: "resolving", actions: "keepVisit" },
            BACK: { target: "goodbye" },
          },
        },
        phonePin: {
          on: {
            DIGIT: { guard: { type: "canType", params: pinDigits }, actions: "digit" },
            RUB_OUT: { actions: "rubOut" },
            CLEAR: { actions: "clearTyped" },
            CONFIRM: { guard: "pinReady", target: "resolving" },
            CARD: { target: "resolving", actions: "keepVisit" },
            BACK: { target: "phone", actions: "clearTyped" },
          },
        },
        resolving: {
          entry: {
            type: "identify",
            params: ({ context: { visit, phone, typed } }) => ({
              ...(visit === undefined ? {} : { visit }),
              ...(phone === undefined ? {} : { phone, pin: typed }),
            }),
          },
          after: {
            resolve: {
              target: "blocked",
              actions: assign({ refused: { code: "not_answered", params: {} } }),
            },
          },
          on: {
            IDENTIFIED: [
              { guard: "needsPin", target: "pin", actions: "keepPerson" },
              { target: "home", actions: "keepPerson" },
            ],
            REFUSED: { target: "blocked", actions: "keepRefusal" },
          },
        },
        pin: {
          entry: "clearTyped",
          on: {
            DIGIT: { guard: { type: "canType", params: pinDigits }, actions: "digit" },
            RUB_OUT: { actions: "rubOut" },
            CLEAR: { actions: "clearTyped" },
            CONFIRM: {
              guard: "pinReady",
              actions: {
                type: "checkPin",
                params: ({ context }) => ({ card: context.person?.card ?? "", pin: context.typed }),
              },
            },
            PIN_RIGHT: { target: "home", actions: "clearTyped" },
            REFUSED: [
              {
                guard: ({ event }) => event.refused.code === "pin.wrong",
                actions: [
                  "keepRefusal",
                  "clearTyped",
                  { type: "sound", params: { sound: "refused" } },
                ],
              },
              { target: "blocked", actions: "keepRefusal" },
            ],
            BACK: { target: "goodbye" },
          },
        },
        blocked: {
          entry: { type: "sound", params: { sound: "refused" } },
          after: { blockedShown: { target: "goodbye" } },
          on: {
            CARD: { target: "resolving", actions: "keepVisit" },
            BACK: { target: "goodbye" },
          },
        },
        home: {
          entry: "forgetIntent",
          on: {
            PUNCH: { target: "punch", actions: "keepIntent" },
            REDEEM: { target: "redeem" },
            BENEFITS: { target: "benefits" },
            ACCOUNT: { actions: "keepAccount" },
            BACK: { target: "goodbye" },
          },
        },
        punch: {
          on: {
            QUANTITY: { actions: "quantity" },
            CONFIRM: { target: "posting", actions: "keepKey" },
            BACK: { target: "home" },
          },
        },
        redeem: {
          on: {
            REWARD: { target: "redeemConfirm", actions: "keepIntent" },
            BACK: { target: "home" },
          },
        },
        redeemConfirm: {
          on: {
            CONFIRM: { target: "posting", actions: "keepKey" },
            BACK: { target: "redeem" },
          },
        },
        benefits: {
          on: {
            LOSS: { guard: "provedByPin", target: "loss", actions: "keepIntent" },
            BACK: { target: "home" },
          },
        },
        loss: {
          on: {
            CONFIRM: { target: "posting", actions: "keepKey" },
            BACK: { target: "benefits" },
          },
        },
        posting: {
          entry: { type: "post", params: ({ context }) => intended(context) },
          after: { noAck: { target: "unknown" } },
          on: {
            ACK: { target: "done", actions: "keepOutcome" },
            REFUSED: { target: "explain", actions: "keepRefusal" },
            LOST: { target: "unknown" },
            QUIT: {},
          },
        },
        unknown: {
          initial: "asking",
          on: {
            ACK: { target: "done", actions: "keepOutcome" },
            REFUSED: { target: "explain", actions: "keepRefusal" },
            QUIT: { target: "goodbye", actions: "callStaff" },
          },
          states: {
            asking: {
              entry: { type: "askKey", params: ({ context }) => ({ key: context.key ?? "" }) },
              after: { askAgain: { target: "asking", reenter: true } },
            },
          },
        },
        explain: {
          entry: { type: "sound", params: { sound: "refused" } },
          on: { BACK: { target: "home" } },
        },
        done: {
          entry: [
            { type: "sound", params: { sound: "done" } },
            {
              type: "reload",
              params: ({ context }) => ({ account: context.person?.account ?? "" }),
            },
          ],
          initial: "receipt",
          on: {
            ACCOUNT: { actions: "keepAccount" },
            JOB: { actions: "keepJob" },
            MORE: { target: "home" },
            BACK: { target: "home" },
          },
          states: {
            receipt: { always: { guard: "printed", target: "leaving" } },
            leaving: { after: { donePrinted: { target: "#kiosk.journey.goodbye" } } },
          },
        },
        goodbye: {
          entry: {
            type: "endVisit",
            params: ({ context }) => ({ visit: context.person?.visit ?? context.visit }),
          },
          initial: "thanks",
          on: {
            CARD: { target: "resolving", actions: "keepVisit" },
            QUIT: {},
          },
          states: {
            thanks: {
              on: { BACK: { guard: "cardGone", target: "#kiosk.journey.attract" } },
              after: {
                goodbye: [
                  { guard: "cardGone", target: "#kiosk.journey.attract" },
                  { target: "cardLeft" },
                ],
              },
            },
            cardLeft: {
              entry: { type: "sound", params: { sound: "cardLeft" } },
              on: { CARD_REMOVED: { target: "#kiosk.journey.attract", actions: "cardOff" } },
              after: { cardLeft: { target: "cardLeft", reenter: true } },
            },
          },
        },
      },
    },
    idle: {
      initial: "watching",
      on: { ACTIVITY: { target: ".watching", actions: "fullTime" } },
      states: {
        watching: {
          initial: "fresh",
          after: {
            idle: [
              // Who chose a language and went away leaves the house as it was.
              { guard: "attended", target: "watching", reenter: true, actions: "wipe" },
              { guard: "inFlight", target: "watching", reenter: true },
              { guard: "unsettled", target: "watching", reenter: true },
              { target: "warning" },
            ],
          },
          states: { fresh: { after: { shade: { target: "shaded" } } }, shaded: {} },
        },
        warning: {
          entry: ["fullTime", { type: "sound", params: { sound: "warning" } }],
          initial: "counting",
          states: {
            counting: {
              after: {
                second: [
                  { guard: "attended", target: "#kiosk.idle.watching" },
                  { guard: "noTimeLeft", target: "#kiosk.idle.over" },
                  { target: "counting", reenter: true, actions: "lessTime" },
                ],
              },
            },
          },
        },
        over: {
          entry: ({ self }) => self.send({ type: "QUIT" }),
          always: { target: "watching" },
        },
      },
    },
    link: {
      initial: "up",
      states: {
        up: { on: { LINK_DOWN: { target: "shaky" } } },
        shaky: { after: { linkLost: { target: "down" } }, on: { LINK_UP: { target: "up" } } },
        down: { on: { LINK_UP: { target: "up" } } },
      },
    },
  },
});

const intended = (context: VisitContext): { intent: Intent; key: string; account: string } => ({
  intent: context.intent ?? { kind: "punch", asset: "", quantity: 0 },
  key: context.key ?? "",
  account: context.person?.account ?? "",
});
