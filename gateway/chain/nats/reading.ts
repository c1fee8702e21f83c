// What a stream holds, in order and as it comes: an ordered consumer that begins anew by itself after a lost link.
import { setTimeout as wait } from "node:timers/promises";
import {
  DeliverPolicy,
  type JetStreamClient,
  type JsMsg,
  type OrderedConsumerOptions,
} from "@nats-io/jetstream";
import { StreamFault } from "../stream.ts";
import { awayFault } from "./append.ts";

const batchMax = 1_000;
/** what is on its way is waited for so long, so that there is much to do at once, ms */
const gatherMs = 20;
/** asked for ahead: at 200 ms to the servers this is 25,000 a second */
const askedAhead = 5_000;
/** so long after the last sign of life of a consumer it is made anew */
const idleMs = 5_000;
const askedForMs = 2 * idleMs;

export interface Reading {
  readonly client: JetStreamClient;
  readonly stream: string;
  readonly options: Partial<OrderedConsumerOptions>;
  readonly signal: AbortSignal;
}

/** As many messages at once as are there. Throws StreamFault; ends when `signal` aborts. */
export async function* readStream(reading: Reading): AsyncGenerator<readonly JsMsg[]> {
  const { client, stream, options, signal } = reading;
  if (signal.aborted) return;
  const consumer = await client.consumers.get(stream, options).catch((cause: unknown) => {
    throw awayFault(cause);
  });
  const messages = await consumer
    .consume({
      max_messages: askedAhead,
      threshold_messages: askedAhead / 2,
      idle_heartbeat: idleMs,
      expires: askedForMs,
    })
    .catch((cause: unknown) => {
      throw awayFault(cause);
    });
  const stop = (): void => messages.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    yield* gathered(messages);
  } catch (cause) {
    throw awayFault(cause);
  } finally {
    signal.removeEventListener("abort", stop);
    await messages.close();
  }
  if (!signal.aborted)
    throw new StreamFault("away", `The reading of ${stream} ended.`, { retryable: true });
}

/** Messages as they come, in portions: what its server says is on its way is waited for, but not for long. */
export async function* gathered(messages: AsyncIterable<JsMsg>): AsyncGenerator<readonly JsMsg[]> {
  const iterator = messages[Symbol.asyncIterator]();
  let batch: JsMsg[] = [];
  let patience: ReturnType<typeof createPatience> | undefined;
  for (let next = iterator.next(); ;) {
    const got = batch.length === 0 ? await next : await Promise.race([next, patience?.over]);
    const isEnd = got !== undefined && got.done === true;
    if (got !== undefined && got.done !== true) {
      if (batch.length === 0) patience = createPatience();
      batch.push(got.value);
      next = iterator.next();
      if (batch.length < batchMax && got.value.info.pending > 0) continue;
    }
    patience?.end();
    if (batch.length > 0) yield batch;
    if (isEnd) return;
    batch = [];
  }
}

const createPatience = () => {
  const ending = new AbortController();
  const over = wait(gatherMs, undefined, { signal: ending.signal, ref: false }).catch(
    () => undefined,
  );
  return { over, end: () => ending.abort() };
};

export const fromNumber = (from: number): Partial<OrderedConsumerOptions> => ({
  deliver_policy: DeliverPolicy.StartSequence,
  opt_start_seq: Math.max(1, from),
});

/** The newest of every subject, then each change. */
export const newestFirst: Partial<OrderedConsumerOptions> = {
  deliver_policy: DeliverPolicy.LastPerSubject,
  filter_subjects: [">"],
};
