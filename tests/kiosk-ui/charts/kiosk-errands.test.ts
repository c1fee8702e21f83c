// The kiosk's errands without a page: check-in, top-up, papers, own word, help, two cards, ways in without a card.
import { describe, expect, test } from "vitest";
import type { KioskEvent } from "../../../kiosk-ui/charts/kiosk/events.ts";
import { kioskMachine } from "../../../kiosk-ui/charts/kiosk/machine.ts";
import { beginsADay } from "../../../kiosk-ui/charts/kiosk/visit.ts";
import { account, booked, openKiosk, outcome, person, profile, toHome } from "./open-kiosk.ts";

const withStays = (...stays: readonly (typeof booked)[]): readonly KioskEvent[] => [
  { type: "CARD", visit: "v_1" },
  { type: "IDENTIFIED", person, account, stays },
];
const typed = (digits: string): readonly KioskEvent[] =>
  Array.from(digits, (digit) => ({ type: "DIGIT", digit }));

describe("check-in", () => {
  test("is two touches with one booking, and the booking is gone from the page afterwards", () => {
    const kiosk = openKiosk();
    kiosk.send(...withStays(booked), { type: "STAYS" });
    expect(kiosk.journey()).toBe("stay");
    kiosk.send({ type: "CONFIRM", key: "k_1" });
    expect(kiosk.posts()).toMatchObject([{ intent: { kind: "checkIn", stay: "s_1" }, key: "k_1" }]);
    kiosk.send({ type: "ACK", outcome });
    expect(kiosk.journey()).toEqual({ done: "receipt" });
    kiosk.send({ type: "MORE" });
    expect([kiosk.journey(), kiosk.context().stays]).toEqual(["home", []]);
  });

  test("asks which where there are several, and goes back to the choice", () => {
    const kiosk = openKiosk();
    const second = { ...booked, stay: "s_2" };
    kiosk.send(...withStays(booked, second as never), { type: "STAYS" });
    expect(kiosk.journey()).toBe("stays");
    kiosk.send({ type: "STAY", stay: "s_2" });
    expect(kiosk.context().intent).toEqual({ kind: "checkIn", stay: "s_2" });
    kiosk.send({ type: "BACK" });
    expect(kiosk.journey()).toBe("stays");
  });

  test("works for a guest without a card by the code of the booking, and ends with her", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "WAYS" }, { type: "BOOKING" }, ...typed("20260"));
    kiosk.send({ type: "CONFIRM", key: "k_0" });
    expect(kiosk.journey()).toBe("booking");
    kiosk.send(...typed("1"), { type: "CONFIRM", key: "k_0" });
    expect(kiosk.effects.at(-1)).toEqual({ name: "findStay", params: { code: "202601" } });
    kiosk.send({ type: "STAYS_FOUND", stays: [booked] }, { type: "CONFIRM", key: "k_1" });
    kiosk.send({ type: "ACK", outcome }, { type: "MORE" });
    expect(kiosk.journey()).toHaveProperty("goodbye");
  });

  test("takes a symbol for a member's code first, then for a booking's", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "CODE", code: "B-77" });
    expect(kiosk.effects.at(-1)).toEqual({ name: "identify", params: { code: "B-77" } });
    kiosk.send({ type: "REFUSED", refused: { code: "card.unknown", params: {} } });
    expect(kiosk.effects.at(-1)).toEqual({ name: "findStay", params: { code: "B-77" } });
    kiosk.send({ type: "STAYS_FOUND", stays: [] });
    expect([kiosk.journey(), kiosk.context().refused?.code]).toEqual(["blocked", "no_booking"]);
  });
});

