// A replica in a real database: own entries shown at once, confirmed when they are ordered; two stores end the same.
import { afterEach, expect, test } from "vitest";
import type { SnapshotPart } from "../../../gateway/chain/snapshot.ts";
import { openShop } from "../../support/chain-stores.ts";
import { asText, seal } from "../../support/seal.ts";
import {
  accountIn,
  answered,
  closeShops,
  opened,
  spend,
  storedIn,
  twoShops,
} from "../../support/two-shops.ts";
import { temporaryFolder } from "../../support/test-store.ts";

afterEach(closeShops);

test("what one store enrols, the other knows once it is ordered", async () => {
  using folder = temporaryFolder();
  const { a, b, account } = await twoShops(folder.path);
  expect(await storedIn(b, account)).toBe(15_000);
  expect(await accountIn(b, account)).toEqual(await accountIn(a, account));
  expect((await accountIn(b, account))?.home).toBe("a");
  expect(b.books.position()).toEqual(a.books.position());
});

test("online a spend asks for a lease first, and is final when it is booked", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  const paid = await answered(b, b.call("bill.settle", spend(card, 10_000)));
  expect(paid.ok).toBe(true);
  await b.send();
  const applied = await b.catchUp();
  expect(applied.map(({ verdict }) => verdict)).toEqual(["final"]);
  expect(applied[0]?.body.mode).toBe("lease");
  await a.catchUp();
  expect(await storedIn(a, account)).toBe(5_000);
  expect((await accountIn(a, account))?.holds).toEqual([]);

  const tooMuch = await answered(a, a.call("bill.settle", spend(card, 6_000)));
  expect(tooMuch.ok ? "" : tooMuch.error.code).toBe("insufficient_balance");
});

test("a lease that somebody else has first is declined, and nothing is booked", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  // b still shows 150.00: it has not folded what a has spent.
  const first = await answered(a, a.call("bill.settle", spend(card, 10_000)));
  await a.send();
  const second = await answered(b, b.call("bill.settle", spend(card, 10_000)));
  expect([first.ok, second.ok ? "" : second.error.code]).toEqual([true, "insufficient_balance"]);
  expect(await storedIn(b, account)).toBe(5_000);
});

test("where no verdict comes the bounds decide, and a right that comes too late is given back", async () => {
  using folder = temporaryFolder();
  const { a, account, card } = await twoShops(folder.path);
  // Head office counts as there, and nobody carries the question to it.
  await a.do("bill.settle", spend(card, 4_000));
  const [bill] = await a.store.entries({ limit: 1 });
  expect(bill?.body).toMatchObject({ op: "bill.settle", mode: "offline" });
  await a.send();
  expect((await a.catchUp()).map(({ body, verdict }) => [body.op, verdict])).toEqual([
    ["lease.ask", "granted"],
    ["bill.settle", "final"],
  ]);
  await expect.poll(() => a.store.head().seq).toBe((bill?.body.seq ?? 0) + 1);
  await a.send();
  expect(await a.catchUp()).toMatchObject([{ body: { op: "lease.return" }, verdict: "final" }]);
  expect((await accountIn(a, account))?.holds).toEqual([]);
  expect(await storedIn(a, account)).toBe(11_000);
});

test("two stores spend the same money apart: a debt, an exception, and the next top-up pays it", async () => {
  using folder = temporaryFolder();
  const { a, b, account, card } = await twoShops(folder.path);
  for (const shop of [a, b]) {
    shop.online = false;
    await shop.do("bill.settle", spend(card, 10_000));
    expect(await storedIn(shop, account)).toBe(5_000);
    expect((await accountIn(shop, account))?.offlineSpent).toBe(10_000);
    shop.online = true;
    await shop.send();
  }
  const seen = await a.catchUp();
  expect(seen.map(({ verdict }) => verdict)).toEqual(["final", "exception"]);
  await b.catchUp();
  const [left, right] = [await accountIn(a, account), await accountIn(b, account)];
  expect(left).toEqual(right);
  expect(await storedIn(a, account)).toBe(-5_000);
  expect(left?.offlineSpent).toBe(0);
  const [file] = await a.store.list("exception");
  expect(file?.entity).toMatchObject({
    kind: "overdraft",
    state: "open",
    store: "b",
    account,
    asset: "stored",
    amount: 5_000,
    owner: "finance",
  });

  await b.do("account.topUp", {
    account,
    amount: 20_000,
    tenders: [{ type: "cash", amount: 20_000 }],
  });
  await b.send();
  await a.catchUp();
  await b.catchUp();
  expect(await storedIn(a, account)).toBe(15_000);
  expect(await accountIn(a, account)).toEqual(await accountIn(b, account));
});

