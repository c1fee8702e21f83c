// A store that was away comes back: everything it did meanwhile is read from its journal, sent, ordered and folded into
// its books again, by the product's own pump over a slow line; beside JetStream publishing the same texts by itself.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createFoldingInbox } from "../../gateway/chain/folding-inbox.ts";
import type { ChainFile } from "../../gateway/chain/nats/chain-file.ts";
import { openLink } from "../../gateway/chain/nats/link.ts";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import { createOutbox, outboxTerms } from "../../gateway/chain/outbox.ts";
import { createOwnJournal, sendingMax } from "../../gateway/chain/own-journal.ts";
import { startPump } from "../../gateway/chain/pump.ts";
import type { ChainStream, StoreEntry } from "../../gateway/chain/stream.ts";
import { startTestCluster, type TestCluster } from "../support/chain-cluster.ts";
import { type ChainedShop, openShop } from "../support/chain-stores.ts";
import { longJournal } from "../support/long-journal.ts";
import { over } from "./chain-store.ts";
import { type Figure, timed } from "./figures.ts";

const never = new AbortController().signal;
const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

/** Runs the pump until nothing is left to be sent and everything has its place; ms. */
const untilFinal = async ({ store, books, id }: ChainedShop, stream: ChainStream) => {
  const journal = createOwnJournal(store, id);
  const inbox = createFoldingInbox({
    books,
    onApplied: () => undefined,
    onDoubt: ({ code }) => {
      throw new Error(code);
    },
  });
  const outbox = createOutbox(
    { ...outboxTerms, batchMax: sendingMax, random: Math.random },
    { seen: inbox.seen(), end: journal.end() },
  );
  const begun = performance.now();
  const pump = startPump({
    stream,
    journal,
    inbox,
    outbox,
    rest,
    nowMs: () => Date.now(),
    pause: (_tries, signal) => rest(100, signal),
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    heard: () => undefined,
  });
  await new Promise<void>((resolve) => {
    pump.onChange(() => {
      if (outbox.queued() === 0) resolve();
    });
  });
  const tookMs = performance.now() - begun;
  await pump.stop();
  return tookMs;
};

const windowMax = 256;

/** What JetStream does by itself: one message after the other, so many without an answer. */
export const publishPlainly = async (
  file: ChainFile,
  entries: readonly StoreEntry[],
): Promise<void> => {
  const { connection } = await openLink(file);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let entry = entries[next++]; entry !== undefined; entry = entries[next++])
      await connection.request(`L.${file.name}.00`, entry.body, { timeout: 30_000 });
  };
  await Promise.all(Array.from({ length: windowMax }, worker));
  await connection.close();
};

/** Figure 6: `drainMs` is what it may take; `plain`: a cluster whose stream no store will follow. */
export const drain = async (
  plain: TestCluster,
  { rttMs, drainMs }: { readonly rttMs: number; readonly drainMs: number },
  count: number,
): Promise<Figure> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  const name = `back${rttMs}`;
  const entries = await longJournal(folder, { store: name, count });
  await using cluster = await startTestCluster();
  const line = await over(cluster, name, rttMs);
  const stream = createNatsStream(line.file);
  await stream.info(never);
  const shop = await openShop(folder, name, []);
  const ours = await untilFinal(shop, stream);
  await shop.close();
  await stream.close();
  await line.close();
  const other = await over(plain, name, rttMs);
  const peer = await timed(() => publishPlainly(other.file, entries));
  await other.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    what: `${entries.length} entries of a day apart, sent, ordered and folded, line of ${rttMs} ms`,
    ours,
    peer,
    peerName: `JetStream, ${windowMax} at once, published only`,
    unit: "ms",
    goal: 1,
    limit: drainMs,
  };
};
