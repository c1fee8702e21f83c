// Cards and codes reach exactly the one station that armed the device, or nobody.
import { describe, expect, test } from "vitest";
import type { DeviceEvent } from "../../../gateway/devices/contract.ts";
import { createClaims } from "../../../gateway/devices/claims.ts";
import { createInputRouter } from "../../../gateway/devices/input-router.ts";
import { createManualTimers } from "./support/manual-timers.ts";

const kiosk = { station: "st_kiosk", role: "kiosk" };
const till = { station: "st_till", role: "cashier" };
const reader = "lobby-reader";
const scanner = "desk-scanner";

const setUp = () => {
  const timers = createManualTimers();
  const events: DeviceEvent[] = [];
  const beeps: string[] = [];
  let ids = 0;
  const claims = createClaims({
    clock: { nowMs: () => timers.nowMs() },
    newId: (kind) => `${kind}_${(ids += 1)}`,
    timers,
    tell: () => undefined,
  });
  const router = createInputRouter({
    claims,
    timers,
    emit: (event) => void events.push(event),
    beep: (device) => void beeps.push(device),
    count: () => undefined,
  });
  const present = (uid: string, at = timers.nowMs()) =>
    router.hear({ event: "card.presented", device: reader, uid, trust: "uid", at });
  const remove = (uid: string, at = timers.nowMs()) =>
    router.hear({ event: "card.removed", device: reader, uid, at });
  const unreadable = (why: "mute" | "left") =>
    router.hear({ event: "card.unreadable", device: reader, why, at: timers.nowMs() });
  const scan = (code: string) =>
    router.hear({ event: "code.scanned", device: scanner, code, at: timers.nowMs() });
  const topics = () => events.map(({ topic, to }) => `${topic} ${to.station}`);
  return { timers, claims, router, present, remove, unreadable, scan, events, topics, beeps };
};

const forCards = { device: reader, expect: ["card"], forMs: 30_000 } as const;

describe("a card", () => {
  test("reaches the armed station and nobody else, and so does its removal", () => {
    const { router, present, remove, topics } = setUp();
    router.arm(kiosk, forCards);
    present("04A1");
    remove("04A1");
    expect(topics()).toEqual(["card.presented st_kiosk", "card.removed st_kiosk"]);
  });

  test("that could not be read is told to who waits for cards, and its next showing is heard", () => {
    const { router, present, unreadable, topics, events } = setUp();
    unreadable("mute");
    router.arm(kiosk, forCards);
    unreadable("left");
    present("04A1");
    expect(topics()).toEqual(["card.unreadable st_kiosk", "card.presented st_kiosk"]);
    expect(events[0]).toMatchObject({ device: reader, why: "left" });
  });

  test("that nobody waits for is answered 'not now' and is not kept", () => {
    const { router, present, remove, topics, beeps } = setUp();
    present("04A1");
    remove("04A1");
    router.arm(kiosk, forCards);
    expect(topics()).toEqual([]);
    expect(beeps).toEqual([reader]);
  });

  test("shown again within 1.5 s is the same showing; another card is not", async () => {
    const { router, present, remove, topics, timers } = setUp();
    router.arm(kiosk, forCards);
    present("04A1");
    remove("04A1");
    await timers.advance(1_499);
    present("04A1");
    remove("04A1");
    present("04B2");
    await timers.advance(1_500);
    present("04B2");
    expect(topics().filter((topic) => topic.startsWith("card.presented"))).toHaveLength(3);
    expect(topics().filter((topic) => topic.startsWith("card.removed"))).toHaveLength(1);
  });

  test("taken away after the arming ended is still told to who saw it come", async () => {
    const { router, present, remove, topics, timers } = setUp();
    router.arm(kiosk, { ...forCards, forMs: 1_000 });
    present("04A1");
    await timers.advance(2_000);
    remove("04A1");
    expect(topics()).toEqual(["card.presented st_kiosk", "card.removed st_kiosk"]);
  });
});

describe("two stations at one reader", () => {
  test("the second cannot arm what the first has armed, until that is over", async () => {
    const { router, present, topics, timers } = setUp();
    expect(router.arm(kiosk, { ...forCards, forMs: 1_000 }).ok).toBe(true);
    expect(router.arm(till, forCards)).toMatchObject({ error: { code: "claim.held" } });
    present("04A1");
    await timers.advance(1_000);
    expect(router.arm(till, forCards).ok).toBe(true);
    await timers.advance(1_000);
    present("04A1");
    expect(topics()).toEqual(["card.presented st_kiosk", "card.presented st_till"]);
  });

  test("an armed station that loses its claim hears nothing more", async () => {
    const { claims, router, present, topics } = setUp();
    await claims.claim(kiosk, { device: reader, mode: "exclusive", ttlMs: 30_000 });
    router.arm(kiosk, forCards);
    claims.release(kiosk, { device: reader });
    router.claimLost(kiosk.station, reader);
    present("04A1");
    expect(topics()).toEqual([]);
  });

  test("disarming gives back a reader that was claimed by arming, and keeps one claimed before", async () => {
    const { claims, router } = setUp();
    router.arm(kiosk, forCards);
    router.disarm(kiosk.station, reader);
    expect(claims.exclusiveHolder(reader)).toBeUndefined();
    await claims.claim(kiosk, { device: reader, mode: "exclusive", ttlMs: 30_000 });
    router.arm(kiosk, forCards);
    router.disarm(kiosk.station, reader);
    expect(claims.exclusiveHolder(reader)).toBe(kiosk.station);
  });
});

describe("a code", () => {
  test("scanned up to 3 s before arming is delivered then, once", async () => {
    const { router, scan, timers, topics } = setUp();
    scan("6901234567892");
    await timers.advance(2_999);
    router.arm(till, { device: scanner, expect: ["code"], forMs: 10_000 });
    router.arm(till, { device: scanner, expect: ["code"], forMs: 10_000 });
    expect(topics()).toEqual(["code.scanned st_till"]);
  });

  test("scanned earlier than that is forgotten", async () => {
    const { router, scan, timers, topics } = setUp();
    scan("6901234567892");
    await timers.advance(3_000);
    router.arm(till, { device: scanner, expect: ["code"], forMs: 10_000 });
    expect(topics()).toEqual([]);
  });
});