describe("the errands at the account", () => {
  test("a reward is had as often as points and catalogue allow, never less than once", () => {
    const kiosk = openKiosk();
    const wanted = { reward: "tea", choice: "green", points: 100, most: 3 };
    kiosk.send(...toHome, { type: "REDEEM" }, { type: "REWARD", wanted });
    const quantity = (to: number): unknown => {
      kiosk.send({ type: "QUANTITY", quantity: to });
      return kiosk.context().intent;
    };
    expect(quantity(3)).toMatchObject({ quantity: 3 });
    expect(quantity(9)).toMatchObject({ quantity: 3 });
    expect(quantity(0)).toMatchObject({ quantity: 1 });
    quantity(2);
    kiosk.send({ type: "CONFIRM", key: "k_1" });
    expect(kiosk.posts()).toMatchObject([
      { key: "k_1", intent: { kind: "redeem", reward: "tea", choice: "green", quantity: 2 } },
    ]);
  });

  test("a long list turns its pages and begins anew from the account", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "REDEEM" }, { type: "TURN" }, { type: "TURN" });
    expect(kiosk.context().turned).toBe(2);
    kiosk.send({ type: "BACK" });
    expect(kiosk.context().turned).toBe(0);
  });

  test("what a top-up brings on top is asked before an amount is chosen, and nothing is posted", () => {
    const kiosk = openKiosk();
    const offers = [{ amount: 50_000, bonus: 3_000, cites: ["2.3"] }];
    kiosk.send(...toHome, { type: "TOP_UP" });
    expect(kiosk.effects.at(-1)).toEqual({ name: "askOffers", params: { account: "a_1" } });
    kiosk.send({ type: "OFFERS", offers });
    expect([kiosk.context().offers, kiosk.posts()]).toEqual([offers, []]);
  });

  test("a top-up is chosen, then confirmed: three touches to the cashier's queue", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "TOP_UP" }, { type: "AMOUNT", amount: 50_000 });
    expect(kiosk.posts()).toEqual([]);
    kiosk.send({ type: "CONFIRM", key: "k_1" });
    expect(kiosk.posts()).toMatchObject([{ intent: { kind: "topUp", amount: 50_000 } }]);
  });

  test("a receipt is printed again in two touches; shown, it is drawn and then forgotten", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "RECEIPTS" }, { type: "PROFILED", profile });
    kiosk.send({ type: "RECEIPT", receipt: "r_1" }, { type: "CONFIRM", key: "k_1" });
    expect(kiosk.posts()).toMatchObject([{ intent: { kind: "print", receipt: "r_1" } }]);
    kiosk.send({ type: "ACK", outcome }, { type: "SHOW_RECEIPT", receipt: "r_1" });
    expect(kiosk.effects.at(-1)).toEqual({ name: "draw", params: { receipt: "r_1" } });
    kiosk.send({ type: "PICTURE", picture: "data:," });
    expect(kiosk.context().picture).toBe("data:,");
    kiosk.send({ type: "BACK" });
    expect([kiosk.journey(), kiosk.context().picture]).toEqual(["home", undefined]);
  });

  test("nothing is confirmed without an intent: a stray confirm on a list posts nothing", () => {
    for (const list of ["RECEIPTS", "TOP_UP"] as const) {
      const kiosk = openKiosk();
      kiosk.send(...toHome, { type: list }, { type: "CONFIRM", key: "k_1" });
      expect(kiosk.posts(), list).toEqual([]);
    }
  });
});

describe("a call for help", () => {
  test("is shown as far as it has got, and keeps the visit alive for two minutes", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "HELP" }, { type: "HELP" });
    expect(kiosk.effects.filter(({ name }) => name === "callStaff")).toEqual([
      { name: "callStaff", params: { account: "a_1" } },
    ]);
    kiosk.send({ type: "HELPED", help: "seen" });
    expect(kiosk.context().help).toBe("seen");
    kiosk.clock.increment(61_000);
    expect(kiosk.actor.getSnapshot().matches({ idle: "warning" })).toBe(false);
    kiosk.clock.increment(60_000);
    expect(kiosk.context().help).toBeUndefined();
    kiosk.clock.increment(60_000);
    expect(kiosk.actor.getSnapshot().matches({ idle: "warning" })).toBe(true);
  });

  test("is over when the desk says so", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "HELP" }, { type: "HELPED", help: undefined });
    expect(kiosk.context().help).toBeUndefined();
  });
});

describe("cards", () => {
  test("two on the reader: the figures are gone, nobody is guessed, and one card starts again", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "CARD", visit: "v_2" });
    expect([kiosk.journey(), kiosk.context().person]).toEqual(["twoCards", undefined]);
    kiosk.send({ type: "CARD_REMOVED" });
    expect(kiosk.journey()).toBe("attract");
    kiosk.send({ type: "CARD", visit: "v_3" });
    expect(kiosk.journey()).toBe("resolving");
  });

  test("the next guest's card takes the page over, but not while something is being booked", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "CARD_REMOVED" }, { type: "CARD", visit: "v_2" });
    expect([kiosk.journey(), kiosk.context().person]).toEqual(["resolving", undefined]);
    const busy = openKiosk();
    busy.send(...toHome, { type: "CARD_REMOVED" }, { type: "PUNCH", asset: "spa" });
    busy.send({ type: "CONFIRM", key: "k" }, { type: "CARD", visit: "v_2" });
    expect(busy.journey()).toBe("posting");
  });
});

