// A chain whose stream is lost whole, with stores on real databases: head office says where it goes on, who stands
// elsewhere begins from a snapshot, and every yuan is there afterwards.
import { afterEach, expect, test } from "vitest";
import { type Base, baseNeeded } from "../../../gateway/chain/healing.ts";
import { createMemoryStream } from "../../support/memory-stream.ts";
import { closeParts, patienceMs, reached, takePart } from "../../support/take-part.ts";
import { temporaryFolder } from "../../support/test-store.ts";
import { accountIn, enrolIn, opened, storedIn } from "../../support/two-shops.ts";
import { openShop } from "../../support/chain-stores.ts";

afterEach(closeParts);

test(
  "a stream lost whole costs nobody anything: it goes on from head office's place",
  { timeout: 3 * patienceMs },
  async () => {
    using folder = temporaryFolder();
    const [office, store] = [
      await openShop(folder.path, "office", []),
      await openShop(folder.path, "s1", []),
    ];
    opened.push(office, store);
    const memory = createMemoryStream();
    const words: Base[] = [];
    const steering = { base: () => words.at(-1) };
    const [one, two] = [office, store].map((shop) => takePart(shop, memory.stream, steering));
    if (one === undefined || two === undefined) throw new Error("two take part");
    const topUp = (account: string, amount: number) =>
      store.do("account.topUp", { account, amount, tenders: [{ type: "cash", amount }] });

    const { account } = await enrolIn(store, "1");
    await reached(one, async () => (await storedIn(office, account)) === 15_000);
    // What time it is there is heard with every answer, whoever counts its numbers.
    expect([...one.heard]).toEqual([memory.atMs]);

    // Head office's box stands still; the store goes on, and its entries have their places.
    await one.pump.stop();
    await topUp(account, 1_000);
    await reached(two, () => store.books.folded() === store.store.head().seq);
    const ahead = store.books.position();
    expect(ahead.gseq).toBeGreaterThan(office.books.position().gseq);

    memory.makeAnew();
    await topUp(account, 200);
    const again = takePart(office, memory.stream, steering);
    await reached(two, () => two.pump.state().state === "frozen");
    await reached(again, () => again.pump.state().state === "frozen");

    const said = baseNeeded({
      info: await memory.stream.info(new AbortController().signal),
      said: steering.base(),
      own: { store: office.id, ...again.inbox.position() },
      told: [{ store: store.id, ...two.inbox.position() }],
      agrees: (told) => again.inbox.agrees(told),
    });
    expect(said).toMatchObject({ cut: 0, gseq: office.books.position().gseq });
    if (said !== undefined) words.push(said);
    await reached(again, () => again.pump.state().state === "online");
    // It stands beyond head office's place: frozen until it has begun from a snapshot.
    expect(two.pump.state().state).toBe("frozen");
    const parts: string[] = [];
    await office.books.snapshot(async (part) => void parts.push(part));
    await store.books.load(
      (async function* () {
        yield* parts;
      })(),
    );
    two.pump.again();

    await reached(two, () => store.books.folded() === store.store.head().seq);
    await reached(again, async () => (await storedIn(office, account)) === 16_200);
    expect(await accountIn(store, account)).toEqual(await accountIn(office, account));
    expect(store.books.position().root).toBe(office.books.position().root);
    expect([...again.doubts, ...two.doubts]).toEqual([]);
    for (const shop of [office, store]) expect((await shop.store.verify()).findings).toEqual([]);
  },
);
