// What a store does with the chain's stream: folds what others have done into its own books, one commit a portion, or
// begins from a snapshot; and how long a till waits for the verdict on a spend over a line of 40 ms.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChainBooks } from "../../gateway/chain/books.ts";
import { createNatsChain, type NatsChain } from "../../gateway/chain/nats/nats-stream.ts";
import { readAhead } from "../../gateway/chain/read-ahead.ts";
import { draftSnapshot, partsOf, piecesOf, press } from "../../gateway/chain/snapshot-file.ts";
import type { ChainFile } from "../../gateway/chain/nats/chain-file.ts";
import type { TestCluster } from "../support/chain-cluster.ts";
import { billOf, enrol, settled, startTestChain } from "../support/chain-gateways.ts";
import { openShop } from "../support/chain-stores.ts";
import { longJournal } from "../support/long-journal.ts";
import { connectAs } from "../support/pages.ts";
import { bareVerdict } from "./chain-floor.ts";
import { startSlowLine } from "../support/slow-line.ts";
import { type Figure, median, timed } from "./figures.ts";

const never = new AbortController().signal;

/** The cluster's servers over a line of so many milliseconds there and back. */
export const over = async (cluster: TestCluster, name: string, rttMs: number) => {
  const lines = await Promise.all(
    cluster.plan.nodes.map((node) => startSlowLine(node.clientPort, rttMs)),
  );
  const servers = lines.map(({ port }) => `tls://127.0.0.1:${port}`);
  const file: ChainFile = { ...(await cluster.file(name)), servers };
  return {
    file,
    close: async () => void (await Promise.all(lines.map((line) => line.close()))),
  };
};

/** Reads and folds until the books stand at a place. */
const follow = async (books: ChainBooks, { stream }: NatsChain, place: number): Promise<void> => {
  const { epoch } = await stream.info(never);
  if (books.position().stream !== epoch) await books.adopt(epoch);
  for await (const batch of readAhead(stream.read(books.position().gseq + 1, never))) {
    await books.fold(batch.filter(({ gseq }) => gseq <= place));
    if (books.position().gseq >= place) return;
  }
};

/** Figures 7 and the new store's: reading all that happened, and a snapshot of it instead. */
export const catchUp = async (cluster: TestCluster, count: number): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  const entries = await longJournal(folder, { store: "long", count });
  const writer = await cluster.stream("long");
  await writer.append(entries, never);
  const { last } = await writer.info(never);
  await writer.close();
  const figures: Figure[] = [];
  for (const { rttMs, perSecond } of [
    { rttMs: 0, perSecond: 25_000 },
    { rttMs: 200, perSecond: 5_000 },
  ]) {
    const name = `reader${rttMs}`;
    const line = await over(cluster, name, rttMs);
    const chain = createNatsChain(line.file);
    const shop = await openShop(folder, name, []);
    await chain.stream.info(never);
    const tookMs = await timed(() => follow(shop.books, chain, last));
    figures.push({
      what: `catch-up of a store with fold and chain, line of ${rttMs} ms`,
      ours: (last / tookMs) * 1_000,
      peer: perSecond,
      peerName: "goal",
      unit: "/s",
      goal: 1,
    });
    if (rttMs === 200)
      figures.push(await fromSnapshot(folder, { cluster, chain, books: shop.books, tookMs }));
    await chain.stream.close();
    await shop.close();
    await line.close();
  }
  rmSync(folder, { recursive: true, force: true });
  return figures;
};

/** The same over the same line for a store that begins from a snapshot: parts fetched, checked, loaded. */
const fromSnapshot = async (
  folder: string,
  from: { cluster: TestCluster; chain: NatsChain; books: ChainBooks; tookMs: number },
): Promise<Figure> => {
  const [made, fetched] = [join(folder, "made"), join(folder, "fetched")];
  const draft = await draftSnapshot(made);
  await from.books.snapshot((part) => draft.add(press(part)));
  await draft.close();
  const office = createNatsChain(await from.cluster.file("office", "head-office"));
  const place = await office.shelf.put(piecesOf(made));
  await office.stream.close();
  const shop = await openShop(folder, "fresh", []);
  const tookMs = await timed(async () => {
    const loaded = await draftSnapshot(fetched);
    for await (const piece of from.chain.shelf.read(place, never)) await loaded.add(piece);
    await loaded.close();
    await shop.books.load(partsOf(fetched));
  });
  await shop.close();
  return {
    what: `a new store begins from a snapshot of ${Math.round(place.bytes / 1_000)} kB`,
    ours: tookMs,
    peer: from.tookMs,
    peerName: "reading all over the same line",
    unit: "ms",
  };
};

const verdictRttMs = 40;
/** A store's process runs for weeks: it is asked when it has served some guests. */
const servedBefore = 100;

/** A store's till pays with stored value that another store took in: asked, granted, booked. */
export const verdict = async (cluster: TestCluster, rounds: number): Promise<Figure> => {
  await using chain = await startTestChain({ cluster, lineRttMs: verdictRttMs });
  const till = await chain.store("v1");
  await settled(till);
  const holder = await enrol(till, 200_000);
  await settled(till);
  const socket = connectAs(till.process(), "test");
  const waits: number[] = [];
  for (let round = -servedBefore; round < rounds; round += 1) {
    await settled(till);
    const bill = billOf(holder, { amount: 100 });
    const tookMs = await timed(() => socket.call("bill.settle", bill));
    if (round >= 0) waits.push(tookMs);
  }
  socket.close();
  const line = await over(cluster, "bare", verdictRttMs);
  const bare = await bareVerdict(line.file, rounds);
  await line.close();
  return {
    what: `a spend with its verdict p50, line of ${verdictRttMs} ms`,
    ours: median(waits),
    peer: bare,
    peerName: "one message and three commits, nothing else",
    unit: "ms",
    limit: verdictRttMs + 10,
  };
};
