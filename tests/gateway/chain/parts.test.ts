// A stream is folded in parts, the next while the one before is on its way to the disk, and what was folded is not read
// again: in whatever parts it comes, and whatever tills do between them, confirmed and shown are the same.
import { afterEach, expect, test } from "vitest";
import { openChainBooks } from "../../../gateway/chain/books.ts";
import { createMemory, remember } from "../../../gateway/chain/books-desk.ts";
import type { SnapshotPart } from "../../../gateway/chain/snapshot.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import { type ChainedShop, type Log, openShop } from "../../support/chain-stores.ts";
import { fc } from "../../support/seeded.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import { answered, closeShops, enrolIn, opened, spend } from "../../support/two-shops.ts";

afterEach(closeShops);

const confirmedIn = async ({ books }: Pick<ChainedShop, "books">): Promise<string> => {
  const parts: SnapshotPart[] = [];
  await books.snapshot((part) => Promise.resolve(void parts.push(part)));
  return JSON.stringify(parts);
};

const shownIn = async ({ store }: ChainedShop): Promise<unknown> =>
  Promise.all([store.list("member"), store.list("account"), store.list("card")]);

const open = async (
  folder: string,
  id: string,
  { log, partMax }: { readonly log: Log; readonly partMax: number },
): Promise<ChainedShop> => {
  const shop = await openShop(folder, id, log, { partMax });
  opened.push(shop);
  return shop;
};

/** A store that remembers nothing: its books are opened anew for every few entries. */
const foldForgetfully = async ({ store, id }: ChainedShop, log: Log) => {
  for (;;) {
    const books = await openChainBooks({ store, id, rules: { evolvers }, partMax: 1 });
    const from = books.position().gseq;
    const entries = log.slice(from, from + 5);
    if (entries.length === 0) return { books };
    await books.fold(entries.map((entry, at) => ({ gseq: from + at + 1, entry })));
  }
};

const step = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom("top-up", "top-up", "apart", "online", "enrol", "fold", "fold", "send"),
  whom: fc.nat(3),
});

interface Holder {
  readonly account: string;
  readonly card: string;
}

const does: Readonly<
  Record<string, (shop: ChainedShop, holder: Holder, holders: Holder[]) => Promise<unknown>>
> = {
  "top-up": (shop, { account }) => {
    const tenders = [{ type: "cash", amount: 700 }];
    return shop.call("account.topUp", { account, amount: 700, tenders });
  },
  apart: async (shop, { card }) => {
    shop.online = false;
    await shop.call("bill.settle", spend(card, 900));
    shop.online = true;
  },
  online: (shop, { card }) => answered(shop, shop.call("bill.settle", spend(card, 500))),
  enrol: async (shop, _, holders) =>
    holders.push(await enrolIn(shop, `${shop.id}${holders.length}`)),
  fold: (shop) => shop.catchUp(),
  send: (shop) => shop.send(),
};

test("in whatever parts, and with whatever done between them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      using folder = temporaryFolder();
      const log: Log = [];
      const a = await open(folder.path, "a", { log, partMax: 500 });
      const b = await open(folder.path, "b", { log, partMax: 2 });
      const holders = [await enrolIn(a, "first")];
      await a.send();
      for (const { who, what, whom } of steps) {
        const holder = holders[whom % holders.length];
        if (holder !== undefined) await does[what]?.(who === 0 ? a : b, holder, holders);
      }
      for (const shop of [a, b, a, b]) {
        await shop.send();
        await shop.catchUp();
      }
      await a.catchUp();
      const c = await open(folder.path, "c", { log, partMax: 1 });
      const { books } = await foldForgetfully(c, log);
      const expected = await confirmedIn({ books });
      for (const shop of [a, b]) {
        expect(shop.books.position().root).toBe(books.position().root);
        expect(await confirmedIn(shop)).toBe(expected);
        expect((await shop.store.verify()).findings).toEqual([]);
      }
      expect(await shownIn(a)).toEqual(await shownIn(b));
      await closeShops();
    }),
    { numRuns: 12 },
  );
});

test("a part that cannot be folded leaves those before it folded and told, and the place at their end", async () => {
  using folder = temporaryFolder();
  const log: Log = [];
  const a = await open(folder.path, "a", { log, partMax: 500 });
  const b = await open(folder.path, "b", { log, partMax: 2 });
  await enrolIn(a, "first");
  await enrolIn(a, "second");
  await a.send();
  const ordered = log.map((entry, at) => ({ gseq: at + 1, entry }));
  expect(ordered.length).toBeGreaterThanOrEqual(4);
  const told: number[] = [];
  const withGap = [...ordered.slice(0, 3), { gseq: 9, entry: log[3] ?? expect.fail("no entry") }];
  await expect(b.books.fold(withGap, ({ position }) => told.push(position.gseq))).rejects.toThrow(
    "the stream goes from",
  );
  expect([told, b.books.position().gseq]).toEqual([[2], 2]);
  await b.catchUp();
  await a.catchUp();
  expect(await confirmedIn(b)).toBe(await confirmedIn(a));
});

test("of what is gone nothing is remembered, nor of what a store keeps for itself", () => {
  const memory = createMemory();
  const at = { kind: "lease", id: "l_1" } as const;
  remember(memory, { ...at, entity: { state: "open" } });
  expect(memory.get("lease l_1")).toEqual({ state: "open" });
  remember(memory, { ...at, entity: undefined });
  expect(memory.get("lease l_1")).toBeUndefined();
  remember(memory, { kind: "setting", id: "numbering", entity: { last: 1 } });
  expect(memory.get("setting numbering")).toBeUndefined();
});

test("what a snapshot brings is folded on, not what was remembered before it", async () => {
  using folder = temporaryFolder();
  const log: Log = [];
  const a = await open(folder.path, "a", { log, partMax: 500 });
  const b = await open(folder.path, "b", { log, partMax: 500 });
  const holder = await enrolIn(a, "first");
  await a.send();
  await a.catchUp();
  await b.catchUp();
  for (const what of ["top-up", "online", "top-up"]) await does[what]?.(a, holder, []);
  await a.send();
  await a.catchUp();
  const parts: SnapshotPart[] = [];
  await a.books.snapshot((part) => Promise.resolve(void parts.push(part)));
  async function* brought(): AsyncGenerator<SnapshotPart> {
    yield* parts;
  }
  await b.books.load(brought());
  await does["top-up"]?.(a, holder, []);
  await a.send();
  await a.catchUp();
  await b.catchUp();
  expect(await confirmedIn(b)).toBe(await confirmedIn(a));
  expect(await shownIn(b)).toEqual(await shownIn(a));
});