describe("every state", () => {
  const states = Object.keys(kioskMachine.config.states?.journey?.states ?? {});
  const reaching = 5;

  test("hears help, farewell and language: no state has closed that door, and each says why it waits", () => {
    const deaf = new Set(["posting", "goodbye", "attract"]);
    for (const state of states) {
      const own: unknown = kioskMachine.config.states?.journey?.states?.[state as "home"]?.on;
      const quits = typeof own === "object" && own !== null && "QUIT" in own;
      if (quits && state !== "unknown") expect(deaf).toContain(state);
      expect(JSON.stringify(own ?? {})).not.toMatch(/"HELP"|"COMFORT"/);
    }
    expect(states.length).toBeGreaterThan(reaching * 5);
  });

  test("with speech there is twice the time before the warning and in it", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "HEADSET", plugged: true });
    expect(kiosk.journey()).toBe("other");
    kiosk.send({ type: "PHONE" }, { type: "ACTIVITY" });
    kiosk.clock.increment(119_000);
    expect(kiosk.actor.getSnapshot().matches({ idle: "watching" })).toBe(true);
    kiosk.clock.increment(1_000);
    for (let second = 0; second < 39; second += 1) kiosk.clock.increment(1_000);
    expect(kiosk.journey()).toBe("phone");
    kiosk.clock.increment(1_000);
    expect(kiosk.journey()).toHaveProperty("goodbye");
  });
});

describe("a card that could not be read", () => {
  test("is told at once with what to do, and read when it lies there again", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "COMFORT", comfort: { language: "ja" } });
    kiosk.send({ type: "UNREADABLE", why: "left" });
    expect([kiosk.journey(), kiosk.context().unread]).toEqual(["layAgain", "left"]);
    kiosk.send({ type: "UNREADABLE", why: "mute" });
    expect([kiosk.journey(), kiosk.context().unread]).toEqual(["layAgain", "mute"]);
    kiosk.send(...toHome);
    expect(kiosk.journey()).toBe("home");
    expect([kiosk.context().unread, kiosk.context().comfort.language]).toEqual([undefined, "ja"]);
  });

  test("is forgotten when nobody lays another one, and takes nobody away from an account", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "UNREADABLE", why: "mute" });
    kiosk.clock.increment(15_000);
    expect(kiosk.journey()).toBe("attract");
    kiosk.send(...toHome, { type: "UNREADABLE", why: "mute" });
    expect(kiosk.journey()).toBe("home");
  });
});

describe("a card that is not answered", () => {
  const asked = (kiosk: ReturnType<typeof openKiosk>): number =>
    kiosk.effects.filter(({ name }) => name === "identify").length;

  test("is asked for three times in nine seconds, then the guest is told; a late answer counts", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "CARD", visit: "v_1" });
    kiosk.send({ type: "REFUSED", refused: { code: "not_answered", params: {} } });
    expect([kiosk.journey(), asked(kiosk)]).toEqual(["resolving", 1]);
    kiosk.clock.increment(3_000);
    kiosk.clock.increment(3_000);
    expect([kiosk.journey(), asked(kiosk)]).toEqual(["resolving", 3]);
    kiosk.clock.increment(3_000);
    expect([kiosk.journey(), asked(kiosk)]).toEqual(["blocked", 3]);
    expect(kiosk.context().refused?.code).toBe("not_answered");
    kiosk.send({ type: "CARD", visit: "v_2" });
    kiosk.clock.increment(3_000);
    kiosk.send(...toHome.slice(1));
    expect([kiosk.journey(), asked(kiosk)]).toEqual(["home", 5]);
  });

  test("what the gateway refuses is not asked again, and a PIN never is", () => {
    const refusedCard = openKiosk();
    refusedCard.send({ type: "CARD", visit: "v_1" });
    refusedCard.send({ type: "REFUSED", refused: { code: "card.lost", params: {} } });
    expect([refusedCard.journey(), asked(refusedCard)]).toEqual(["blocked", 1]);
    const byPhone = openKiosk();
    byPhone.send({ type: "PHONE" });
    for (const digit of "13800138000123456") byPhone.send({ type: "DIGIT", digit });
    for (let second = 0; second < 8; second += 1) byPhone.clock.increment(1_000);
    expect([byPhone.journey(), asked(byPhone)]).toEqual(["blocked", 1]);
    expect(byPhone.effects[0]).toEqual({
      name: "identify",
      params: { phone: "13800138000", pin: "123456" },
    });
  });
});

