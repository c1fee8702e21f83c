// Words about members' keys on JetStream: `KEYS.held.<key>` and `KEYS.gone.<key>`. What was shredded is overwritten on
// the servers' disks, not only forgotten.
import type { JetStreamManager } from "@nats-io/jetstream";
import { StreamFault } from "../stream.ts";
import type { KeyStream, KeyWord } from "../keys/key-stream.ts";
import { awayFault } from "./append.ts";
import type { OpenLink } from "./link-keeper.ts";
import { fromNumber, readStream } from "./reading.ts";
import { keyStream } from "./streams.ts";

const keyForm = /^[A-Za-z0-9_-]{1,60}$/;
const nothing = new Uint8Array();

const subjectOf = (key: string, how: "held" | "gone"): string => {
  if (!keyForm.test(key)) throw new RangeError(`no name of a key: ${key}`);
  return `${keyStream}.${how}.${key}`;
};

const orAway = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw awayFault(cause);
  });

export const createNatsKeys = (link: OpenLink): KeyStream => ({
  info: async () => {
    const { manager } = await link();
    const { created, state } = await orAway(manager.streams.info(keyStream));
    return { epoch: created, last: state.last_seq };
  },
  tell: async ({ key, sealed }) => {
    const { client } = await link();
    const subject = subjectOf(key, sealed === undefined ? "gone" : "held");
    await orAway(client.publish(subject, sealed ?? nothing));
  },
  read: (from, signal) => read(link, from, signal),
  erase: async ({ key, place }) => {
    const { manager } = await link();
    const subject = subjectOf(key, "held");
    for (;;) {
      const found = await orAway(manager.streams.getMessage(keyStream, { last_by_subj: subject }));
      if (found === null) return await mustHaveRead(manager, place);
      await orAway(manager.streams.deleteMessage(keyStream, found.seq, true));
    }
  },
});

/** A leader that was just elected may answer before it has read all that it holds. */
const mustHaveRead = async (
  manager: Pick<JetStreamManager, "streams">,
  place: number,
): Promise<void> => {
  const { state } = await orAway(manager.streams.info(keyStream));
  if (state.last_seq >= place) return;
  throw new StreamFault("lagging", `The servers have not read the words up to ${place} yet.`, {
    retryable: true,
  });
};

async function* read(
  link: OpenLink,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<readonly KeyWord[]> {
  const { client } = await link();
  const reading = { client, stream: keyStream, options: fromNumber(from), signal };
  for await (const messages of readStream(reading))
    yield messages.map(({ seq, subject, data }): KeyWord => {
      const [, how, key = ""] = subject.split(".");
      if (how !== "held" && how !== "gone")
        throw new StreamFault("foreign_message", `No word about a key at ${seq}.`, {
          retryable: true,
        });
      return { place: seq, key, ...(how === "held" ? { sealed: data } : {}) };
    });
}
