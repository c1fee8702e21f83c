// What is sent right after its commit is what the journal holds, whether it is still at hand or has to be read.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOwnJournal } from "../../../gateway/chain/own-journal.ts";
import { type ChainedShop, openShop } from "../../support/chain-stores.ts";
import { fc } from "../../support/seeded.ts";
import { enrolIn } from "../../support/two-shops.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-own-journal-"));
let shop: ChainedShop;
const topUp = (account: string) =>
  shop.do("account.topUp", { account, amount: 100, tenders: [{ type: "cash", amount: 100 }] });

beforeAll(async () => {
  shop = await openShop(folder, "s1", []);
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the same entries, whatever range is asked for", async () => {
  const watching = createOwnJournal(shop.store, "s1");
  const { account } = await enrolIn(shop, "one");
  for (const atOnce of [1, 1, 3, 40, 1])
    await Promise.all(Array.from({ length: atOnce }, () => topUp(account)));
  const end = watching.end();
  expect(end).toBeGreaterThan(46);
  // it has watched no commit, so it reads all from the file
  const reading = createOwnJournal(shop.store, "s1");
  const place = fc.integer({ min: 1, max: end });
  await fc.assert(
    fc.asyncProperty(place, place, async (one, other) => {
      const range = { from: Math.min(one, other), to: Math.max(one, other) };
      const sent = await watching.read(range);
      expect(sent).toEqual(await reading.read(range));
      expect(sent.map(({ seq }) => seq)).toEqual(
        Array.from({ length: range.to - range.from + 1 }, (_, at) => range.from + at),
      );
    }),
  );
});

test("of more than is kept at hand the beginning is read", async () => {
  const watching = createOwnJournal(shop.store, "s1");
  const from = watching.end() + 1;
  const { account } = await enrolIn(shop, "two");
  for (let batch = 0; batch < 3; batch += 1)
    await Promise.all(Array.from({ length: 40 }, () => topUp(account)));
  const whole = await watching.read({ from, to: watching.end() });
  expect(whole).toEqual(
    await createOwnJournal(shop.store, "s1").read({ from, to: watching.end() }),
  );
  for (const [at, entry] of whole.slice(1).entries()) expect(entry.previous).toBe(whole[at]?.hash);
});

test("what is not there yet is not sent", async () => {
  const watching = createOwnJournal(shop.store, "s1");
  const { account } = await enrolIn(shop, "three");
  await topUp(account);
  const end = watching.end();
  await expect(watching.read({ from: end, to: end + 1 })).rejects.toThrow(/does not hold/u);
});