describe("a birthday", () => {
  const toPad: readonly KioskEvent[] = [
    ...toHome,
    { type: "BENEFITS" },
    { type: "PROFILE" },
    { type: "PROFILED", profile: { ...profile, birthday: false } },
    { type: "BIRTHDAY" },
  ];

  test("is told by who likes to, without its year, and posted under one key", () => {
    const kiosk = openKiosk();
    kiosk.send(...toPad, ...typed("0229"), { type: "CONFIRM", key: "k_1" });
    expect(kiosk.posts()).toMatchObject([
      { intent: { kind: "birthday", date: "0000-02-29" }, key: "k_1" },
    ]);
    expect(kiosk.context().typed).toBe("");
    kiosk.send({ type: "ACK", outcome: { before: 0, after: 0 } });
    expect(kiosk.journey()).toEqual({ done: "receipt" });
  });

  test("that is no day cannot be typed, half a day cannot be sent, a known one is not asked for", () => {
    const kiosk = openKiosk();
    kiosk.send(...toPad, ...typed("1332"), { type: "CONFIRM", key: "k_1" });
    expect([kiosk.journey(), kiosk.context().typed]).toEqual(["birthday", "12"]);
    kiosk.send({ type: "CLEAR" }, ...typed("0230231"));
    expect(kiosk.context().typed).toBe("0202");
    kiosk.send({ type: "BACK" }, { type: "PROFILED", profile }, { type: "BIRTHDAY" });
    expect([kiosk.journey(), kiosk.context().typed]).toEqual(["profile", ""]);
  });

  test.each([
    ["1", "2", true],
    ["02", "30", false],
    ["04", "31", false],
    ["00", "", false],
    ["12", "31", true],
    ["04", "3", true],
    ["02", "3", false],
    ["10", "00", false],
    ["10", "4", false],
  ])("%s%s begins a day of the year: %s", (month, day, begins) => {
    expect(beginsADay(month + day)).toBe(begins);
  });
});

describe("a member who has several cards", () => {
  const cards = ["c_1", "c_2"].map((card) => ({ card, number: card, type: "vip", validTo: null }));
  const several: KioskEvent = {
    type: "IDENTIFIED",
    person: { ...person, needsPin: true, visit: "v_1", cards },
    account,
  };
  const one = (needsPin: boolean): KioskEvent => ({
    type: "IDENTIFIED",
    person: { ...person, card: "c_2", needsPin, visit: "v_1" },
    account,
  });

  test("says which one is meant; with a code the chosen card's PIN is asked for, once", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "CODE", code: "M0000001" }, several);
    expect(kiosk.journey()).toBe("chooseCard");
    kiosk.send({ type: "CHOOSE", card: "c_2" });
    expect(kiosk.effects.at(-1)).toEqual({
      name: "identify",
      params: { visit: "v_1", card: "c_2" },
    });
    kiosk.send(one(true));
    expect(kiosk.journey()).toEqual({ pin: "typing" });
    kiosk.send(...typed("123456"));
    kiosk.send({ type: "PIN_RIGHT" });
    expect([kiosk.journey(), kiosk.context().person?.card]).toEqual(["home", "c_2"]);
  });

  test("by phone has typed her PIN: none is asked for again, whichever card it is", () => {
    const choosing: readonly KioskEvent[] = [several, { type: "CHOOSE", card: "c_2" }, one(true)];
    for (const found of [[one(true)], choosing]) {
      const kiosk = openKiosk();
      kiosk.send({ type: "PHONE" });
      kiosk.send(...typed("13800138000123456"), ...found);
      expect(kiosk.journey()).toBe("home");
    }
  });

  test("chooses again what was not answered, turns over a long list, and may go", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "CODE", code: "M0000001" }, several, { type: "TURN" });
    expect(kiosk.context().turned).toBe(1);
    kiosk.send({ type: "CHOOSE", card: "c_1" });
    for (let turn = 0; turn < 3; turn += 1) kiosk.clock.increment(3_000);
    expect([kiosk.journey(), kiosk.context().refused?.code]).toEqual(["blocked", "not_answered"]);
    kiosk.send({ type: "CODE", code: "M0000001" }, several, { type: "BACK" });
    expect(kiosk.journey()).toHaveProperty("goodbye");
  });
});
