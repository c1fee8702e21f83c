// The chain's way to head office on a real cluster of three nodes that sync before they acknowledge: a day's offline
// entries sent at once, and taken in by the archive, over lines of 0, 40 and 200 ms; beside plain JetStream publishing.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import type { ChainStream } from "../../gateway/chain/stream.ts";
import { openArchive } from "../../gateway/head-office/archive.ts";
import { type TestCluster, sampleEntries, startTestCluster } from "../support/chain-cluster.ts";
import { cost } from "./chain-cost.ts";
import { drain, publishPlainly } from "./chain-drain.ts";
import { catchUp, over, verdict } from "./chain-store.ts";
import { startEtcd } from "./etcd.ts";
import { type Bench, type Figure, limited, median, timed } from "./figures.ts";

const never = new AbortController().signal;
const windowMax = 256;
/** what a store does in a day apart: never fewer, a short look would only show the beginning */
const awayCount = 10_000;
const lines = [
  { rttMs: 0, drainMs: 2_000, perSecond: 25_000 },
  { rttMs: 40, drainMs: 2_000, perSecond: 15_000 },
  { rttMs: 200, drainMs: 4_000, perSecond: 5_000 },
] as const;

/** Reads from a number on into an archive until so many are in. */
const takeIn = async (stream: ChainStream, file: string, span: { from: number; count: number }) => {
  const archive = await openArchive(file);
  const { epoch } = await stream.info(never);
  let taken = 0;
  for await (const batch of stream.read(span.from, never)) {
    await archive.take(epoch, batch);
    taken += batch.length;
    if (taken >= span.count) break;
  }
  await archive.close();
};

const measure = async (
  cluster: TestCluster,
  { rttMs, drainMs, perSecond }: (typeof lines)[number],
  count: number,
): Promise<readonly Figure[]> => {
  const name = `bench${rttMs}`;
  const line = await over(cluster, name, rttMs);
  const { file } = line;
  const stream = createNatsStream(file);
  const { last } = await stream.info(never);
  const entries = sampleEntries(name, { count });
  const drained = await timed(() => stream.append(entries, never));
  const books = join(cluster.folder, `${name}.db`);
  const takenMs = await timed(() => takeIn(stream, books, { from: last + 1, count }));
  const single: number[] = [];
  let one = sampleEntries(name, { from: count + 1, count: 1 });
  for (let round = 0; round < 30; round += 1) {
    const now = one;
    single.push(await timed(() => stream.append(now, never)));
    one = sampleEntries(name, { from: count + 2 + round, count: 1 });
  }
  const plainMs = await timed(() => publishPlainly(file, entries));
  await stream.close();
  await line.close();
  rmSync(books, { force: true });
  const at = `${rttMs} ms`;
  return [
    limited(`${count} offline entries held by three disks, line of ${at}`, drained, drainMs),
    {
      what: `entries sent, line of ${at}`,
      ours: (count / drained) * 1_000,
      peer: (count / plainMs) * 1_000,
      peerName: `JetStream, ${windowMax} at once`,
      unit: "/s",
    },
    {
      what: `catch-up into head office's archive, line of ${at}`,
      ours: (count / takenMs) * 1_000,
      peer: perSecond,
      peerName: "goal of the stores' catch-up",
      unit: "/s",
    },
    limited(`one entry held by three disks p50, line of ${at}`, median(single), rttMs + 10),
  ];
};

/** What head office takes in, each entry on a majority of disks; etcd takes the same as keys. */
const besideEtcd = async (cluster: TestCluster, count: number): Promise<Figure> => {
  const stream = createNatsStream(await cluster.file("rate"));
  await stream.info(never);
  const entries = sampleEntries("rate", { count });
  const oursMs = await timed(() => stream.append(entries, never));
  await stream.close();
  await using etcd = await startEtcd();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let entry = entries[next++]; entry !== undefined; entry = entries[next++])
      await etcd.put(entry.id, entry.body);
  };
  const peerMs = await timed(() => Promise.all(Array.from({ length: windowMax }, worker)));
  return {
    what: "head office: entries on two of three disks",
    ours: (count / oursMs) * 1_000,
    peer: (count / peerMs) * 1_000,
    peerName: `etcd, ${windowMax} at once`,
    unit: "/s",
    goal: 2,
    limit: 10_000,
  };
};

export const bench: Bench = {
  says: "the chain over lines of 0, 40 and 200 ms, beside plain JetStream and etcd",
  run: async ({ quick }) => {
    await using cluster = await startTestCluster();
    const figures: Figure[] = [];
    const count = quick ? 2_000 : 10_000;
    for (const line of lines) figures.push(...(await measure(cluster, line, count)));
    figures.push(await besideEtcd(cluster, count));
    for (const line of lines.slice(1)) figures.push(await drain(cluster, line, awayCount));
    // What was published plainly is no store's: stores begin on a stream of their own.
    await using stores = await startTestCluster();
    figures.push(...(await catchUp(stores, count)));
    figures.push(await verdict(stores, quick ? 10 : 50));
    figures.push(...(await cost(count)));
    return figures;
  },
};
