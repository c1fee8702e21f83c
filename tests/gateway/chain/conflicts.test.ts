// What two stores do to one member while they are apart, and what the chain makes of it: one story for each conflict.
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import type { EntryBody } from "../../../gateway/ledger/entry.ts";
import { canonicalBody, chainHash, genesisHash } from "../../../gateway/ledger/hash.ts";
import type { ExceptionFile } from "../../../gateway/members/service-state.ts";
import type { ChainedShop } from "../../support/chain-stores.ts";
import { asText } from "../../support/seal.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import {
  accountIn,
  answered,
  closeShops,
  opened,
  spend,
  storedIn,
  twoShops,
} from "../../support/two-shops.ts";
import { openShop } from "../../support/chain-stores.ts";

afterEach(closeShops);

type Act = (shop: ChainedShop) => Promise<unknown>;

/** First a, then b, each without the other; in this order they get their places. */
const apart = async (
  { a, b }: { readonly a: ChainedShop; readonly b: ChainedShop },
  ...[first, second]: readonly [Act, Act]
): Promise<readonly string[]> => {
  a.online = false;
  b.online = false;
  await first(a);
  await second(b);
  await a.send();
  await b.send();
  a.online = true;
  b.online = true;
  const verdicts = (await a.catchUp()).map(({ verdict }) => verdict);
  await b.catchUp();
  expect(b.books.position().root).toBe(a.books.position().root);
  return verdicts;
};

const exceptions = async (shop: ChainedShop): Promise<readonly ExceptionFile[]> =>
  (await shop.store.list("exception")).map(({ entity }) => entity);

/** Both settle what they have, and both books add up. */
const settle = async (...shops: readonly ChainedShop[]): Promise<void> => {
  for (const shop of shops) await shop.send();
  for (const shop of shops) await shop.catchUp();
  for (const shop of shops) expect((await shop.store.verify()).findings).toEqual([]);
};

const withVoucher = (card: string, coupon: string): JsonObject => ({
  lines: [{ venue: "shop", list: 3_000, quantity: 1 }],
  card: { card },
  vouchers: [coupon],
  tenders: [],
});

test("a voucher taken twice: the second store bears it, and its bill undone does not bring it back", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account, card } = shops;
  const issued = await a.do("coupon.issue", {
    account,
    kind: "voucher",
    value: 3_000,
    reason: "x",
  });
  await settle(a, b);
  const coupon = asText(issued["coupon"]);
  const bills: string[] = [];
  const use: Act = async (shop) => {
    bills.push(asText((await shop.do("bill.settle", withVoucher(card, coupon)))["bill"]));
  };
  expect(await apart(shops, use, use)).toEqual(["final", "exception"]);
  const [file] = await exceptions(b);
  expect(file).toMatchObject({
    kind: "double_coupon",
    store: "b",
    amount: 3_000,
    owner: "manager",
  });

  const undone = await answered(
    b,
    b.call("bill.reverse", { bill: bills[1] ?? "", reason: "wrong" }),
  );
  expect(undone).toMatchObject({ ok: true });
  await settle(b, a);
  const view = await a.store.view([{ kind: "coupon", id: coupon }]);
  expect(view.get("coupon", coupon)?.state).toBe("used");
});

test("a count used twice is the house's loss, not the member's debt", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account } = shops;
  const tenders = [{ type: "cash", amount: 30_000 }];
  await a.do("pass.sell", { account, pass: "wash10", tenders });
  await settle(a, b);
  const punch: Act = (shop) => shop.do("pass.punch", { account, asset: "wash", quantity: 6 });
  expect(await apart(shops, punch, punch)).toEqual(["final", "exception"]);
  const [file] = await exceptions(a);
  expect(file).toMatchObject({ kind: "double_punch", store: "b", asset: "wash", amount: 2 });
  const lots = (await accountIn(a, account))?.lots.filter(({ asset }) => asset === "wash") ?? [];
  expect(lots.map(({ parts, deferred }) => [parts["avail"], deferred])).toEqual([[0, 0]]);
  await settle(a, b);
});

