// Stays: what a night costs, how long the room is kept, what leaving late costs, to the minute.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { foundStays, stayRefs, staySearchRoots } from "../../../gateway/members/stay/find.ts";
import { createWorld, type World } from "../../support/given.ts";
import { call, cash, issued, issuedWithPin, refusedCall, textIn } from "../../support/people.ts";

const zhaohua = () => createWorld({ programme: "zhaohua", at: "2024-03-20T15:00:00+08:00" });
const booking = {
  arrive: "2024-03-20",
  depart: "2024-03-21",
  roomType: "deluxe_twin",
  nightly: 28_800,
} as const;

const put = (world: World, more: JsonObject = {}): string =>
  textIn(world.do("stay.put", { ...booking, ...more }), "stay");

const find = (world: World, by: Parameters<typeof foundStays>[2]): readonly string[] => {
  const refs = stayRefs(world.view(staySearchRoots(by)), by);
  return foundStays(world.view(refs), refs, by).stays.map(({ stay }) => stay);
};

describe("leaving", () => {
  const chargeAt = (world: World, stay: string, at: string): unknown => {
    world.clock(`${at}+08:00`);
    return world.do("stay.quoteCheckOut", { stay })["charge"];
  };

  test("is free through the named minute, half a night until six, then whole nights", () => {
    const world = zhaohua();
    const stay = put(world);
    world.do("stay.checkIn", { stay });
    expect(chargeAt(world, stay, "2024-03-20T23:00:00")).toBe(0);
    expect(chargeAt(world, stay, "2024-03-21T12:00:59")).toBe(0);
    expect(chargeAt(world, stay, "2024-03-21T12:01:00")).toBe(14_400);
    expect(chargeAt(world, stay, "2024-03-21T18:00:59")).toBe(14_400);
    expect(chargeAt(world, stay, "2024-03-21T18:01:00")).toBe(28_800);
    expect(chargeAt(world, stay, "2024-03-22T11:00:00")).toBe(28_800);
    expect(chargeAt(world, stay, "2024-03-22T12:01:00")).toBe(43_200);
    expect(chargeAt(world, stay, "2024-03-23T19:00:00")).toBe(86_400);
  });

  test("counts the minutes it is late and names the time it was free until", () => {
    const world = zhaohua();
    const { card, member } = issuedWithPin(world);
    const stay = put(world, { member });
    call(world, "stay.checkIn", { stay, card: { card, pin: "123456" } });
    world.clock("2024-03-21T15:20:00+08:00");
    expect(world.do("stay.quoteCheckOut", { stay })).toEqual({
      until: "15:00",
      lateMinutes: 20,
      charge: 12_672,
      rate: 25_344,
    });
  });

  test("half of an odd rate is rounded as the programme says", () => {
    const world = zhaohua();
    const stay = put(world, { nightly: 28_801 });
    world.do("stay.checkIn", { stay });
    expect(chargeAt(world, stay, "2024-03-21T13:00:00")).toBe(14_401);
  });

  test("pays a late charge out of the deposit and frees the rest", () => {
    const world = zhaohua();
    const { card, account, member } = issuedWithPin(world);
    const stay = put(world, { member });
    const shown = { card, pin: "123456" };
    const arrived = call(world, "stay.checkIn", { stay, card: shown, deposit: 30_000 });
    expect(arrived).toMatchObject({ rate: 25_344 });
    expect(world.account(account)).toMatchObject({ assets: { stored: { available: 20_000 } } });
    world.clock("2024-03-21T15:01:00+08:00");
    expect(world.do("stay.checkOut", { stay })).toMatchObject({ stay, charge: 12_672 });
    expect(world.account(account)).toMatchObject({ assets: { stored: { available: 37_328 } } });
    expect(world.refused("stay.checkOut", { stay })).toBe("not_permitted");
    expect(find(world, { state: "in_house" })).toEqual([]);
  });

  test("counts the nights and the stay for the card shown at arrival, and for no other", () => {
    const world = zhaohua();
    const { card, account, member } = issuedWithPin(world);
    const stay = put(world, { member, depart: "2024-03-23" });
    call(world, "stay.checkIn", { stay, card: { card, pin: "123456" } });
    const unseen = put(world, { member });
    world.do("stay.checkIn", { stay: unseen });
    world.clock("2024-03-21T11:00:00+08:00");
    world.do("stay.checkOut", { stay: unseen });
    world.clock("2024-03-23T11:00:00+08:00");
    world.do("stay.checkOut", { stay });
    expect(world.account(account)).toMatchObject({
      progress: { nightsInYear: 3, staysInYear: 1, noshowInCycle: 0 },
    });
  });

  test("not even arriving counts as well, against her", () => {
    const world = zhaohua();
    const { account, member } = issuedWithPin(world);
    const stay = put(world, { member });
    world.do("stay.put", { stay, state: "no_show" });
    expect(world.account(account)).toMatchObject({ progress: { noshowInCycle: 1 } });
    expect(world.refused("stay.put", { stay, state: "no_show" })).toBe("not_permitted");
  });

  test("asks for payment where there is no deposit, gives change in cash", () => {
    const world = zhaohua();
    const stay = put(world);
    world.do("stay.checkIn", { stay });
    world.clock("2024-03-21T13:00:00+08:00");
    expect(world.refused("stay.checkOut", { stay })).toBe("tender.mismatch");
    expect(world.do("stay.checkOut", { stay, tenders: cash(15_000) })).toMatchObject({
      charge: 14_400,
      change: 600,
    });
  });
});

