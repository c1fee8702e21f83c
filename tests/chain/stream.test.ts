// The stream on a real cluster of three NATS servers: order, repetition, rights, and what survives servers that die.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import type { ChainStream, Ordered, StoreEntry } from "../../gateway/chain/stream.ts";
import { StreamFault } from "../../gateway/chain/stream.ts";
import { noteIssued, revokeIssued } from "../../provisioning/chain/cluster-files.ts";
import { reloadCluster } from "../../provisioning/chain/development-cluster.ts";
import { lacks } from "../support/parts.ts";
import { type NodeDisks, openNodeDisks } from "../support/power-cut-nodes.ts";
import { sampleEntries, startTestCluster, type TestCluster } from "../support/chain-cluster.ts";

const timeoutMs = 120_000;
/** Power cuts one after the other; a continuous run makes one. */
const cutsCount = Number(process.env["POWER_CUTS"] ?? 1);
const never = new AbortController().signal;

/** Asks again while the servers are away, as every reader and writer of the product does. */
const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StreamFault) || !error.retryable) throw error;
      await setTimeout(50);
    }
  }
};

/** As the outbox does it: the same ones again until they are held. */
const insistOnAppend = async (
  stream: ChainStream,
  entries: readonly StoreEntry[],
): Promise<number> => {
  let tries = 0;
  await insist(() => {
    tries += 1;
    return stream.append(entries, never);
  });
  return tries;
};

const lastOf = (stream: ChainStream): Promise<number> =>
  insist(async () => (await stream.info(never)).last);

/** Reads from a number on until so many have come, going on after the last one when a reading ends. */
const readSome = async (
  stream: ChainStream,
  from: number,
  count: number,
): Promise<readonly Ordered[]> => {
  const found: Ordered[] = [];
  const done = new AbortController();
  await insist(async () => {
    for await (const batch of stream.read(from + found.length, done.signal)) {
      found.push(...batch);
      if (found.length >= count) break;
    }
  });
  done.abort();
  return found;
};

