// A store's own day comes back in portions: what it shows holds it already, and is put right where it does not.
import { afterEach, expect, test } from "vitest";
import { addressesAsShown } from "../../../gateway/chain/as-shown.ts";
import { readBody } from "../../../gateway/chain/order.ts";
import type { Applied } from "../../../gateway/chain/replica.ts";
import { madeEntry } from "../../support/chain-entry.ts";
import type { ChainedShop } from "../../support/chain-stores.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import {
  accountIn,
  closeShops,
  enrolIn,
  spend,
  storedIn,
  twoShops,
} from "../../support/two-shops.ts";

afterEach(closeShops);

const portion = 7;

/** What the stream holds, folded by so few entries at a time; what is looked at after each. */
const comeBack = async <T>(
  { books }: ChainedShop,
  log: Awaited<ReturnType<typeof twoShops>>["log"],
  look: () => Promise<T>,
): Promise<readonly T[]> => {
  const looks: T[] = [];
  for (let from = books.position().gseq; from < log.length; from = books.position().gseq) {
    const entries = log.slice(from, from + portion);
    await books.fold(entries.map((entry, at) => ({ gseq: from + at + 1, entry })));
    looks.push(await look());
  }
  return looks;
};

/** Top-ups, spends on trust and a deposit, alone: more of it comes back than one portion takes. */
const dayApart = async (
  shop: ChainedShop,
  { account, card }: { account: string; card: string },
) => {
  const others = [await enrolIn(shop, "2"), await enrolIn(shop, "3")];
  shop.online = false;
  for (let round = 0; round < 12; round += 1) {
    for (const of of [account, ...others.map((one) => one.account)])
      await shop.do("account.topUp", {
        account: of,
        amount: 1_000,
        tenders: [{ type: "cash", amount: 1_000 }],
      });
    await shop.do("bill.settle", spend(card, 500));
  }
  shop.online = true;
  return [account, ...others.map((one) => one.account)];
};

test("a day apart comes back portion by portion, and tills see the same all along", async () => {
  using folder = temporaryFolder();
  const { a, b, log, account, card } = await twoShops(folder.path);
  const accounts = await dayApart(b, { account, card });
  const sums = () => Promise.all(accounts.map((id) => storedIn(b, id)));
  const before = await sums();
  expect((await accountIn(b, account))?.offlineSpent).toBe(6_000);
  await b.send();
  const looks = await comeBack(b, log, sums);
  expect(looks.length).toBeGreaterThan(5);
  for (const seen of looks) expect(seen).toEqual(before);
  await a.catchUp();
  for (const id of accounts) expect(await accountIn(b, id)).toEqual(await accountIn(a, id));
  expect((await accountIn(b, account))?.offlineSpent).toBe(0);
});

test("what is at risk is less with each spend that has its place", async () => {
  using folder = temporaryFolder();
  const { b, log, account, card } = await twoShops(folder.path);
  await dayApart(b, { account, card });
  await b.send();
  const risks = await comeBack(b, log, async () => (await accountIn(b, account))?.offlineSpent);
  expect(risks.toSorted((one, other) => (other ?? 0) - (one ?? 0))).toEqual(risks);
  expect(new Set(risks).size).toBeGreaterThan(5);
  expect(risks.at(-1)).toBe(0);
});

test("what another store spent meanwhile is seen at once, under all that is still behind", async () => {
  using folder = temporaryFolder();
  const { a, b, log, account, card } = await twoShops(folder.path);
  const accounts = await dayApart(b, { account, card });
  const before = await storedIn(b, account);
  a.online = false;
  await a.do("bill.settle", spend(card, 2_000));
  a.online = true;
  await a.send();
  await b.send();
  const looks = await comeBack(b, log, () => storedIn(b, account));
  expect(new Set(looks)).toEqual(new Set([before - 2_000]));
  await a.catchUp();
  for (const id of accounts) expect(await accountIn(b, id)).toEqual(await accountIn(a, id));
});

test("the one use of a voucher granted to another store: what is shown is looked at anew", () => {
  const applied = (store: string, touched: readonly string[], verdict: Applied["verdict"]) => {
    const entry = madeEntry({ id: `${store}-1`, store, op: "any" });
    const body = readBody(entry);
    if (body === undefined) throw new Error("an entry that cannot be read");
    return { gseq: 1, body, text: entry.body, verdict, lines: [], exceptions: [], touched };
  };
  const own = { id: "a", epoch: 1, behind: 1, risksWaitBehind: 1_000 };
  const mine = applied("a", ["account x"], "final");
  const granted = (once: readonly string[]) => applied("b", ["lease l", ...once], "granted");
  expect([...addressesAsShown([mine, granted([])], own)]).toEqual(["account x"]);
  const taken = granted(["lookup lease:coupon:v"]);
  expect([...addressesAsShown([mine, taken], own)]).toEqual([]);
});
