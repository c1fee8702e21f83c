// Rights kept for guests in house, over days: asked for at check-in, renewed each night, given back at check-out; what
// has run out is worth nothing any more.
import { afterEach, expect, test } from "vitest";
import pino from "pino";
import { freeLeases } from "../../../../gateway/members/lease/lease.ts";
import type { Lease } from "../../../../gateway/members/state.ts";
import { createCalendar, momentOf } from "../../../../gateway/programme/calendar.ts";
import { type StayLeases, startStayLeases } from "../../../../gateway/server/chain/stay-leases.ts";
import type { ChainedShop } from "../../../support/chain-stores.ts";
import { loadProgramme } from "../../../support/given.ts";
import { asText } from "../../../support/seal.ts";
import { temporaryFolder } from "../../../support/test-store.ts";
import { accountIn, answered, closeShops, spend, twoShops } from "../../../support/two-shops.ts";

afterEach(closeShops);

const hourMs = 3_600_000;
const programme = loadProgramme("counter");

const freeing = {
  op: "lease.free",
  decider: freeLeases,
  actor: { station: "office", role: "office", rights: ["manager"] },
} as const;

const openLeases = async (shop: ChainedShop): Promise<readonly (Lease & { id: string })[]> =>
  (await shop.store.list("lease")).flatMap(({ id, entity }) =>
    entity.state === "open" ? [{ ...entity, id }] : [],
  );

/** The part of a gateway that keeps rights for guests in house, on a clock of the test's own. */
const keeperAt = (shop: ChainedShop, clock: { nowMs: number }) => {
  let isOnline = true;
  const leases: StayLeases = startStayLeases(
    {
      store: shop.store,
      storeId: shop.id,
      storePrefix: shop.id.toUpperCase(),
      clock: { nowMs: () => clock.nowMs },
      momentAt: (ms: number) => momentOf(ms, programme.timeZone),
      programmes: { current: () => programme },
      calendar: () => createCalendar([]),
      log: pino({ level: "silent" }),
    } as unknown as Parameters<typeof startStayLeases>[0],
    () => isOnline,
  );
  return {
    leases,
    /** head office was away for a moment: the store looks after its guests again */
    look: async (): Promise<void> => {
      isOnline = false;
      leases.heard();
      isOnline = true;
      leases.heard();
      await leases.stop();
      await shop.send();
      await shop.catchUp();
    },
  };
};

test("a guest's rights are renewed each night, run out where they are not, and go when she leaves", async () => {
  using folder = temporaryFolder();
  const { a, account, card } = await twoShops(folder.path);
  const clock = { nowMs: Date.now() };
  const { look } = keeperAt(a, clock);
  const booking = { arrive: "2024-03-11", depart: "2024-03-14", roomType: "twin", nightly: 30_000 };
  const { stay } = await a.do("stay.put", { ...booking, guest: "张*", guestIndex: "n:张三" });
  await a.do("stay.checkIn", { stay: asText(stay), card: { card }, room: "301" });
  await look();
  const [first, ...more] = await openLeases(a);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ why: "stay", store: "a", units: [{ account, asset: "stored" }] });

  // The same evening nothing is asked for anew; a night later another 48 hours are.
  clock.nowMs += 20 * hourMs;
  await look();
  expect((await openLeases(a)).map(({ id }) => id)).toEqual([first?.id]);
  clock.nowMs += 5 * hourMs;
  await look();
  const [second, ...others] = await openLeases(a);
  expect(others).toEqual([]);
  expect(second?.id).not.toBe(first?.id);
  expect(Date.parse(second?.expiresAt ?? "")).toBeGreaterThan(clock.nowMs + 47 * hourMs);
  const held = (await accountIn(a, account))?.holds ?? [];
  expect(held.map(({ hold }) => hold)).toEqual([second?.id]);

  const { charge } = await a.do("stay.quoteCheckOut", { stay: asText(stay) });
  const cash = [{ type: "cash", amount: Number(charge) }];
  await a.do("stay.checkOut", { stay: asText(stay), tenders: charge === 0 ? [] : cash });
  await look();
  expect(await openLeases(a)).toEqual([]);
  expect((await accountIn(a, account))?.holds).toEqual([]);
});

test("what has run out is spent at the store's own risk, and head office may give it back", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  const units = [{ account, asset: "stored", amount: 6_000 }];
  const expiresAt = "2026-03-02T10:00:00+08:00";
  await a.do("lease.ask", { why: "stay", units, once: [], expiresAt });
  await a.send();
  await a.catchUp();
  await b.catchUp();
  const [lease] = await openLeases(b);
  expect(lease).toMatchObject({ store: "a", expiresAt });

  a.online = false;
  await a.do("bill.settle", spend(card, 5_000));
  expect((await accountIn(a, account))?.offlineSpent).toBe(5_000);

  const late = { ...freeing, params: { store: "a", leases: [lease?.id ?? "", "ls_of_nobody"] } };
  const other = { ...freeing, params: { store: "b", leases: [lease?.id ?? ""] } };
  expect((await b.store.execute(other)).ok && (await openLeases(b)).length).toBe(1);
  expect(await b.store.execute(late)).toMatchObject({ ok: true, value: { result: { freed: 1 } } });
  expect(await openLeases(b)).toEqual([]);
  await b.send();
  await a.catchUp();
  await a.send();
  await a.catchUp();
  await b.catchUp();
  expect((await accountIn(b, account))?.holds).toEqual([]);
  for (const shop of [a, b]) expect((await shop.store.verify()).findings).toEqual([]);
});

test("a store that cannot know what time it is spends under no lease, and frees nobody's", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  const units = [{ account, asset: "stored", amount: 9_000 }];
  const expiresAt = "2099-01-01T00:00:00+08:00";
  await a.do("lease.ask", { why: "stay", units, once: [], expiresAt });
  await a.send();
  await a.catchUp();
  await b.catchUp();
  const [lease] = await openLeases(a);

  a.online = false;
  await a.do("bill.settle", spend(card, 2_000));
  expect((await accountIn(a, account))?.offlineSpent).toBe(0);
  a.leaseTime = { own: Infinity, others: -Infinity };
  await a.do("bill.settle", spend(card, 3_000));
  expect((await accountIn(a, account))?.offlineSpent).toBe(3_000);
  a.leaseTime = { own: Date.parse("2099-01-01T00:00:01+08:00"), others: 0 };
  await a.do("bill.settle", spend(card, 1_000));
  expect((await accountIn(a, account))?.offlineSpent).toBe(4_000);

  b.leaseTime = { own: 0, others: Date.parse("2099-01-01T00:59:59+08:00") };
  const late = { ...freeing, params: { store: "a", leases: [lease?.id ?? ""] } };
  expect(await b.store.execute(late)).toMatchObject({ ok: true, value: { result: { freed: 0 } } });
});

test("a right that is over leaves nothing behind once its end has its place", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  for (let bill = 0; bill < 3; bill += 1)
    await answered(a, a.do("bill.settle", spend(card, 1_000)));
  await a.send();
  await a.catchUp();
  await b.catchUp();
  expect((await accountIn(b, account))?.holds).toEqual([]);
  for (const shop of [a, b]) {
    expect(await shop.store.list("lease")).toEqual([]);
    const pointers = (await shop.store.list("lookup")).filter(({ id }) => id.startsWith("lease:"));
    expect(pointers).toEqual([]);
    expect((await shop.store.verify()).findings).toEqual([]);
  }
});