describe("the chain's stream on JetStream", () => {
  let cluster: TestCluster;
  let store: ChainStream;
  let disks: NodeDisks | undefined;
  beforeAll(async () => {
    disks = lacks("loopDevice") ? undefined : openNodeDisks();
    cluster = await startTestCluster(disks === undefined ? {} : { storeFolderOf: disks.folderOf });
    store = await cluster.stream("s1");
  }, timeoutMs);
  afterAll(async () => {
    await store.close();
    await cluster[Symbol.asyncDispose]();
    disks?.[Symbol.dispose]();
  }, timeoutMs);

  test(
    "keeps the order of a batch, byte for byte, and takes repeated entries once",
    async () => {
      const entries = sampleEntries("s1", { count: 1_200 });
      await store.append(entries, never);
      await store.append(entries.slice(100, 200), never);
      await store.append(entries.slice(1_190), never);
      const { last, first, atMs = 0 } = await store.info(never);
      expect([first, last]).toEqual([1, 1_200]);
      // The servers say what time it is; theirs is this machine's clock.
      expect(Math.abs(Date.now() - atMs)).toBeLessThan(timeoutMs);
      const read = await readSome(store, 1, 1_200);
      expect(read.map(({ gseq }) => gseq)).toEqual(entries.map((_, at) => at + 1));
      expect(read.map(({ entry }) => entry).toSorted((a, b) => a.seq - b.seq)).toEqual(entries);
      expect((await readSome(store, 1_000, 201)).map(({ gseq }) => gseq).at(0)).toBe(1_000);
    },
    timeoutMs,
  );

  test(
    "lets a store write under its own name only, and steer nothing",
    async () => {
      const forged = sampleEntries("s2", { count: 1 });
      await expect(store.append(forged, never)).rejects.toMatchObject({ code: "not_permitted" });
      const steer = { topic: "programme", revision: 0, value: { version: 2 } };
      await expect(store.put(steer)).rejects.toMatchObject({ code: "not_permitted" });
    },
    timeoutMs,
  );

  test(
    "shuts a store out by its name, and nobody else",
    async () => {
      const file = await cluster.file("stolen");
      noteIssued(cluster.folder, "stolen", file);
      const stolen = createNatsStream(file);
      await stolen.append(sampleEntries("stolen", { count: 1 }), never);
      expect(await revokeIssued(cluster.folder, { name: "stolen", atMs: Date.now() })).toBe(1);
      reloadCluster(cluster.folder, cluster.plan);
      const isIn = (): Promise<boolean> =>
        createNatsStream(file)
          .info(never)
          .then(
            () => true,
            () => false,
          );
      await expect.poll(isIn, { timeout: timeoutMs }).toBe(false);
      await store.append(sampleEntries("s1", { from: 1_201, count: 1 }), never);
      await stolen.close();
    },
    timeoutMs,
  );

  test(
    "keeps the newest word of head office, and only the first of two that knew the same",
    async () => {
      const office = await cluster.stream("office", "head-office");
      const first = await office.put({ topic: "programme", revision: 0, value: { version: 2 } });
      expect(first).toBeTypeOf("number");
      expect(await office.put({ topic: "programme", revision: 0, value: { version: 9 } })).toBe(
        undefined,
      );
      await office.put({ topic: "programme", revision: first ?? 0, value: { version: 3 } });
      for await (const control of store.controls(never)) {
        expect(control).toMatchObject({ topic: "programme", value: { version: 3 } });
        break;
      }
      await office.close();
    },
    timeoutMs,
  );

  test(
    "loses and doubles nothing while its leader is killed and the next one stands still",
    async () => {
      const before = await lastOf(store);
      const writer = await cluster.stream("s3");
      const entries = sampleEntries("s3", { count: 600 });
      const parts = Array.from({ length: 30 }, (_, at) => entries.slice(at * 20, at * 20 + 20));
      const killed = await cluster.leader();
      let frozen = "";
      for (const [at, part] of parts.entries()) {
        if (at === 5) await cluster.kill(killed);
        await insistOnAppend(writer, part);
        if (at === 12) await cluster.start(killed);
        if (at === 20) cluster.freeze((frozen = await cluster.leader()));
        if (at === 26) cluster.thaw(frozen);
      }
      const read = await readSome(store, before + 1, 600);
      expect(read.map(({ entry }) => entry.seq)).toEqual(entries.map(({ seq }) => seq));
      expect(await lastOf(store)).toBe(before + 600);
      await writer.close();
    },
    timeoutMs,
  );

  test(
    "goes on once all servers are back after all were killed",
    async () => {
      const before = await lastOf(store);
      const entries = sampleEntries("s1", { from: 1_202, count: 50 });
      for (const { name } of cluster.plan.nodes) await cluster.kill(name);
      const insisting = insistOnAppend(store, entries);
      for (const { name } of cluster.plan.nodes) await cluster.start(name);
      await insisting;
      const read = await readSome(store, before + 1, 50);
      expect(read.map(({ entry }) => entry.id)).toEqual(entries.map(({ id }) => id));
    },
    timeoutMs,
  );

  test.skipIf(lacks("loopDevice"))(
    "has everything it acknowledged after the power of all servers was cut at once",
    async () => {
      const before = await lastOf(store);
      const writer = await cluster.stream("s4");
      let held = 0;
      let previous: string | undefined;
      for (let cut = 1; cut <= cutsCount; cut += 1) {
        const entries = sampleEntries("s4", {
          from: held + 1,
          count: 20_000,
          ...(previous === undefined ? {} : { previous }),
        });
        const least = 60 + ((cut * 97) % 340);
        let acked = 0;
        let isCut = false;
        const write = async (): Promise<void> => {
          for (; !isCut && acked < entries.length; acked += 20)
            await writer.append(entries.slice(acked, acked + 20), never);
        };
        // Servers that have just come back may not answer yet; after the cut nobody asks again.
        const writing = insist(() =>
          write().catch((error: unknown) => (isCut ? undefined : Promise.reject(error))),
        );
        await expect.poll(() => acked, { timeout: timeoutMs }).toBeGreaterThan(least);
        const cutting = disks?.cutPower(cluster);
        isCut = true;
        await cutting;
        await writing;
        // A leader that has just been elected knows the end of its log a moment before it has read it all.
        const after = async (): Promise<number> => (await lastOf(store)) - before - held;
        await expect.poll(after, { timeout: timeoutMs }).toBeGreaterThanOrEqual(acked);
        const read = await readSome(store, before + held + 1, await after());
        expect(read.map(({ entry }) => entry)).toEqual(entries.slice(0, read.length));
        held += read.length;
        previous = read.at(-1)?.entry.hash;
        if (cutsCount > 1) process.stdout.write(`cut ${cut}: ${acked} acked, ${held} held\n`);
      }
      await writer.close();
    },
    timeoutMs * cutsCount,
  );
});
