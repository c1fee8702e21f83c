// Entries into the stream: many as one atomic batch, few one by one. The client's own batches drop the headers that
// matter (spec/LEDGER.md 6.3, client trap), so they are written here.
import { hash } from "node:crypto";
import { type JetStreamClient, JetStreamApiError } from "@nats-io/jetstream";
import { type NatsConnection, PermissionViolationError } from "@nats-io/transport-node";
import { StreamFault, type StoreEntry } from "../stream.ts";
import { headersOf, subjectOf } from "./entry-message.ts";

/** the server's limits for one atomic batch, and for batches under way */
const batchMax = 1_000;
const batchesUnderWay = 8;
/** fewer are not worth a batch */
const batchMin = 8;
const singlesUnderWay = 256;
const ackTimeoutMs = 10_000;

interface Target {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
}

/** Resolves when the servers hold all of them on a majority of disks. Throws StreamFault, outcome unknown. */
export const appendEntries = async (
  target: Target,
  entries: readonly StoreEntry[],
): Promise<void> => {
  if (entries.length < batchMin) return await asSingles(target, entries);
  const chunks = Array.from({ length: Math.ceil(entries.length / batchMax) }, (_, at) =>
    entries.slice(at * batchMax, (at + 1) * batchMax),
  );
  await inParallel(chunks, batchesUnderWay, async (chunk) => {
    if (!(await asBatch(target, chunk))) await asSingles(target, chunk);
  });
};

/**
 * False where the servers would not take the batch as such: one of its entries is stored already, which is told of
 * the batch as a whole. Nothing of it is stored then.
 */
const asBatch = async (
  { connection }: Target,
  entries: readonly StoreEntry[],
): Promise<boolean> => {
  const id = batchId(entries);
  for (const [at, entry] of entries.entries()) {
    const made = headersOf(entry);
    made.set("Nats-Batch-Id", id);
    made.set("Nats-Batch-Sequence", String(at + 1));
    const isLast = at === entries.length - 1;
    if (!isLast) {
      connection.publish(subjectOf(entry), entry.body, { headers: made });
      continue;
    }
    made.set("Nats-Batch-Commit", "1");
    const answer = await connection
      .request(subjectOf(entry), entry.body, { headers: made, timeout: ackTimeoutMs })
      .catch((cause: unknown) => {
        throw awayFault(cause);
      });
    const told: { readonly error?: unknown; readonly count?: number } = answer.json();
    return told.error === undefined && told.count === entries.length;
  }
  return true;
};

let batches = 0;

/** Unique among the batches of all stores: two tries of the same entries are two batches. */
const batchId = ([first]: readonly StoreEntry[]): string =>
  hash("sha256", `${first?.hash ?? ""} ${process.pid} ${(batches += 1)}`, "hex").slice(0, 32);

const asSingles = async ({ client }: Target, entries: readonly StoreEntry[]): Promise<void> => {
  await inParallel(entries, singlesUnderWay, async (entry) => {
    try {
      // a repeated id is acknowledged as a duplicate: it is held
      await client.publish(subjectOf(entry), entry.body, {
        headers: headersOf(entry),
        timeout: ackTimeoutMs,
      });
    } catch (cause) {
      throw cause instanceof JetStreamApiError
        ? new StreamFault("refused", cause.message, { retryable: true, cause })
        : awayFault(cause);
    }
  });
};

/** What the client threw, as a fault of the border. A right that is missing does not come back by waiting. */
export const awayFault = (cause: unknown): StreamFault => {
  if (isForbidden(cause))
    return new StreamFault("not_permitted", `The chain's servers forbid it: ${wordsOf(cause)}.`, {
      retryable: false,
      cause,
    });
  const message = `The chain's servers do not answer: ${wordsOf(cause)}.`;
  return new StreamFault("away", message, { retryable: true, cause });
};

const isForbidden = (cause: unknown): boolean =>
  cause instanceof PermissionViolationError ||
  (cause instanceof Error && cause.cause instanceof PermissionViolationError);

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : "no answer");

/** Starts them in order, so many at once; the first failure ends it once the others are through. */
const inParallel = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(atOnce, items.length) }, worker),
  );
  const failed = ends.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
};
