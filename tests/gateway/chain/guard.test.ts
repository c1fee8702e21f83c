// The guard: replicas that came to something else at one place are found whoever comes first, and head office's word
// brings everybody who agrees with it on.
import { describe, expect, test } from "vitest";
import { basedStream } from "../../../gateway/chain/based-stream.ts";
import { createGuard, standingIn, type Told } from "../../../gateway/chain/guard.ts";
import { type Base, basedInfo, baseNeeded } from "../../../gateway/chain/healing.ts";
import { isWorth } from "../../../gateway/chain/snapshot-shelf.ts";
import type { ChainStream, Ordered, StreamInfo } from "../../../gateway/chain/stream.ts";

const told = (store: string, gseq: number, root: string, stream = "A"): Told => ({
  store,
  stream,
  gseq,
  root,
});
const info = (epoch: string, last: number): StreamInfo => ({ epoch, first: 1, last });
const places = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ gseq: from + at, root: `r${from + at}` }));

describe("a replica's guard", () => {
  test("agrees with who came to the same and doubts who did not", () => {
    const guard = createGuard();
    guard.folded("A", places(1, 9));
    expect(guard.heard(told("s1", 7, "r7"))).toBeUndefined();
    expect(guard.heard(told("s2", 7, "other"))).toEqual({ code: "chain.split", who: "s2" });
    expect([
      guard.agrees(told("s1", 7, "r7")),
      guard.agrees(told("s2", 7, "other")),
      guard.agrees(told("s3", 12, "r12")),
      guard.agrees(told("s4", 7, "r7", "B")),
    ]).toEqual([true, false, undefined, undefined]);
  });

  test("doubts who is ahead once it comes to that place itself", () => {
    const guard = createGuard();
    guard.folded("A", places(1, 3));
    expect(guard.heard(told("s1", 5, "r5"))).toBeUndefined();
    expect(guard.heard(told("s2", 5, "other"))).toBeUndefined();
    expect(guard.folded("A", places(4, 4))).toEqual([]);
    expect(guard.folded("A", places(5, 6))).toEqual([{ code: "chain.split", who: "s2" }]);
    expect(guard.folded("A", places(7, 7))).toEqual([]);
  });

  test("says nothing of places it no longer remembers, nor of another stream", () => {
    const guard = createGuard();
    guard.folded("A", places(1, 5_000));
    expect(guard.heard(told("s1", 1, "other"))).toBeUndefined();
    guard.folded("B", places(5_000, 5_001));
    expect(guard.heard(told("s1", 5_000, "other"))).toBeUndefined();
    expect(guard.heard(told("s1", 5_000, "other", "B"))).toMatchObject({ who: "s1" });
  });
});

