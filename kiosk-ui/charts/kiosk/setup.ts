// What the kiosk's statecharts are made of: effects the page provides, what is kept of an event, questions, delays.
import { assign, setup, stateIn } from "xstate";
import type { KioskEvent } from "./events.ts";
import {
  beginsADay,
  freshVisit,
  type Intent,
  noIntent,
  provedByPin,
  type VisitContext,
  warningSeconds,
} from "./visit.ts";

export const phoneDigits = 11;
export const pinDigits = 6;
/** Month and day; the year is nobody's business. */
export const dayDigits = 4;
/** Booking codes of digits: fewer are too easily guessed, more are typed wrong. */
export const bookingDigits = { least: 6, most: 12 } as const;

/** So often is asked again who this is, before the guest is told that there was no answer. */
const askedAgainMax = 2;

/** Milliseconds; PAGES.md sections 1 and 4. Who listens needs twice the time. */
export const delays = {
  shade: 15_000,
  idle: ({ context }: { readonly context: VisitContext }): number =>
    context.comfort.speech ? 120_000 : 60_000,
  second: ({ context }: { readonly context: VisitContext }): number =>
    context.comfort.speech ? 2_000 : 1_000,
  resolve: 3_000,
  checkPin: 8_000,
  noAck: 4_000,
  askAgain: 2_000,
  tellStaff: 15_000,
  blockedShown: 15_000,
  donePrinted: 8_000,
  goodbye: 5_000,
  cardLeft: 2_000,
  linkLost: 2_000,
  helpShown: 120_000,
} as const;

const isComplete = (context: VisitContext, digits: number): boolean =>
  context.typed.length === digits;

/** The intent a touch begins, if it begins one. */
const intentOf = (context: VisitContext, event: KioskEvent): Intent | undefined => {
  if (event.type === "PUNCH") return { kind: "punch", asset: event.asset, quantity: 1 };
  if (event.type === "REWARD") return { kind: "redeem", ...event.wanted, quantity: 1 };
  if (event.type === "STAY") return { kind: "checkIn", stay: event.stay };
  if (event.type === "STAYS" || event.type === "STAYS_FOUND") {
    const [first] = event.type === "STAYS" ? context.stays : event.stays;
    return first && { kind: "checkIn", stay: first.stay };
  }
  if (event.type === "SIGN_IN") return { kind: "signIn" };
  if (event.type === "AMOUNT") return { kind: "topUp", amount: event.amount };
  if (event.type === "RECEIPT") return { kind: "print", receipt: event.receipt };
  if (event.type === "CONSENT") return { kind: "consent", marketing: event.marketing };
  if (event.type === "LOSS") return context.person && { kind: "loss", card: context.person.card };
  return undefined;
};

/** The same intent for so many, at least one and of a reward no more than can be had. */
const counted = (intent: Intent | undefined, quantity: number): Intent | undefined =>
  intent?.kind === "punch"
    ? { ...intent, quantity }
    : intent?.kind === "redeem"
      ? { ...intent, quantity: Math.max(1, Math.min(quantity, intent.most)) }
      : intent;

/** What a guest is recognised by; of several cards the one she chose. */
interface Shown {
  readonly visit?: string;
  readonly card?: string;
  readonly phone?: string;
  readonly pin?: string;
  readonly code?: string;
}

type SoundName = "card" | "done" | "refused" | "warning" | "cardLeft" | "help";

