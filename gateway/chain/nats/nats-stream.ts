// The chain's stream on NATS JetStream (stream.ts is the border): connects when it is first needed, again whenever it
// was lost, and refuses servers that might lose what they acknowledged.
import { JetStreamApiError } from "@nats-io/jetstream";
import type { KeyStream } from "../keys/key-stream.ts";
import type { SnapshotShelf } from "../snapshot-shelf.ts";
import { type Beat, type ChainStream, type Control, type Ordered, StreamFault } from "../stream.ts";
import { appendEntries, awayFault } from "./append.ts";
import { behindMin, readBehind, type Span } from "./behind.ts";
import type { ChainFile } from "./chain-file.ts";
import { entryOf } from "./entry-message.ts";
import { createNatsKeys } from "./key-stream.ts";
import { type Opened, type OpenLink, createLinkKeeper } from "./link-keeper.ts";
import { fromNumber, newestFirst, readStream } from "./reading.ts";
import { createNatsShelf } from "./snapshot-shelf.ts";
import { controlStream, entryStream, heartbeatStream } from "./streams.ts";

const wrongLastSequence = 10_071;
const topicForm = /^[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:-]+)*$/;

const decoded = <T>(message: { readonly json: <V>() => V }): T => message.json<T>();

export interface NatsChain {
  readonly stream: ChainStream;
  readonly keys: KeyStream;
  readonly shelf: SnapshotShelf;
}

/** All that a gateway has to do with these servers, over one connection; makes none yet. Closed with its stream. */
export const createNatsChain = (file: ChainFile): NatsChain => {
  const { link, close } = createLinkKeeper(file);
  return {
    stream: streamOver(file, link, close),
    keys: createNatsKeys(link),
    shelf: createNatsShelf(link),
  };
};

export const createNatsStream = (file: ChainFile): ChainStream => createNatsChain(file).stream;

const streamOver = (file: ChainFile, link: OpenLink, close: ChainStream["close"]): ChainStream => {
  /** where the stream ended when it was last asked */
  const known = { last: 0 };
  return {
    info: async () => {
      const { manager } = await link();
      const { state, created, ts } = await manager.streams
        .info(entryStream)
        .catch((cause: unknown) => {
          throw awayFault(cause);
        });
      known.last = state.last_seq;
      const ends = { first: state.first_seq, last: state.last_seq };
      return { epoch: created, ...ends, ...(ts === undefined ? {} : { atMs: Date.parse(ts) }) };
    },
    append: async (entries) => appendEntries(await link(), entries),
    read: (from, signal) => ordered(link, { from, to: known.last, signal }),
    beat: async (beat) => {
      const { connection } = await link();
      connection.publish(`HB.${file.name}`, JSON.stringify(beat));
    },
    beats: (signal) =>
      each(link, { stream: heartbeatStream, signal }, (message) => decoded<Beat>(message)),
    put: async ({ topic, revision, value }) => {
      if (!topicForm.test(topic)) throw new RangeError(`no topic: ${topic}`);
      const { client } = await link();
      try {
        const { seq } = await client.publish(`CTRL.${topic}`, JSON.stringify(value), {
          expect: { lastSubjectSequence: revision },
        });
        return seq;
      } catch (cause) {
        if (cause instanceof JetStreamApiError && cause.code === wrongLastSequence)
          return undefined;
        throw awayFault(cause);
      }
    },
    controls: (signal) =>
      each(link, { stream: controlStream, signal }, (message): Control => ({
        topic: message.subject.slice("CTRL.".length),
        revision: message.seq,
        value: decoded(message),
      })),
    close,
  };
};

/** What is there already in portions, where it is much; then whatever comes. */
async function* messagesFrom(
  { client, manager }: Pick<Opened, "client" | "manager">,
  { from, to, signal }: Omit<Span, "stream">,
): AsyncGenerator<readonly Message[]> {
  let next = from;
  if (to - from + 1 >= behindMin)
    for await (const messages of readBehind(manager, { stream: entryStream, from, to, signal })) {
      next = (messages.at(-1)?.seq ?? next) + 1;
      yield messages;
    }
  yield* readStream({ client, stream: entryStream, options: fromNumber(next), signal });
}

async function* ordered(
  link: OpenLink,
  span: Omit<Span, "stream">,
): AsyncGenerator<readonly Ordered[]> {
  let next = span.from;
  for await (const messages of messagesFrom(await link(), span)) {
    yield messages.map((message): Ordered => {
      const entry = entryOf(message);
      if (message.seq !== next || entry === undefined)
        throw new StreamFault(
          entry === undefined ? "foreign_message" : "gap",
          `The stream has ${entry === undefined ? "no entry" : "another number"} at ${next}.`,
          { retryable: true },
        );
      next += 1;
      return { gseq: message.seq, entry };
    });
  }
}

type Message = Parameters<typeof entryOf>[0] & { readonly seq: number };
type SaidMessage = Message & { readonly json: <V>() => V };

async function* each<T>(
  link: OpenLink,
  { stream, signal }: { readonly stream: string; readonly signal: AbortSignal },
  read: (message: SaidMessage) => T,
): AsyncGenerator<T> {
  const { client } = await link();
  for await (const messages of readStream({ client, stream, options: newestFirst, signal }))
    for (const message of messages) yield read(message);
}