test("a card used before its store knew of the loss: the member is made whole, once", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account, card } = shops;
  const verdicts = await apart(
    shops,
    (shop) => shop.do("card.reportLost", { card, provenByPin: true, by: "kiosk" }),
    (shop) => shop.do("bill.settle", spend(card, 4_000)),
  );
  expect(verdicts).toEqual(["final", "exception"]);
  const [found] = await a.store.list("exception");
  expect(found?.entity).toMatchObject({ kind: "lost_card_used", store: "b", amount: 4_000 });
  expect(await storedIn(a, account)).toBe(11_000);

  const end = { exception: found?.id ?? "", outcome: "make_whole" };
  a.online = false;
  const refused = await a.call("exception.resolve", end);
  expect(refused.ok ? "" : refused.error.code).toBe("offline.not_allowed");
  a.online = true;
  expect((await answered(a, a.call("exception.resolve", end))).ok).toBe(true);
  await a.send();
  // b has not heard of it and tries as well: the one end of the exception is taken.
  const again = await answered(b, b.call("exception.resolve", end));
  expect(again.ok).toBe(false);
  await settle(a, b);
  expect(await storedIn(b, account)).toBe(15_000);
});

test("a bill given back in two stores is told", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b } = shops;
  const sold = await a.do("bill.settle", {
    lines: [{ venue: "shop", list: 2_000, quantity: 1 }],
    tenders: [{ type: "cash", amount: 2_000 }],
  });
  await settle(a, b);
  const undo: Act = (shop) => shop.do("bill.reverse", { bill: asText(sold["bill"]), reason: "x" });
  expect(await apart(shops, undo, undo)).toEqual(["final", "exception"]);
  expect((await exceptions(b))[0]).toMatchObject({ kind: "double_reversal", store: "b" });
  await settle(a, b);
});

test("a deposit captured in two stores is told, and what was not there is owed", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account } = shops;
  const placed = await answered(
    a,
    a.call("hold.place", { account, amount: 9_000, reason: "room" }),
  );
  const hold = placed.ok ? asText(placed.value.result["hold"]) : "";
  await settle(a, b);
  const capture: Act = (shop) => shop.do("hold.capture", { hold, amount: 9_000 });
  expect(await apart(shops, capture, capture)).toEqual(["final", "exception"]);
  const kinds = (await exceptions(a)).map(({ kind }) => kind).toSorted();
  expect(kinds).toEqual(["double_capture", "overdraft"]);
  expect(await storedIn(b, account)).toBe(-3_000);
  await settle(a, b);
});

test("a deposit placed apart takes nothing from a lease before it: what is not there is told", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account, card } = shops;
  const units = [{ account, asset: "stored", amount: 10_000 }];
  const expiresAt = "2099-01-01T00:00:00+08:00";
  await a.do("lease.ask", { why: "stay", units, once: [], expiresAt });
  await a.send();
  await a.catchUp();
  b.online = false;
  const placed = await b.do("hold.place", { account, amount: 9_000, reason: "room" });
  await b.send();
  const [, verdict] = (await b.catchUp()).map((one) => one.verdict);
  expect(verdict).toBe("exception");
  expect(await exceptions(b)).toMatchObject([
    { kind: "uncovered_hold", store: "b", asset: "stored", amount: 4_000, owner: "manager" },
  ]);
  // The guest under the lease spends all of it, and it is final.
  await a.do("bill.settle", spend(card, 10_000));
  await settle(a, b);
  expect(await exceptions(a)).toHaveLength(1);
  b.online = true;
  const hold = asText(placed["hold"]);
  const tooMuch = await answered(b, b.call("hold.capture", { hold, amount: 9_000 }));
  expect(tooMuch.ok ? {} : tooMuch.error).toMatchObject({ params: { held: 5_000 } });
  const taken = await answered(b, b.call("hold.capture", { hold, amount: 5_000 }));
  expect(taken.ok).toBe(true);
  await settle(a, b);
  expect(await storedIn(a, account)).toBe(0);
});

test("a deposit that nobody has ordered yet is taken at the store's own risk, head office or not", async () => {
  using folder = temporaryFolder();
  const { a, b, account } = await twoShops(folder.path);
  a.online = false;
  const placed = await a.do("hold.place", { account, amount: 6_000, reason: "room" });
  a.online = true;
  await a.do("hold.capture", { hold: asText(placed["hold"]), amount: 6_000 });
  await a.send();
  const [, taken] = await a.catchUp();
  expect(taken).toMatchObject({ verdict: "final", body: { op: "hold.capture", mode: "offline" } });
  expect(taken?.body.events).toContainEqual(
    expect.objectContaining({ type: "OfflineSpent", amount: 6_000 }),
  );
  await settle(a, b);
});

