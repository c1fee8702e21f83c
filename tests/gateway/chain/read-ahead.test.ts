// What comes while a portion is being folded is the next portion, whole; and how a stream ends is heard in its turn.
import { expect, test } from "vitest";
import { readAhead } from "../../../gateway/chain/read-ahead.ts";
import type { Ordered } from "../../../gateway/chain/stream.ts";
import { sampleEntries } from "../../support/chain-cluster.ts";

const ordered = (from: number, count: number): readonly Ordered[] =>
  sampleEntries("s1", { from, count }).map((entry, at) => ({ gseq: from + at, entry }));

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("entries that come one by one while somebody folds are one portion", async () => {
  const all = ordered(1, 50);
  const brought = { whole: false };
  const oneByOne = async function* () {
    for (const one of all) yield [one];
    brought.whole = true;
  };
  const portions: (readonly Ordered[])[] = [];
  for await (const portion of readAhead(oneByOne())) {
    portions.push(portion);
    while (!brought.whole) await nextTurn();
  }
  expect(portions.flat()).toEqual(all);
  expect(portions.length).toBeLessThanOrEqual(2);
});

test("no more than a portion is fetched ahead of whoever is slow", async () => {
  let fetched = 0;
  const endless = async function* () {
    for (;;) {
      yield ordered(fetched + 1, 400);
      fetched += 400;
    }
  };
  const sizes: number[] = [];
  for await (const portion of readAhead(endless())) {
    sizes.push(portion.length);
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(fetched).toBeLessThanOrEqual(sizes.reduce((sum, size) => sum + size, 0) + 1_600);
    if (sizes.length === 4) break;
  }
  expect(Math.max(...sizes)).toBe(1_000);
});

test("a fault comes after what was brought before it", async () => {
  const breaks = async function* () {
    yield ordered(1, 3);
    throw new Error("the link broke");
  };
  const portions: (readonly Ordered[])[] = [];
  const reading = (async () => {
    for await (const portion of readAhead(breaks())) portions.push(portion);
  })();
  await expect(reading).rejects.toThrow("the link broke");
  expect(portions.flat()).toHaveLength(3);
});
