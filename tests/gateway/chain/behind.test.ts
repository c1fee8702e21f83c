// What somebody far behind misses comes in portions, several on their way: in order, and never past what a server had.
import { describe, expect, test } from "vitest";
import type { JetStreamManager, StoredMsg } from "@nats-io/jetstream";
import { type BehindMessage, readBehind } from "../../../gateway/chain/nats/behind.ts";
import { StreamFault } from "../../../gateway/chain/stream.ts";

type Asked = { readonly seq: number; readonly batch: number };
type Told = (done: { err?: Error } | null, stored?: StoredMsg) => void;
type Servers = Pick<JetStreamManager, "direct">;

/** Servers that hold numbers up to `last`; each question is answered when the test says so. */
const serversWith = (last: number) => {
  const asked: (Asked & { readonly answer: (error?: Error) => void })[] = [];
  const getBatch = (_stream: string, options: Asked & { callback: Told }): Promise<never> => {
    const { seq, batch, callback } = options;
    const answer = (error?: Error): void => {
      const end = Math.min(last, seq + batch - 1);
      for (let number = seq; error === undefined && number <= end; number += 1)
        callback(null, { seq: number, subject: "L.a.00", string: () => "" } as StoredMsg);
      callback(error === undefined ? {} : { err: error });
    };
    asked.push({ seq, batch, answer });
    return new Promise(() => undefined);
  };
  return { asked, manager: { direct: { getBatch } } as unknown as Servers };
};

const read = async (
  manager: Servers,
  span: { readonly from: number; readonly to: number; readonly signal?: AbortSignal },
): Promise<readonly number[]> => {
  const numbers: number[] = [];
  const signal = span.signal ?? new AbortController().signal;
  for await (const messages of readBehind(manager, { stream: "L", ...span, signal }))
    numbers.push(...messages.map(({ seq }: BehindMessage) => seq));
  return numbers;
};

const numbersTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe("what somebody far behind misses", () => {
  test("is asked for in portions, eight on their way, and comes in order however it is answered", async () => {
    const { asked, manager } = serversWith(20_000);
    const reading = read(manager, { from: 5, to: 10_404 });
    await expect.poll(() => asked.length).toBe(8);
    expect(asked[1]).toMatchObject({ seq: 1_005, batch: 1_000 });
    for (const { answer } of asked.toReversed()) answer();
    await expect.poll(() => asked.length).toBe(11);
    expect(asked[10]).toMatchObject({ seq: 10_005, batch: 400 });
    for (const { answer } of asked.slice(8).toReversed()) answer();
    expect(await reading).toEqual(numbersTo(5, 10_404));
  });

  test("ends where a server had less: what follows is not taken for what comes next", async () => {
    const { asked, manager } = serversWith(1_500);
    const reading = read(manager, { from: 1, to: 4_000 });
    await expect.poll(() => asked.length).toBe(4);
    for (const { answer } of asked.toReversed()) answer();
    expect(await reading).toEqual(numbersTo(1, 1_500));
  });

  test("fails as servers do that are away, after what had come before", async () => {
    const { asked, manager } = serversWith(9_000);
    const reading = read(manager, { from: 1, to: 2_000 });
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.answer(new Error("no responders"));
    asked[0]?.answer();
    await expect(reading).rejects.toBeInstanceOf(StreamFault);
  });

  test("is waited for by nobody who has gone", async () => {
    const { asked, manager } = serversWith(9_000);
    const gone = new AbortController();
    const reading = read(manager, { from: 1, to: 2_000, signal: gone.signal });
    await expect.poll(() => asked.length).toBe(2);
    gone.abort();
    expect(await reading).toEqual([]);
  });
});
