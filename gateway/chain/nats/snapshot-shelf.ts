// The shelf of snapshots on JetStream: parts in a stream of their own, the newest manifest as a word of head office.
import Type from "typebox";
import { Value } from "typebox/value";
import { type Manifest, type SnapshotShelf } from "../snapshot-shelf.ts";
import { StreamFault } from "../stream.ts";
import { awayFault } from "./append.ts";
import type { OpenLink } from "./link-keeper.ts";
import { fromNumber, readStream } from "./reading.ts";
import { controlStream, snapshotStream } from "./streams.ts";

const subject = `${controlStream}.snapshot`;
const hex = Type.String({ pattern: "^[0-9a-f]{64}$" });
const count = Type.Integer({ minimum: 0 });
const manifest = Type.Object({
  stream: Type.String({ maxLength: 60 }),
  gseq: count,
  root: hex,
  at: count,
  first: count,
  last: count,
  bytes: count,
  digest: hex,
  signature: Type.String({ maxLength: 200 }),
});

export const createNatsShelf = (link: OpenLink): SnapshotShelf => ({
  put: async (parts) => {
    const { client } = await link();
    let [first, last, bytes, part] = [0, 0, 0, 0];
    for await (const piece of parts) {
      const { seq } = await client
        .publish(`${snapshotStream}.${(part += 1)}`, piece)
        .catch((cause: unknown) => {
          throw awayFault(cause);
        });
      if (first === 0) first = seq;
      last = seq;
      bytes += piece.length;
    }
    return { first, last, bytes };
  },
  announce: async (made) => {
    const { client } = await link();
    await client.publish(subject, JSON.stringify(made)).catch((cause: unknown) => {
      throw awayFault(cause);
    });
  },
  newest: async () => {
    const { manager } = await link();
    const found = await manager.streams
      .getMessage(controlStream, { last_by_subj: subject })
      .catch((cause: unknown) => {
        throw awayFault(cause);
      });
    const value: unknown = found?.json();
    // the schema is the one the type was written from
    return Value.Check(manifest, value) ? (value as Manifest) : undefined;
  },
  read: (place, signal) => readParts(link, place, signal),
});

async function* readParts(
  link: OpenLink,
  { first, last }: Pick<Manifest, "first" | "last">,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { client } = await link();
  const reading = { client, stream: snapshotStream, options: fromNumber(first), signal };
  let next = first;
  for await (const messages of readStream(reading))
    for (const message of messages) {
      if (message.seq !== next)
        throw new StreamFault("gone", "A newer snapshot has taken the place of this one.", {
          retryable: true,
        });
      yield message.data;
      if ((next += 1) > last) return;
    }
}