describe("arriving", () => {
  test("with a wrong PIN is arriving without a card, and the try is counted", () => {
    const world = zhaohua();
    const { card, member } = issuedWithPin(world);
    const stay = put(world, { member });
    const arrived = call(world, "stay.checkIn", { stay, card: { card, pin: "000000" } });
    expect(arrived).toMatchObject({ rate: 28_800 });
    expect(arrived["benefits"]).not.toContainEqual(
      expect.objectContaining({ code: "late_checkout" }),
    );
    expect(world.get("card", card)?.pin?.wrong).toBe(1);
  });

  test("happens once, to a stay that exists, with a card that is not lost", () => {
    const world = zhaohua();
    const { card } = issuedWithPin(world);
    const stay = put(world);
    expect(world.refused("stay.checkIn", { stay: "s_x" })).toBe("not_found");
    call(world, "card.block", { card, reason: "rules" });
    const shown = { stay, card: { card, pin: "123456" } };
    expect(refusedCall(world, "stay.checkIn", shown)).toBe("card.blocked");
    world.do("stay.checkIn", { stay, room: "801" });
    expect(world.get("stay", stay)).toMatchObject({ state: "in_house", room: "801" });
    expect(world.refused("stay.checkIn", { stay })).toBe("not_permitted");
  });

  test("with more deposit than there is on the card is refused before anything is set aside", () => {
    const world = zhaohua();
    const { card, account } = issuedWithPin(world);
    const stay = put(world);
    const asked = { stay, card: { card, pin: "123456" }, deposit: 50_001 };
    expect(refusedCall(world, "stay.checkIn", asked)).toBe("insufficient_balance");
    expect(refusedCall(world, "stay.checkIn", { stay, deposit: 100 })).toBe("missing.card");
    expect(world.get("account", account)?.holds).toEqual([]);
    expect(world.get("stay", stay)?.state).toBe("booked");
  });

  test("signs in once a day, and an appointment is a sign-in of its own", () => {
    const world = createWorld({ programme: "counter", at: "2024-03-20T15:00:00+08:00" });
    const { account } = issued(world);
    expect(world.do("arrival.checkIn", { account })).toMatchObject({ on: "2024-03-20" });
    expect(world.refused("arrival.checkIn", { account })).toBe("already_exists");
    world.do("arrival.checkIn", { account, appointment: "hair-7" });
    world.clock("2024-03-21T09:00:00+08:00");
    expect(world.do("arrival.checkIn", { account })).toMatchObject({ on: "2024-03-21" });
  });
});

describe("signing in for the day", () => {
  test("brings what the programme gives, once a day, balanced; an appointment brings nothing", () => {
    const world = createWorld({ programme: "demo", at: "2024-03-20T15:00:00+08:00" });
    const { account } = issued(world, { type: "standard" });
    expect(world.do("arrival.checkIn", { account })).toMatchObject({
      asset: "pts",
      granted: 2,
      available: 2,
    });
    expect(world.refused("arrival.checkIn", { account })).toBe("already_exists");
    expect(world.do("arrival.checkIn", { account, appointment: "a1" })).not.toHaveProperty("asset");
    world.clock("2024-03-21T15:00:00+08:00");
    expect(world.do("arrival.checkIn", { account })).toMatchObject({ available: 4 });
  });
});

describe("a booking", () => {
  test("changes by the fields that are named and keeps the others", () => {
    const world = zhaohua();
    const stay = put(world, { guest: "李*", code: "HT-1" });
    world.do("stay.put", { stay, roomType: "single", facts: { phoneConfirmed: true } });
    expect(world.get("stay", stay)).toMatchObject({
      guest: "李*",
      roomType: "single",
      nightly: 28_800,
      phoneConfirmed: true,
      place: 1,
    });
    expect(find(world, { code: "HT-1" })).toEqual([stay]);
    world.do("stay.put", { stay, code: "HT-2" });
    expect(find(world, { code: "HT-1" })).toEqual([]);
    expect(find(world, { code: "HT-2" })).toEqual([stay]);
    world.do("stay.put", { stay, state: "cancelled" });
    expect(find(world, {})).toEqual([]);
    expect(world.refused("stay.put", { stay, room: "1" })).toBe("not_permitted");
  });

  test("is refused without dates and price, backwards, or for nobody", () => {
    const world = zhaohua();
    expect(world.refused("stay.put", { arrive: "2024-03-20" })).toBe("not_permitted");
    const backwards = { ...booking, depart: "2024-03-19" };
    expect(world.refused("stay.put", backwards)).toBe("not_permitted");
    expect(world.refused("stay.put", { ...booking, member: "m_x" })).toBe("not_found");
    expect(world.refused("stay.put", { stay: "s_x" })).toBe("not_found");
  });

  test("waits behind members and in the order of asking", () => {
    const world = zhaohua();
    const { member } = issuedWithPin(world);
    const waiting = { state: "waiting" };
    const guests = [put(world, waiting), put(world, waiting)];
    const members = [put(world, { ...waiting, member }), put(world, { ...waiting, member })];
    put(world);
    expect(find(world, { state: "waiting" })).toEqual([...members, ...guests]);
    expect(find(world, { member })).toEqual(members);
  });
});