test("value under a store's lease cannot be spent by another, not even apart", async () => {
  using folder = temporaryFolder();
  const shops = await twoShops(folder.path);
  const { a, b, account, card } = shops;
  const units = [{ account, asset: "stored", amount: 10_000 }];
  const expiresAt = "2099-01-01T00:00:00+08:00";
  await a.do("lease.ask", { why: "stay", units, once: [], expiresAt });
  await settle(a, b);
  b.online = false;
  const most = await b.call("bill.settle", spend(card, 6_000));
  expect(most.ok ? "" : most.error.code).toBe("insufficient_balance");
  a.online = false;
  // The guest in house spends without a network, and it is final.
  await a.do("bill.settle", spend(card, 8_000));
  expect((await accountIn(a, account))?.offlineSpent).toBe(0);
  await b.do("bill.settle", spend(card, 5_000));
  await b.send();
  await a.send();
  const verdicts = (await a.catchUp()).map(({ verdict }) => verdict);
  await b.catchUp();
  expect(verdicts).toEqual(["final", "final"]);
  expect(await storedIn(a, account)).toBe(2_000);
});

test("a copy of a store's box is found out by both, and what it booked is kept for a person", async () => {
  using folder = temporaryFolder();
  using other = temporaryFolder();
  const { a, b, log, account } = await twoShops(folder.path);
  const topUp = (amount: number) => ({ account, amount, tenders: [{ type: "cash", amount }] });
  // The copy has the same name and journal up to here, and goes on by itself.
  const before = [...log];
  await a.do("account.topUp", topUp(100));
  await a.send();
  const copy = await openShop(other.path, "a", before);
  opened.push(copy);
  const { entry } = { entry: log.at(-1) };
  if (entry === undefined) throw new Error("nothing was sent");
  const body = { ...JSON.parse(entry.body), id: "e_of_the_copy" };
  const text = canonicalBody(body);
  const hash = chainHash(entry.previous, text);
  log.push({ ...entry, id: body.id, body: text, hash });
  await a.catchUp();
  await b.catchUp();
  expect((await exceptions(b))[0]).toMatchObject({ kind: "cloned_store", store: "a" });
  expect(await storedIn(b, account)).toBe(15_100);
  await settle(a, b);
});

test("an entry that cannot be read is in no balance, shown to a person, and in nobody's way", async () => {
  using folder = temporaryFolder();
  const { a, b, log, account } = await twoShops(folder.path);
  const [known] = log;
  const template = JSON.parse(known?.body ?? "{}");
  const body: EntryBody = {
    ...template,
    id: "e_of_a_newer_build",
    store: "c",
    seq: 1,
    account,
    lines: [
      { account: `liab:stored:principal:${account}:lot_c`, unit: "CNY", amount: -700 },
      { account: "asset:cash:till", unit: "CNY", amount: 700 },
    ],
    events: [{ type: "FromTheFuture" }],
  };
  const text = canonicalBody(body);
  const previous = genesisHash("c");
  const { id, epoch } = body;
  const ends = { previous, hash: chainHash(previous, text), body: text };
  log.push({ id, store: "c", epoch, seq: 1, ...ends });
  await a.do("account.topUp", { account, amount: 100, tenders: [{ type: "cash", amount: 100 }] });
  await a.send();
  expect((await b.catchUp()).map(({ verdict }) => verdict)).toEqual(["parked", "final"]);
  await a.catchUp();
  expect(b.books.position().root).toBe(a.books.position().root);
  expect(await exceptions(b)).toMatchObject([
    {
      kind: "parked_entry",
      store: "c",
      owner: "finance",
      account,
      evidence: { entry: id, seq: 1 },
    },
  ]);
  expect(await storedIn(b, account)).toBe(15_100);
  const [found] = await a.store.list("exception");
  const end = { exception: found?.id ?? "", outcome: "entered_by_hand" };
  expect((await answered(a, a.call("exception.resolve", end))).ok).toBe(true);
  await settle(a, b);
  expect((await exceptions(b))[0]).toMatchObject({ state: "resolved", outcome: "entered_by_hand" });
});

test("an entry whose lines are none stops nobody: it is parked, the next one is folded", async () => {
  using folder = temporaryFolder();
  const { a, b, log, account } = await twoShops(folder.path);
  const template = JSON.parse(log[0]?.body ?? "{}");
  const lines = [null, { account: 7 }];
  const body = { ...template, id: "e_of_a_liar", store: "c", seq: 1, account, lines };
  const text = canonicalBody(body);
  const previous = genesisHash("c");
  const { id, epoch } = body;
  log.push({
    id,
    store: "c",
    epoch,
    seq: 1,
    previous,
    hash: chainHash(previous, text),
    body: text,
  });
  await a.do("account.topUp", { account, amount: 100, tenders: [{ type: "cash", amount: 100 }] });
  await a.send();
  expect((await b.catchUp()).map(({ verdict }) => verdict)).toEqual(["parked", "final"]);
  expect(await storedIn(b, account)).toBe(15_100);
});
