// Servers that have just elected a leader say less than they hold for a moment: nobody takes that for the end of it.
import { afterEach, expect, test } from "vitest";
import { createNatsKeys } from "../../../gateway/chain/nats/key-stream.ts";
import { lagMs } from "../../../gateway/chain/pump.ts";
import { openShop } from "../../support/chain-stores.ts";
import { createMemoryStream } from "../../support/memory-stream.ts";
import { closeParts, patienceMs, reached, takePart } from "../../support/take-part.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import { enrolIn, opened } from "../../support/two-shops.ts";

afterEach(closeParts);

const unread = 3;

/** A store that has sent and folded what it did, over a stream in memory; its pump's clock is the test's. */
const inStep = async (folder: string) => {
  const shop = await openShop(folder, "s1", []);
  opened.push(shop);
  const memory = createMemoryStream();
  const clock = { nowMs: 1_000 };
  const steering = { base: () => undefined, nowMs: () => clock.nowMs };
  const part = takePart(shop, memory.stream, steering);
  const states: string[] = [];
  part.pump.onChange(() => states.push(part.pump.state().state));
  await enrolIn(shop, "1");
  await enrolIn(shop, "2");
  await reached(part, () => shop.books.folded() === shop.store.head().seq);
  expect(shop.books.position().gseq).toBeGreaterThan(unread);
  return { shop, memory, clock, steering, part, states };
};

test(
  "a store that has folded more than a new leader has read waits for it, and alarms nobody",
  { timeout: patienceMs },
  async () => {
    using folder = temporaryFolder();
    const { shop, memory, part, states } = await inStep(folder.path);
    const before = shop.books.position();
    states.splice(0);
    memory.lagBy(unread);
    part.pump.again();
    await reached(part, () => part.pump.state().state === "offline");
    expect(part.pump.state().why).toContain("have not read yet");
    memory.lagBy(0);
    await reached(part, () => part.pump.state().state === "online");
    expect(states).not.toContain("frozen");
    expect(part.doubts).toEqual([]);
    expect(shop.books.position()).toEqual(before);
    await enrolIn(shop, "3");
    await reached(part, () => shop.books.folded() === shop.store.head().seq);
  },
);

test(
  "a stream that stays shorter than what was folded was cut: it is not followed",
  { timeout: patienceMs },
  async () => {
    using folder = temporaryFolder();
    const { memory, clock, part } = await inStep(folder.path);
    memory.lagBy(unread);
    part.pump.again();
    await reached(part, () => part.pump.state().state === "offline");
    clock.nowMs += lagMs;
    await reached(part, () => part.pump.state().state === "frozen");
  },
);

test(
  "a new store that begins while a leader lags misses nothing of it",
  { timeout: patienceMs },
  async () => {
    using folder = temporaryFolder();
    const { shop, memory, steering } = await inStep(folder.path);
    memory.lagBy(unread);
    const fresh = await openShop(folder.path, "s2", []);
    opened.push(fresh);
    const part = takePart(fresh, memory.stream, steering);
    const { gseq } = shop.books.position();
    await reached(part, () => fresh.books.position().gseq === gseq - unread);
    memory.lagBy(0);
    await reached(part, () => fresh.books.position().gseq === gseq);
    expect(fresh.books.position()).toEqual(shop.books.position());
  },
);

test("that a lagging leader knows nothing of a key does not end its erasure", async () => {
  let read = 4;
  const streams = {
    getMessage: () => Promise.resolve(null),
    info: () => Promise.resolve({ created: "now", state: { last_seq: read } }),
  };
  // What the servers are asked in an erasure, and nothing else of them.
  const keys = createNatsKeys((() => Promise.resolve({ manager: { streams } })) as never);
  const erasing = keys.erase({ key: "m_1", place: 5 });
  await expect(erasing).rejects.toMatchObject({ code: "lagging", retryable: true });
  read = 5;
  await keys.erase({ key: "m_1", place: 5 });
});
