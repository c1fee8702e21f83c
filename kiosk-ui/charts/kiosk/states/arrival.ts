// Who is it? Card, phone with PIN, a booking's code, a code for the desk; and the ways it does not work.
import { bookingDigits, kiosk, padEvents, phoneDigits, pinDigits } from "../setup.ts";

/** A card or a code ends what was being typed. */
const shown = {
  CARD: { target: "resolving", actions: "keepVisit" },
  CODE: { target: "resolvingCode", actions: "keepCode" },
  UNREADABLE: { target: "layAgain", actions: "keepUnread" },
} as const;

const attract = kiosk.createStateConfig({
  entry: "wipe",
  on: {
    CARD: {
      target: "resolving",
      actions: ["keepVisit", { type: "sound", params: { sound: "card" } }],
    },
    CODE: {
      target: "resolvingCode",
      actions: ["keepCode", { type: "sound", params: { sound: "card" } }],
    },
    UNREADABLE: shown.UNREADABLE,
    HEADSET: { target: "other", actions: "headset" },
    PHONE: { target: "phone" },
    WAYS: { target: "other" },
    QUIT: {},
  },
});

/** The ways without a card. */
const other = kiosk.createStateConfig({
  on: {
    ...shown,
    PHONE: { target: "phone" },
    BOOKING: { target: "booking" },
    ENROL: { target: "enrol" },
    BACK: { target: "goodbye" },
  },
});

/** A full number goes on by itself: eighteen touches with phone and PIN. */
const phone = kiosk.createStateConfig({
  entry: "clearTyped",
  always: { guard: "phoneReady", target: "phonePin", actions: "keepPhone" },
  on: { ...padEvents(phoneDigits), ...shown, BACK: { target: "goodbye" } },
});

const phonePin = kiosk.createStateConfig({
  always: { guard: "pinReady", target: "resolvingPhone" },
  on: { ...padEvents(pinDigits), ...shown, BACK: { target: "phone" } },
});

const booking = kiosk.createStateConfig({
  entry: "clearTyped",
  on: {
    ...padEvents(bookingDigits.most),
    ...shown,
    CONFIRM: { guard: "bookingReady", target: "finding", actions: "keepBooking" },
    BACK: { target: "other" },
  },
});

/** No answer in time: the same question again, twice; then the guest is told that there was none. */
const patiently = <Name extends string>(target: Name) =>
  ({
    resolve: [
      { guard: "mayAskAgain", target, reenter: true, actions: "askAgain" },
      { target: "blocked", actions: "noAnswer" },
    ],
  }) as const;
/** A question that did not get through is no answer: the next one is on its way. */
const unheard = { guard: "unheard" } as const;

const finding = kiosk.createStateConfig({
  entry: { type: "findStay", params: ({ context }) => ({ code: context.booking ?? "" }) },
  after: patiently("finding"),
  on: {
    STAYS_FOUND: [
      { guard: "found", target: "stay", actions: ["keepStays", "keepIntent"] },
      { target: "blocked", actions: "noBooking" },
    ],
    REFUSED: [unheard, { target: "blocked", actions: "keepRefusal" }],
  },
});

const recognised = {
  IDENTIFIED: [
    { guard: "severalCards", target: "chooseCard", actions: ["keepPerson", "turnBack"] },
    { guard: "needsPin", target: "pin", actions: "keepPerson" },
    { target: "home", actions: "keepPerson" },
  ],
} as const;

const resolving = kiosk.createStateConfig({
  entry: {
    type: "identify",
    params: ({ context: { visit } }) => (visit === undefined ? {} : { visit }),
  },
  after: patiently("resolving"),
  on: { ...recognised, REFUSED: [unheard, { target: "blocked", actions: "keepRefusal" }] },
});

/** Phone and PIN are asked once: wrong ones are counted. */
const resolvingPhone = kiosk.createStateConfig({
  entry: {
    type: "identify",
    params: ({ context: { phone: number = "", typed } }) => ({ phone: number, pin: typed }),
  },
  after: { checkPin: { target: "blocked", actions: "noAnswer" } },
  on: { ...recognised, REFUSED: { target: "blocked", actions: "keepRefusal" } },
});

