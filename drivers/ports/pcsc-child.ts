// The only process that loads the PC/SC library: it may freeze, crash or lose its context and is then replaced whole.
// Speaks the words of pcsc-frames.ts to its parent and ends when the parent does or the context breaks.
import type { RawReader, Reader } from "nfc-pcsc";
import { createCardWatch, type CardWatch } from "../card-reader/card-watch.ts";
import { isPcscOrder, type PcscWord } from "./pcsc-frames.ts";

const aliveEveryMs = 500;
const answerMaxBytes = 300;
/** Exit code for "make a new one": the context or a reader failed in a way that only a new context cures. */
const brokenExit = 3;

const say = (word: PcscWord): void => {
  process.send?.(word);
};

const messageOf = (fault: unknown): string =>
  fault instanceof Error
    ? fault.cause instanceof Error
      ? `${fault.message}: ${fault.cause.message}`
      : fault.message
    : String(fault);

const giveUp = (why: string): void => {
  process.send?.({ word: "failed", why } satisfies PcscWord, () => process.exit(brokenExit));
  setTimeout(() => process.exit(brokenExit), 200).unref();
};

interface RawStatus {
  readonly state: number;
  readonly atr?: Buffer;
}

/** Serialises connect, exchange and disconnect of one reader: the library's calls must not overlap. */
const createExchange = (reader: Reader) => {
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  };
  return {
    transmit: (apdu: Uint8Array): Promise<Uint8Array> =>
      inTurn(async () => {
        if (reader.card === null) throw new Error("no card");
        if (reader.connection === null) await reader.connect();
        return reader.transmit(Buffer.from(apdu), answerMaxBytes);
      }),
    release: (): Promise<void> =>
      inTurn(async () => {
        if (reader.connection !== null) await reader.disconnect().catch(() => undefined);
        reader.connection = null;
      }),
  };
};

interface OpenReader {
  readonly exchange: ReturnType<typeof createExchange>;
  readonly watch: CardWatch;
}

/** Takes a reader from nfc-pcsc's hands: its own handling loses mute cards and clears cards never announced. */
const adopt = (reader: Reader): OpenReader => {
  const { name } = reader;
  const raw: RawReader = reader.reader;
  reader.autoProcessing = false;
  raw.removeAllListeners("status");
  const exchange = createExchange(reader);
  const watch = createCardWatch({
    presented: (card) => say({ word: "presented", reader: name, ...card }),
    removed: (uid) => say({ word: "removed", reader: name, uid }),
    unreadable: (why, how) => say({ word: "unreadable", reader: name, why, how }),
  });
  let present = false;
  const insert = async (status: RawStatus): Promise<void> => {
    reader.card = status.atr === undefined ? {} : { atr: status.atr };
    const atr = status.atr === undefined ? {} : { atr: status.atr.toString("hex").toUpperCase() };
    await watch.inserted({ transmit: exchange.transmit, at: Date.now(), ...atr });
  };
  let events = 0;
  raw.on("status", (status: RawStatus) => {
    const now = (status.state & raw.SCARD_STATE_PRESENT) !== 0;
    // The upper half counts insertions and removals: a card swapped between two looks is a new card.
    const counted = status.state >>> 16;
    const swapped = now && present && counted !== events;
    events = counted;
    if (now === present && !swapped) return;
    present = now;
    watch.cleared();
    reader.card = null;
    void exchange.release();
    if (now) void insert(status);
  });
  return { exchange, watch };
};

const main = async (): Promise<void> => {
  const { NFC } = await import("nfc-pcsc");
  const readers = new Map<string, OpenReader>();
  await new Promise<void>((told) => {
    const word: PcscWord = { word: "loaded" };
    process.send?.(word, () => told());
  });
  const nfc = new NFC();
  nfc.on("error", (fault: unknown) => giveUp(messageOf(fault)));
  nfc.on("reader", (reader: Reader) => {
    readers.set(reader.name, adopt(reader));
    say({ word: "reader", reader: reader.name });
    reader.on("error", (fault: unknown) => {
      if (!/cancel/iu.test(messageOf(fault))) giveUp(messageOf(fault));
    });
    reader.on("end", () => {
      readers.get(reader.name)?.watch.cleared();
      readers.delete(reader.name);
      say({ word: "gone", reader: reader.name });
    });
  });
  process.on("message", (order: unknown) => {
    if (!isPcscOrder(order)) return;
    const open = readers.get(order.reader);
    const answer =
      open === undefined
        ? Promise.reject(new Error("no such reader"))
        : open.exchange.transmit(Buffer.from(order.apdu, "hex"));
    answer.then(
      (bytes) => say({ word: "answer", id: order.id, bytes: Buffer.from(bytes).toString("hex") }),
      (fault: unknown) => say({ word: "answer", id: order.id, fault: messageOf(fault) }),
    );
  });
  say({ word: "alive" });
  setInterval(() => say({ word: "alive" }), aliveEveryMs);
};

process.on("disconnect", () => process.exit(0));
main().catch((fault: unknown) => giveUp(messageOf(fault)));
