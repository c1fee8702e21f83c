// Claims: leased, fenced, asked before lost. Time is in the test's hands.
import { describe, expect, test } from "vitest";
import { createClaims, type ClaimNews } from "../../../gateway/devices/claims.ts";
import { createManualTimers } from "./support/manual-timers.ts";

const kiosk = { station: "st_kiosk", role: "kiosk" };
const till = { station: "st_till", role: "cashier" };
const office = { station: "st_office", role: "office" };
const device = "lobby-reader";

const setUp = () => {
  const timers = createManualTimers();
  const news: ClaimNews[] = [];
  let ids = 0;
  const claims = createClaims({
    clock: { nowMs: () => 1_000_000 + timers.nowMs() },
    newId: (kind) => `${kind}_${(ids += 1)}`,
    timers,
    tell: (each) => void news.push(each),
  });
  const told = (kind: ClaimNews["kind"]) => news.filter((each) => each.kind === kind);
  return { timers, claims, told };
};

const exclusive = { device, mode: "exclusive", ttlMs: 30_000 } as const;

describe("a claim", () => {
  test("is granted on a free device, with a fence that grows", async () => {
    const { claims } = setUp();
    const first = await claims.claim(kiosk, exclusive);
    claims.release(kiosk, { device });
    const second = await claims.claim(till, exclusive);
    expect(first.ok && second.ok && second.value.fence > first.value.fence).toBe(true);
    expect(claims.exclusiveHolder(device)).toBe(till.station);
  });

  test("is renewed by claiming again: same claim, same fence, later end", async () => {
    const { claims, timers } = setUp();
    const first = await claims.claim(kiosk, exclusive);
    await timers.advance(20_000);
    const again = await claims.claim(kiosk, exclusive);
    await timers.advance(20_000);
    expect(claims.exclusiveHolder(device)).toBe(kiosk.station);
    expect(first.ok && again.ok && again.value.claim === first.value.claim).toBe(true);
    expect(first.ok && again.ok && again.value.untilMs - first.value.untilMs).toBe(20_000);
  });

  test("ends with its lease, and its holder is told", async () => {
    const { claims, timers, told } = setUp();
    await claims.claim(kiosk, { ...exclusive, ttlMs: 1_000 });
    await timers.advance(1_000);
    expect(claims.exclusiveHolder(device)).toBeUndefined();
    expect(told("lost")).toMatchObject([{ why: "expired", claim: { station: kiosk } }]);
  });

  test("may be shared by many, and kept from sharers by one", async () => {
    const { claims } = setUp();
    const shared = { ...exclusive, mode: "shared", waitMs: 0 } as const;
    expect((await claims.claim(kiosk, shared)).ok).toBe(true);
    expect((await claims.claim(till, shared)).ok).toBe(true);
    expect(await claims.claim(office, { ...exclusive, waitMs: 0 })).toMatchObject({
      error: { code: "claim.held" },
    });
    expect((await claims.claim(office, { ...exclusive, mode: "observe" })).ok).toBe(true);
  });
});

describe("a holder who is asked", () => {
  test("yields by silence", async () => {
    const { claims, timers, told } = setUp();
    await claims.claim(kiosk, exclusive);
    const asked = claims.claim(till, { ...exclusive, waitMs: 5_000, why: "check-in" });
    expect(told("asked")).toMatchObject([{ by: till.station, why: "check-in" }]);
    await timers.advance(4_999);
    expect(claims.exclusiveHolder(device)).toBe(kiosk.station);
    await timers.advance(1);
    expect((await asked).ok).toBe(true);
    expect(claims.exclusiveHolder(device)).toBe(till.station);
    expect(told("lost")).toMatchObject([{ why: "yielded", claim: { station: kiosk } }]);
  });

  test("keeps by saying so; a renewal alone does not say so", async () => {
    const { claims, timers } = setUp();
    await claims.claim(kiosk, exclusive);
    const first = claims.claim(till, { ...exclusive, waitMs: 5_000 });
    expect(claims.keep(kiosk, { device, ttlMs: 30_000 }).ok).toBe(true);
    expect(await first).toMatchObject({ error: { code: "claim.held" } });
    const second = claims.claim(till, { ...exclusive, waitMs: 5_000 });
    await claims.claim(kiosk, exclusive);
    await timers.advance(5_000);
    expect((await second).ok).toBe(true);
  });

  test("gives way at once by releasing, first come first served", async () => {
    const { claims, timers } = setUp();
    await claims.claim(kiosk, exclusive);
    const second = claims.claim(till, { ...exclusive, waitMs: 5_000 });
    const third = claims.claim(office, { ...exclusive, waitMs: 5_000 });
    claims.release(kiosk, { device });
    expect((await second).ok).toBe(true);
    await timers.advance(5_000);
    expect(await third).toMatchObject({ error: { code: "claim.held" } });
    expect(claims.exclusiveHolder(device)).toBe(till.station);
  });
});

describe("a station whose socket is lost", () => {
  test("keeps its claims for 5 s and has them again when it is back", async () => {
    const { claims, timers } = setUp();
    const before = await claims.claim(kiosk, exclusive);
    claims.stationLost(kiosk.station);
    await timers.advance(4_999);
    claims.stationConnected(kiosk.station);
    await timers.advance(10_000);
    const fence = before.ok ? before.value.fence : 0;
    expect(claims.mayWrite(kiosk.station, { device, fence })).toBeUndefined();
  });

  test("loses them after 5 s to who waits", async () => {
    const { claims, timers } = setUp();
    const before = await claims.claim(kiosk, exclusive);
    claims.stationLost(kiosk.station);
    const waiting = claims.claim(till, { ...exclusive, waitMs: 30_000 });
    await timers.advance(5_000);
    expect((await waiting).ok).toBe(true);
    const fence = before.ok ? before.value.fence : 0;
    expect(claims.mayWrite(kiosk.station, { device, fence })?.code).toBe("claim.stale");
    expect(claims.mayWrite(kiosk.station, { device })?.code).toBe("claim.held");
    expect(claims.keep(kiosk, { device, ttlMs: 1_000, fence })).toMatchObject({
      error: { code: "claim.stale" },
    });
  });
});

test("a fence of an earlier life of the gateway is stale", async () => {
  const earlier = setUp();
  const old = await earlier.claims.claim(kiosk, exclusive);
  await earlier.timers.advance(60_000);
  let ids = 0;
  const later = createClaims({
    clock: { nowMs: () => 1_000_000 + earlier.timers.nowMs() },
    newId: (kind) => `${kind}_${(ids += 1)}`,
    timers: earlier.timers,
    tell: () => undefined,
  });
  await later.claim(kiosk, exclusive);
  const fence = old.ok ? old.value.fence : 0;
  expect(later.mayWrite(kiosk.station, { device, fence })?.code).toBe("claim.stale");
});