describe("head office's word", () => {
  const agree = (): undefined => undefined;
  const office = (gseq: number, root: string, stream = "A") => told("office", gseq, root, stream);

  test("is not needed while all follow one stream", () => {
    const all = [told("s1", 9, "r9"), told("s2", 4, "r4"), told("new", 0, "")];
    const own = office(9, "r9");
    const heard = { info: info("A", 9), said: undefined, own, told: all, agrees: agree };
    expect(baseNeeded(heard)).toBeUndefined();
  });

  test("a lost stream goes on after head office's own place, and others see where they stand", () => {
    const all = [told("s1", 9, "r9"), told("s2", 7, "r7"), told("s3", 10, "r10")];
    const own = office(9, "r9");
    const lost = { info: info("B", 2), said: undefined, own, told: all, agrees: agree };
    const base = baseNeeded(lost);
    expect(base).toEqual({ stream: "B", cut: 0, gseq: 9, root: "r9" });
    expect(baseNeeded({ ...lost, said: base })).toBeUndefined();
    const { epoch, first, last, base: from } = basedInfo(info("B", 2), base);
    expect([first, last]).toEqual([10, 11]);
    const standing = (gseq: number, root: string) =>
      standingIn(
        { stream: "A", gseq, root },
        { epoch, first, last, base: from ?? { gseq: 0, root: "" } },
      );
    expect([
      standing(9, "r9"),
      standing(9, "other"),
      standing(7, "r7"),
      standing(10, "r10"),
    ]).toEqual(["adopt", "apart", "behind", "ahead"]);
    const snapshot = { stream: epoch, gseq: 11 };
    const worth = (gseq: number, root: string) =>
      isWorth({ stream: "A", gseq, root }, basedInfo(info("B", 2), base), snapshot);
    expect([worth(9, "r9"), worth(9, "other"), worth(7, "r7"), worth(10, "r10")]).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test("a head office that has nothing itself lets it go on after who had come furthest", () => {
    const all = [told("s1", 9, "r9"), told("s2", 7, "r7"), told("office", 0, "")];
    const own = told("office", 0, "", "");
    const lost = { info: info("B", 0), said: undefined, own, told: all, agrees: agree };
    expect(baseNeeded(lost)).toMatchObject({ cut: 0, gseq: 9, root: "r9" });
  });

  test("is said anew where nobody stands who could follow it", () => {
    const said: Base = { stream: "B", cut: 0, gseq: 8, root: "r8" };
    const own = office(9, "r9");
    const heard = { info: info("B", 0), said, own, told: [told("s1", 7, "r7")], agrees: agree };
    expect(baseNeeded(heard)).toEqual({ ...said, gseq: 9, root: "r9" });
  });

  test("is said anew of a stream that was lost once more", () => {
    const before: Base = { stream: "B", cut: 0, gseq: 9, root: "r9" };
    const { epoch } = basedInfo(info("B", 2), before);
    const own = office(11, "r11", epoch);
    const heard = { info: info("C", 0), said: before, own, told: [], agrees: agree };
    expect(baseNeeded(heard)).toEqual({ stream: "C", cut: 0, gseq: 11, root: "r11" });
  });

  test("a box that came from another chain does not move it", () => {
    const all = [told("s1", 9, "r9"), told("alien", 5_000, "x", "Z")];
    const own = office(9, "r9");
    const heard = { info: info("A", 9), said: undefined, own, told: all, agrees: agree };
    expect(baseNeeded(heard)).toBeUndefined();
  });

  test("a stream cut short goes on from where head office stands", () => {
    const all = [told("s1", 9, "r9"), told("s2", 4, "r4")];
    const own = office(7, "r7");
    const heard = { info: info("A", 5), said: undefined, own, told: all, agrees: agree };
    const base = baseNeeded(heard);
    expect(base).toEqual({ stream: "A", cut: 5, gseq: 7, root: "r7" });
    expect(basedInfo(info("A", 7), base)).toMatchObject({ first: 8, last: 9 });
  });

  test("one cut short once more, before the place it went on from, goes on from its new end", () => {
    const said: Base = { stream: "A", cut: 16, gseq: 38, root: "r38" };
    const { epoch } = basedInfo(info("A", 16), said);
    const own = office(38, "r38", epoch);
    const heard = { info: info("A", 4), said, own, told: [], agrees: agree };
    expect(baseNeeded(heard)).toEqual({ ...said, cut: 4 });
    expect(baseNeeded({ ...heard, said: { ...said, cut: 4 } })).toBeUndefined();
  });

  test("so does one of which a replica has made something else", () => {
    const own = office(9, "r9");
    const split = (root: string) =>
      baseNeeded({
        info: info("A", 12),
        said: undefined,
        own,
        told: [told("s1", 9, root), told("s2", 9, "r9")],
        agrees: (one) => one.root === own.root,
      });
    expect(split("r9")).toBeUndefined();
    expect(split("other")).toEqual({ stream: "A", cut: 12, gseq: 9, root: "r9" });
  });
});

test("whoever reads goes on by its own places, and begins anew when head office says where", async () => {
  const held: Ordered[] = [1, 2, 3].map((gseq) => ({
    gseq,
    entry: { id: `e${gseq}`, store: "s", epoch: 1, seq: gseq, previous: "", hash: "", body: "" },
  }));
  const servers = {
    info: async () => info("B", 3),
    async *read(from: number, signal: AbortSignal): AsyncGenerator<readonly Ordered[]> {
      yield held.filter(({ gseq }) => gseq >= from);
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    },
  };
  let base: Base | undefined = { stream: "B", cut: 1, gseq: 7, root: "r7" };
  const listeners = new Set<() => void>();
  const stream = basedStream(servers as unknown as ChainStream, {
    base: () => base,
    onBase: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  const { signal } = new AbortController();
  expect(await stream.info(signal)).toMatchObject({ first: 8, last: 9, base: { gseq: 7 } });
  const reading = stream.read(8, signal)[Symbol.asyncIterator]();
  const { value } = await reading.next();
  expect(value).toMatchObject([
    { gseq: 8, entry: { id: "e2" } },
    { gseq: 9, entry: { id: "e3" } },
  ]);
  const next = reading.next();
  base = { ...base, cut: 3 };
  for (const tell of listeners) tell();
  await expect(next).rejects.toMatchObject({ code: "rebased", retryable: true });
  expect(listeners.size).toBe(0);
});
