// A reader of second-generation identity cards: asks whether a card lies there, reads its text once. The picture, which
// nobody here needs, is dropped where it arrives.
import type { Device, DeviceContext } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { keepLink } from "../ports/kept-link.ts";
import { createPulse } from "../pulse.ts";
import { parseIdentityText } from "./identity-text.ts";
import { createSamReader, samCommand, type SamAnswer } from "./sam-frames.ts";

const find = samCommand(0x20, 0x01);
const select = samCommand(0x20, 0x02);
const read = samCommand(0x30, 0x01);
const found = 0x9f;
const done = 0x90;
const askEveryMs = 300;
const answerMs = 1500;

/** Text length (2 bytes), picture length (2 bytes), text, picture. */
const textOf = (data: Uint8Array): Uint8Array => {
  const length = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  return data.subarray(4, 4 + length);
};

export const createSamIdReader = (
  open: OpenLink,
  identity: string,
  context: DeviceContext,
): Device => {
  const counters = { read: 0, unreadable: 0 };
  const stop = createPulse();
  const answered = createPulse();
  let latest: SamAnswer | undefined;
  let closed = false;
  const newReader = () =>
    createSamReader((answer) => {
      latest = answer;
      answered.beat();
    });
  let hear = newReader();
  const link = keepLink(open, {
    bytes: (bytes) => hear(bytes),
    up: () => context.changed(),
    down: () => {
      hear = newReader();
      answered.beat();
      context.changed();
    },
  });

  const ask = async (command: Uint8Array): Promise<SamAnswer | undefined> => {
    latest = undefined;
    await link.write(command).catch(() => undefined);
    if (latest === undefined) await answered.next(answerMs);
    return latest;
  };

  const look = async (): Promise<void> => {
    if ((await ask(find))?.status !== found) return;
    if ((await ask(select))?.status !== done) return;
    const answer = await ask(read);
    const person = answer?.status === done ? parseIdentityText(textOf(answer.data)) : undefined;
    if (person === undefined) {
      counters.unreadable += 1;
      return;
    }
    counters.read += 1;
    context.emit({ event: "identity.read", ...person, at: context.nowMs() });
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      if (link.isUp()) await look();
      if (!closed) await stop.next(askEveryMs);
    }
  };
  void run();

  return {
    status: () => ({
      model: "second-generation identity card reader",
      identity,
      state: link.isUp() ? "ready" : "absent",
      confirms: "none",
      counters,
    }),
    close: () => {
      closed = true;
      link.close();
      stop.beat();
      answered.beat();
      return Promise.resolve();
    },
  };
};