export const kiosk = setup({
  types: { context: {} as VisitContext, events: {} as KioskEvent },
  actions: {
    /** ask the gateway who the guest is */
    identify: (_at, _params: Shown) => {},
    /** check the PIN of the recognised card */
    checkPin: (_at, _params: { card: string; pin: string }) => {},
    /** look for the booking whose code the guest has */
    findStay: (_at, _params: { code: string }) => {},
    /** do what the guest confirmed, under its key */
    post: (_at, _params: { intent: Intent; key: string; account: string; member: string }) => {},
    /** find out what became of a key that was not answered */
    askKey: (_at, _params: { key: string }) => {},
    reload: (_at, _params: { account: string }) => {},
    /** the file of the guest and her receipts */
    profile: (_at, _params: { member: string }) => {},
    /** what each amount of a top-up brings on top */
    askOffers: (_at, _params: { account: string }) => {},
    /** lay out a receipt, or a code with its symbol, as the printer would */
    draw: (_at, _params: { receipt?: string; code?: string }) => {},
    /** the symbol of a key that was not answered, if it can be had */
    drawReference: (_at, _params: { key: string }) => {},
    callStaff: (_at, _params: { account: string | undefined }) => {},
    /** receipts and the names of things follow the guest's language */
    speak: (_at, _params: { language: string }) => {},
    /** the visit is over: the page forgets it and tells the gateway */
    endVisit: (_at, _params: { visit: string | undefined }) => {},
    sound: (_at, _params: { sound: SoundName }) => {},
    wipe: assign(freshVisit),
    keepVisit: assign(({ context, event }) =>
      event.type === "CARD"
        ? {
            ...freshVisit,
            comfort: context.comfort,
            help: context.help,
            visit: event.visit,
            cardOnReader: true,
          }
        : {},
    ),
    keepUnread: assign(({ event }) => (event.type === "UNREADABLE" ? { unread: event.why } : {})),
    keepCode: assign(({ event }) =>
      event.type === "CODE" ? { booking: event.code, asked: 0 } : {},
    ),
    askAgain: assign(({ context }) => ({ asked: context.asked + 1 })),
    digit: assign(({ context, event }) =>
      event.type === "DIGIT" ? { typed: `${context.typed}${event.digit}` } : {},
    ),
    rubOut: assign(({ context }) => ({ typed: context.typed.slice(0, -1) })),
    clearTyped: assign({ typed: "" }),
    keepPhone: assign(({ context }) => ({ phone: context.typed, typed: "" })),
    keepBooking: assign(({ context }) => ({ booking: context.typed, typed: "", asked: 0 })),
    keepPerson: assign(({ event }) =>
      event.type === "IDENTIFIED"
        ? {
            person: event.person,
            account: event.account,
            stays: event.stays ?? [],
            gifts: event.gifts ?? [],
            typed: "",
          }
        : {},
    ),
    keepChoice: assign(({ event }) =>
      event.type === "CHOOSE" ? { chosen: event.card, asked: 0 } : {},
    ),
    keepStays: assign(({ event }) => (event.type === "STAYS_FOUND" ? { stays: event.stays } : {})),
    keepAccount: assign(({ context, event }) =>
      event.type === "ACCOUNT"
        ? { account: event.account, gifts: event.gifts ?? context.gifts }
        : {},
    ),
    keepOffers: assign(({ event }) => (event.type === "OFFERS" ? { offers: event.offers } : {})),
    turn: assign(({ context }) => ({ turned: context.turned + 1 })),
    turnBack: assign({ turned: 0 }),
    keepProfile: assign(({ event }) =>
      event.type === "PROFILED" ? { profile: event.profile } : {},
    ),
    keepPicture: assign(({ event }) =>
      event.type === "PICTURE" ? { picture: event.picture } : {},
    ),
    forgetPicture: assign({ picture: undefined }),
    keepRefusal: assign(({ event }) =>
      event.type === "REFUSED" ? { refused: event.refused } : {},
    ),
    noAnswer: assign({ refused: { code: "not_answered", params: {} } }),
    noBooking: assign({ refused: { code: "no_booking", params: {} } }),
    forgetPerson: assign({
      person: undefined,
      account: undefined,
      stays: [],
      gifts: [],
      offers: [],
      profile: undefined,
    }),
    keepIntent: assign(({ context, event }) => {
      const intent = intentOf(context, event);
      return intent === undefined ? {} : { intent };
    }),
    keepDay: assign(({ context: { typed } }) => ({
      intent: { kind: "birthday", date: `0000-${typed.slice(0, 2)}-${typed.slice(2)}` },
      typed: "",
    })),
    quantity: assign(({ context, event }) =>
      event.type === "QUANTITY" ? { intent: counted(context.intent, event.quantity) } : {},
    ),
    keepKey: assign(({ event }) => (event.type === "CONFIRM" ? { key: event.key } : {})),
    keepOutcome: assign(({ event }) => (event.type === "ACK" ? { outcome: event.outcome } : {})),
    keepJob: assign(({ event }) => (event.type === "JOB" ? { job: event.job } : {})),
    /** what was checked in to is no booking any more */
    settleStays: assign(({ context: { stays, intent } }) =>
      intent?.kind === "checkIn" ? { stays: stays.filter(({ stay }) => stay !== intent.stay) } : {},
    ),
    forgetIntent: assign(noIntent),
    comfort: assign(({ context, event }) =>
      event.type === "COMFORT" ? { comfort: { ...context.comfort, ...event.comfort } } : {},
    ),
    headset: assign(({ context, event }) =>
      event.type === "HEADSET" ? { comfort: { ...context.comfort, speech: event.plugged } } : {},
    ),
    calling: assign({ help: "calling" }),
    keepHelp: assign(({ event }) => (event.type === "HELPED" ? { help: event.help } : {})),
    noHelp: assign({ help: undefined }),
    cardOff: assign({ cardOnReader: false }),
    fullTime: assign({ secondsLeft: warningSeconds }),
    lessTime: assign(({ context }) => ({ secondsLeft: context.secondsLeft - 1 })),
  },
  guards: {
    phoneReady: ({ context }) => isComplete(context, phoneDigits),
    pinReady: ({ context }) => isComplete(context, pinDigits),
    birthdayUnknown: ({ context }) => context.profile?.birthday === false,
    dayReady: ({ context }) => isComplete(context, dayDigits),
    /** what is no day cannot be typed */
    isDay: ({ context, event }) =>
      event.type === "DIGIT" &&
      context.typed.length < dayDigits &&
      beginsADay(`${context.typed}${event.digit}`),
    bookingReady: ({ context }) => context.typed.length >= bookingDigits.least,
    mayAskAgain: ({ context }) => context.asked < askedAgainMax,
    /** the question did not get through; wrong PINs are counted, so with one it is never put again */
    unheard: ({ event }) => event.type === "REFUSED" && event.refused.code === "not_answered",
    canType: ({ context }, digits: number) => context.typed.length < digits,
    /** a PIN typed with the phone is not asked for again */
    needsPin: ({ context, event }) =>
      event.type === "IDENTIFIED" && event.person.needsPin && context.phone === undefined,
    severalCards: ({ event }) => event.type === "IDENTIFIED" && event.person.cards !== undefined,
    /** who only holds a card is not yet its holder: a loss is reported after a PIN, or at the desk */
    provedByPin: ({ context }) => provedByPin(context),
    oneStay: ({ context }) => context.stays.length === 1,
    someStays: ({ context }) => context.stays.length > 1,
    found: ({ event }) => event.type === "STAYS_FOUND" && event.stays.length > 0,
    anonymous: ({ context }) => context.person === undefined,
    noTimeLeft: ({ context }) => context.secondsLeft <= 1,
    halfTime: ({ context }) => context.secondsLeft === warningSeconds / 2 + 1,
    attended: stateIn({ journey: "attract" }),
    inFlight: stateIn({ journey: "posting" }),
    unsettled: stateIn({ journey: "unknown" }),
    cardGone: ({ context }) => !context.cardOnReader,
    /** a second card while the first still lies there: nobody can say whose turn it is */
    twoCards: ({ context }) => context.cardOnReader,
    printed: ({ context }) => context.job?.state === "printed",
    /** who waits for a person is not sent away */
    helpComes: ({ context }) => context.help !== undefined && context.person !== undefined,
  },
  delays,
});

/** Adds a digit, takes one off, clears: what every pad does. */
export const padEvents = (digits: number) =>
  ({
    DIGIT: { guard: { type: "canType", params: digits }, actions: "digit" },
    RUB_OUT: { actions: "rubOut" },
    CLEAR: { actions: "clearTyped" },
  }) as const;
