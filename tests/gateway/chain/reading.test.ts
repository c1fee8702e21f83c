// How what a stream brings is portioned.
import { describe, expect, test } from "vitest";
import type { JsMsg } from "@nats-io/jetstream";
import { gathered } from "../../../gateway/chain/nats/reading.ts";

/** All of a message that a portion depends on: its number, and how many its server says are on their way. */
const message = (seq: number, pending: number) => ({ seq, info: { pending } }) as unknown as JsMsg;

async function* coming(messages: readonly JsMsg[], until?: Promise<void>): AsyncGenerator<JsMsg> {
  yield* messages;
  await until;
}

const numbers = async (portions: AsyncIterable<readonly JsMsg[]>) => {
  const found: number[][] = [];
  for await (const portion of portions) found.push(portion.map(({ seq }) => seq));
  return found;
};

describe("portions of a stream", () => {
  test("what its server says is on its way comes in one; the last one waits for nothing", async () => {
    const messages = [message(1, 2), message(2, 1), message(3, 0), message(4, 1), message(5, 0)];
    expect(await numbers(gathered(coming(messages)))).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  test("are no longer than a thousand", async () => {
    const messages = Array.from({ length: 1_500 }, (_, at) => message(at + 1, 1_499 - at));
    const found = await numbers(gathered(coming(messages)));
    expect(found.map(({ length }) => length)).toEqual([1_000, 500]);
  });

  test("what does not come although it was announced holds up nobody", async () => {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const portions = gathered(coming([message(1, 5)], end));
    expect(await portions.next()).toMatchObject({ value: [{ seq: 1 }] });
    resolve();
    expect(await portions.next()).toMatchObject({ done: true });
  });
});