test("what is shown is confirmed plus own; foreign entries come in underneath", async () => {
  using folder = temporaryFolder();
  const { a, b, account } = await twoShops(folder.path);
  const topUp = (amount: number) => ({ account, amount, tenders: [{ type: "cash", amount }] });
  await b.do("account.topUp", topUp(1_000));
  await b.do("account.topUp", topUp(2_000));
  await a.do("account.topUp", topUp(400));
  await a.send();
  await b.catchUp();
  expect(await storedIn(b, account)).toBe(18_400);
  await b.send();
  await b.catchUp();
  await a.catchUp();
  expect(await accountIn(b, account)).toEqual(await accountIn(a, account));
  expect(b.books.folded()).toBe(b.store.head().seq);
});

test("after a restart the position, the shadows and the books are as they were", async () => {
  using folder = temporaryFolder();
  const { a, b, log, account } = await twoShops(folder.path);
  await b.do("account.topUp", { account, amount: 700, tenders: [{ type: "cash", amount: 700 }] });
  await a.do("account.topUp", { account, amount: 30, tenders: [{ type: "cash", amount: 30 }] });
  await a.send();
  const before = b.books.position();
  await b.close();
  const again = await openShop(folder.path, "b", log);
  opened.splice(opened.indexOf(b), 1, again);
  expect(again.books.position()).toEqual(before);
  await again.catchUp();
  expect(await storedIn(again, account)).toBe(15_730);
  await again.send();
  await again.catchUp();
  await a.catchUp();
  expect(await accountIn(again, account)).toEqual(await accountIn(a, account));
  for (const shop of [a, again]) expect((await shop.store.verify()).findings).toEqual([]);
});

test("that a member was erased elsewhere is written with the fold: a power cut forgets nothing", async () => {
  using folder = temporaryFolder();
  const { a, b, log } = await twoShops(folder.path);
  const consent = { rules: true, marketing: false };
  const enrolled = await a.do("member.enrol", seal("member.enrol", { name: "李四", consent }));
  const member = asText(enrolled["member"]);
  await a.send();
  await a.catchUp();
  await b.catchUp();
  await b.do("member.erase", { member });
  await b.send();
  await a.catchUp();
  await b.catchUp();
  // What b erased it shredded itself, in the commit that did so.
  expect(await b.books.toForget()).toEqual([]);
  await a.close();
  const again = await openShop(folder.path, "a", log);
  opened.splice(opened.indexOf(a), 1, again);
  expect(await again.books.toForget()).toEqual([member]);
  await again.books.forgotten(member);
  expect(await again.books.toForget()).toEqual([]);

  // A store that comes back by a snapshot has seen none of the entries between.
  const parts: SnapshotPart[] = [];
  await b.books.snapshot(async (part) => void parts.push(part));
  await again.books.load(
    (async function* () {
      yield* parts;
    })(),
  );
  expect(await again.books.toForget()).toEqual([member]);
});

test("what was spent apart and nobody has ordered yet is a number on the Z report", async () => {
  using folder = temporaryFolder();
  const { a, card } = await twoShops(folder.path);
  const report = { taken: {}, moved: 0, income: {}, operations: {}, upto: a.store.head().seq };
  const atRisk = async (till: string): Promise<unknown> => {
    await a.do("shift.open", { till, float: 0 });
    const closed = await a.call("shift.close", { till, counted: { cash: 0 }, report });
    const rows = closed.ok ? (closed.value.receipt?.rows ?? []) : [];
    return rows.find(({ label }) => label === "atRisk")?.amount;
  };
  expect(await atRisk("till-1")).toEqual({ value: 0, unit: "CNY" });
  a.online = false;
  await a.do("bill.settle", spend(card, 4_000));
  expect(await atRisk("till-1")).toEqual({ value: 4_000, unit: "CNY" });
  await a.send();
  await a.catchUp();
  expect(await atRisk("till-1")).toEqual({ value: 0, unit: "CNY" });
});
