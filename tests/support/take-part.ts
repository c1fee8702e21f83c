// Stores of a test that take part in a chain by themselves, by the product's own pump over a stream in memory.
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { basedStream } from "../../gateway/chain/based-stream.ts";
import { createFoldingInbox } from "../../gateway/chain/folding-inbox.ts";
import type { Doubt } from "../../gateway/chain/guard.ts";
import type { Base } from "../../gateway/chain/healing.ts";
import { createOutbox, outboxTerms } from "../../gateway/chain/outbox.ts";
import { createOwnJournal } from "../../gateway/chain/own-journal.ts";
import { type Pump, startPump } from "../../gateway/chain/pump.ts";
import type { ChainStream } from "../../gateway/chain/stream.ts";
import type { ChainedShop } from "./chain-stores.ts";
import { closeShops } from "./two-shops.ts";

export const patienceMs = 60_000;
const pumps: Pump[] = [];
/** After each test. */
export const closeParts = async (): Promise<void> => {
  for (const pump of pumps.splice(0)) await pump.stop();
  await closeShops();
};

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).catch(() => undefined);

/** A store that takes part in a chain by itself: sends, follows, and hears what head office says. */
export const takePart = (
  shop: ChainedShop,
  stream: Pick<ChainStream, "info" | "append" | "read">,
  steering: { readonly base: () => Base | undefined; readonly nowMs?: () => number },
) => {
  const doubts: Doubt[] = [];
  const heard = new Set<number | undefined>();
  const inbox = createFoldingInbox({
    books: shop.books,
    onApplied: () => undefined,
    onDoubt: (doubt) => doubts.push(doubt),
  });
  const journal = createOwnJournal(shop.store, shop.id);
  const pump = startPump({
    // What only beats and steers is not asked of it here.
    stream: basedStream(stream as ChainStream, {
      base: steering.base,
      onBase: () => () => undefined,
    }),
    journal,
    inbox,
    outbox: createOutbox(
      { ...outboxTerms, unseenMs: 200, random: Math.random },
      { seen: inbox.seen(), end: journal.end() },
    ),
    nowMs: steering.nowMs ?? (() => Date.now()),
    pause: (_tries, signal) => rest(50, signal),
    rest,
    heard: (atMs) => heard.add(atMs),
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  pumps.push(pump);
  return { inbox, pump, doubts, heard };
};

export type Part = ReturnType<typeof takePart>;

export const reached = (part: Part, isSo: () => boolean | Promise<boolean>): Promise<void> =>
  expect
    .poll(async () => isSo(), { timeout: patienceMs, interval: 20 })
    .toBe(true)
    .catch((cause: unknown) => {
      throw new Error(`the chain is ${JSON.stringify(part.pump.state())}`, { cause });
    });