/** A symbol that was shown is a member's code, or else a booking's. */
const resolvingCode = kiosk.createStateConfig({
  entry: { type: "identify", params: ({ context }) => ({ code: context.booking ?? "" }) },
  after: patiently("resolvingCode"),
  on: {
    ...recognised,
    REFUSED: [
      unheard,
      { guard: ({ event }) => event.refused.code === "card.unknown", target: "finding" },
      { target: "blocked", actions: "keepRefusal" },
    ],
  },
});

/** She has several cards, and a phone or a code does not say which is meant. */
const chooseCard = kiosk.createStateConfig({
  on: {
    TURN: { actions: "turn" },
    CHOOSE: { target: "resolvingChoice", actions: "keepChoice" },
    BACK: { target: "goodbye" },
  },
});

const resolvingChoice = kiosk.createStateConfig({
  entry: {
    type: "identify",
    params: ({ context: { person, chosen = "" } }) => ({
      visit: person?.visit ?? "",
      card: chosen,
    }),
  },
  after: patiently("resolvingChoice"),
  on: { ...recognised, REFUSED: [unheard, { target: "blocked", actions: "keepRefusal" }] },
});

/** While one try is being checked no other can be made: wrong ones are counted. */
const pin = kiosk.createStateConfig({
  initial: "typing",
  on: { BACK: { target: "goodbye" } },
  states: {
    typing: {
      entry: "clearTyped",
      always: { guard: "pinReady", target: "checking" },
      on: padEvents(pinDigits),
    },
    checking: {
      entry: {
        type: "checkPin",
        params: ({ context }) => ({ card: context.person?.card ?? "", pin: context.typed }),
      },
      after: { checkPin: { target: "#kiosk.journey.blocked", actions: "noAnswer" } },
      on: {
        PIN_RIGHT: { target: "#kiosk.journey.home", actions: ["clearTyped", "forgetIntent"] },
        REFUSED: [
          {
            guard: ({ event }) => event.refused.code === "pin.wrong",
            target: "typing",
            actions: ["keepRefusal", { type: "sound", params: { sound: "refused" } }],
          },
          { target: "#kiosk.journey.blocked", actions: "keepRefusal" },
        ],
      },
    },
  },
});

const blocked = kiosk.createStateConfig({
  entry: { type: "sound", params: { sound: "refused" } },
  after: { blockedShown: { target: "goodbye" } },
  on: { ...shown, BACK: { target: "goodbye" } },
});

/** What the desk's scanner reads: nothing personal, only the language the new guest reads. */
const enrolCode = (language: string): string => `tallygate:enrol?lang=${language}`;

/** The desk enters a new member; the symbol brings the guest there. */
const enrol = kiosk.createStateConfig({
  entry: {
    type: "draw",
    params: ({ context }) => ({ code: enrolCode(context.comfort.language) }),
  },
  exit: "forgetPicture",
  on: { ...shown, PICTURE: { actions: "keepPicture" }, BACK: { target: "other" } },
});

/** Somebody laid a card down that nobody could read: told at once, with what to do. */
const layAgain = kiosk.createStateConfig({
  entry: { type: "sound", params: { sound: "refused" } },
  after: { blockedShown: { target: "attract" } },
  on: {
    ...shown,
    UNREADABLE: { ...shown.UNREADABLE, reenter: true },
    BACK: { target: "attract" },
  },
});

/** Nobody can say whose turn it is: both cards are taken away, and one is laid down again. */
const twoCards = kiosk.createStateConfig({
  entry: ["forgetIntent", "forgetPerson", { type: "sound", params: { sound: "refused" } }],
  on: { CARD: {}, CARD_REMOVED: { target: "attract" }, BACK: { target: "goodbye" } },
});

export const arrivalStates = {
  attract,
  other,
  phone,
  phonePin,
  booking,
  finding,
  resolving,
  resolvingPhone,
  resolvingCode,
  chooseCard,
  resolvingChoice,
  pin,
  blocked,
  enrol,
  layAgain,
  twoCards,
};
