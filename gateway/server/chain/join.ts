// A gateway's part in its chain, opened and closed with it: the stream, what is sent and followed, heartbeats, orders
// of head office, and at head office what it knows of all stores.
import { setTimeout as wait } from "node:timers/promises";
import { type ChainBooks, openChainBooks } from "../../chain/books.ts";
import { type Exposure, createExposure } from "../../chain/exposure.ts";
import type { EntryBody } from "../../ledger/entry.ts";
import { basedStream } from "../../chain/based-stream.ts";
import { createFoldingInbox, type FoldingInbox } from "../../chain/folding-inbox.ts";
import type { Doubt } from "../../chain/guard.ts";
import type { FoldRules } from "../../chain/fold.ts";
import { createNatsChain } from "../../chain/nats/nats-stream.ts";
import { jittered } from "../../chain/nats/link.ts";
import { type ChainFile, ChainFileUnusable, readChainFile } from "../../chain/nats/chain-file.ts";
import { createOutbox, outboxTerms } from "../../chain/outbox.ts";
import { createOwnJournal, sendingMax } from "../../chain/own-journal.ts";
import { type Pump, startPump } from "../../chain/pump.ts";
import { startSteering } from "../../chain/steering.ts";
import type { ChainStream } from "../../chain/stream.ts";
import { openHeadOffice } from "../../head-office/head-office.ts";
import type { Config } from "../../config.ts";
import { chainStore } from "../../chain/chained-store.ts";
import type { Store } from "../../store/contract.ts";
import type { House } from "../house.ts";
import type { ChainDesk, ChainStatus } from "./chain-desk.ts";
import { holdInCommon, inboxFromSnapshot } from "./in-common.ts";
import { type Network, tellDecisions } from "./network.ts";
import { createOrders } from "./orders.ts";
import { createShredder } from "./shredding.ts";
import { startStayLeases } from "./stay-leases.ts";
import { announceProvisional, announceVerdict } from "./verdicts.ts";
import { baseIn, startWatch, tellDoubt } from "./watch.ts";

const beatEveryMs = 2_000;

export interface OpenedChain {
  readonly desk: ChainDesk;
  /** the store as the house is to use it */
  readonly store: Store;
  readonly close: () => Promise<void>;
}

interface Parts {
  /** path of the chain file */
  readonly file: string;
  readonly role: "store" | "head-office";
  readonly folder: string;
  readonly house: House;
  readonly rules: FoldRules;
  /** the store's clock is the machine's, and the servers' time can be held against it */
  readonly isRealTime: boolean;
  readonly network: Network;
}

/** Ends at once when the signal does. */
const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
const pause = (tries: number, signal: AbortSignal): Promise<void> => rest(jittered(tries), signal);
const after = (ms: number, act: () => void): (() => void) => {
  const timer = setTimeout(act, ms).unref();
  return () => clearTimeout(timer);
};

/** The chain file of this gateway. Throws ChainFileUnusable where it was issued to another. */
export const ownChainFile = (
  path: string,
  { id, role }: { readonly id: string; readonly role: "store" | "head-office" },
): ChainFile => {
  const file = readChainFile(path);
  if (file.name !== id)
    throw new ChainFileUnusable(`--chain: ${path} was issued to ${file.name}; this is ${id}.`);
  if (file.role !== role)
    throw new ChainFileUnusable(`--chain: ${path} is for the role ${file.role}, not ${role}.`);
  return file;
};

/** What stands between the tills and the stream. */
interface Side {
  readonly books: ChainBooks;
  readonly inbox: FoldingInbox;
  /** the store as its tills use it */
  readonly store: Store;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  /** the books stand elsewhere now */
  readonly moved: () => void;
  /** what could be lost at most by what was spent apart, minor units */
  readonly atRisk: () => number;
}

/** What all stores do is folded into the books, at head office too; what spends asks the chain first. */
const openSide = async (
  { house, rules }: Parts,
  isOnline: () => boolean,
  onDoubt: (doubt: Doubt) => void,
): Promise<Side> => {
  const { storeId: id } = house;
  const books = await openChainBooks({ store: house.store, id, rules });
  const exposure = await openExposure(house, books.folded());
  const { store, authoriser } = chainStore({
    store: house.store,
    id,
    isOnline,
    instantIn: (ms) => house.momentAt(house.clock.nowMs() + ms).at,
  });
  const moved = (): void => exposure.ordered(books.folded());
  const shredder = createShredder(house, books);
  const inbox = createFoldingInbox({
    books,
    onApplied: (applied) => {
      moved();
      shredder.folded(applied);
      for (const one of applied) {
        if (one.verdict === "parked")
          house.log.error({ entry: one.body.id, reason: one.reason }, "an entry was not readable");
        if (one.body.store !== id) continue;
        authoriser.verdict(one);
        announceVerdict(house, one);
      }
    },
    onDoubt,
  });
  house.store.onCommitted((entries) => announceProvisional(house, entries));
  return {
    books,
    inbox,
    store,
    moved: () => {
      moved();
      shredder.start();
    },
    start: () => {
      authoriser.start();
      shredder.start();
    },
    stop: () => shredder.stop(),
    atRisk: () => exposure.atRisk(),
  };
};

/** Follows what is committed; begins with what has been waiting since before the start. */
const openExposure = async (
  { store, storeId }: Pick<House, "store" | "storeId">,
  folded: number,
): Promise<Exposure> => {
  const journal = createOwnJournal(store, storeId);
  const waiting: EntryBody[] = [];
  const end = journal.end();
  for (let from = folded + 1; from <= end; from += sendingMax) {
    const page = await journal.read({ from, to: Math.min(end, from + sendingMax - 1) });
    // what the store itself has written down
    waiting.push(...page.map(({ body }): EntryBody => JSON.parse(body)));
  }
  const exposure = createExposure(waiting);
  store.onCommitted((entries) => {
    for (const { body } of entries) exposure.booked(body);
  });
  return exposure;
};

/** The gateway's part in its chain, if it has one; head office is away until it answers. */
export const joinChain = async (
  config: Config,
  opened: { readonly house: House; readonly network: Network; readonly rules: FoldRules },
): Promise<OpenedChain | undefined> => {
  if (config.chain === undefined) return undefined;
  return openChain({
    ...opened,
    file: config.chain,
    role: config.role ?? "store",
    folder: config.data,
    isRealTime: !config.simulate,
  });
};

const nowMs = (): number => Date.now();

/** Sends and follows; from here on the store's decisions know of the chain. */
const startSending = async (
  parts: Parts,
  { side, stream, inbox }: { side: Side; stream: ChainStream; inbox: FoldingInbox },
) => {
  const { store, storeId } = parts.house;
  const journal = createOwnJournal(store, storeId);
  const outbox = createOutbox(
    { ...outboxTerms, batchMax: sendingMax, random: Math.random },
    { seen: inbox.seen(), end: journal.end() },
  );
  const { heard, answers } = await tellDecisions({
    ...parts,
    chainBase: () => side.books.position().gseq,
    atRisk: side.atRisk,
  });
  const pump = startPump({ stream, journal, inbox, outbox, nowMs, pause, rest, after, heard });
  return { pump, outbox, answers };
};

const openChain = async (parts: Parts): Promise<OpenedChain> => {
  const { house, role } = parts;
  const file = ownChainFile(parts.file, { id: house.storeId, role });
  let isOnline = (): boolean => false;
  let onDoubt: (doubt: Doubt) => void = () => undefined;
  const side = await openSide(
    parts,
    () => isOnline(),
    (doubt) => onDoubt(doubt),
  );
  const { books } = side;
  const chain = createNatsChain(file);
  const { stream: servers } = chain;
  const common = await holdInCommon({ ...parts, file, chain, books, pause, rest });
  const inbox = inboxFromSnapshot(side, { ...parts, file, chain });
  const steering = startSteering({ stream: servers, pause });
  const stream = basedStream(servers, baseIn(steering));
  const { pump, outbox, answers } = await startSending(parts, { side, stream, inbox });
  const office =
    role === "head-office"
      ? await openHeadOffice({ stream, steering, folder: parts.folder, nowMs, pause })
      : undefined;
  baseIn(steering).onBase(() => pump.again());
  onDoubt = (doubt) => {
    pump.again();
    void tellDoubt(house, doubt, inbox.position());
  };
  const watch =
    role === "head-office"
      ? startWatch({ stream: servers, steering, house, inbox, pump, common, pause, rest })
      : undefined;
  const orders = createOrders(house, steering);
  if (role === "store") steering.onChange(() => void orders.follow());
  const age = createAge();
  const status = (): ChainStatus =>
    statusOf(pump, { pending: outbox.queued(), age, exposure: side.atRisk(), inbox });
  const tell = (): void => answers(pump.state().state === "online");
  tell();
  pump.onChange(tell);
  isOnline = () => pump.state().state === "online";
  side.start();
  const leases = startStayLeases(house, () => isOnline());
  pump.onChange(() => leases.heard());
  const beats = startBeats({ stream, parts, inbox, status });
  return {
    store: side.store,
    desk: {
      status,
      ...(office === undefined ? {} : { office }),
      ...(common.snapshots === undefined ? {} : { snapshots: common.snapshots }),
    },
    close: async () => {
      await leases.stop();
      await common.stop();
      await beats.stop();
      await watch?.stop();
      await pump.stop();
      await side.stop();
      await steering.stop();
      await office?.close();
      await stream.close();
    },
  };
};

/** For how long something has been waiting without a break. */
const createAge = () => {
  let sinceMs: number | undefined;
  return (pending: number): number => {
    if (pending === 0) sinceMs = undefined;
    else sinceMs ??= Date.now();
    return sinceMs === undefined ? 0 : Date.now() - sinceMs;
  };
};

const statusOf = (
  pump: Pump,
  facts: {
    readonly pending: number;
    readonly age: (pending: number) => number;
    readonly exposure: number;
    readonly inbox: Pick<FoldingInbox, "doubts">;
  },
): ChainStatus => {
  const { state, why, awaySinceMs } = pump.state();
  return {
    state,
    ...(why === undefined ? {} : { why }),
    pending: facts.pending,
    oldestMs: facts.age(facts.pending),
    awayMs: awaySinceMs === undefined ? 0 : Math.max(0, Date.now() - awaySinceMs),
    exposure: facts.exposure,
    alarms: [
      ...(state === "frozen" || state === "refused" ? [`chain.${state}`] : []),
      ...new Set(facts.inbox.doubts().map(({ code }) => code)),
    ],
  };
};

/** Best effort, every two seconds while the stream answers, be it the one it was or not. */
const startBeats = ({
  stream,
  parts,
  inbox,
  status,
}: {
  readonly stream: ChainStream;
  readonly parts: Parts;
  readonly inbox: FoldingInbox;
  readonly status: () => ChainStatus;
}) => {
  const ending = new AbortController();
  const { house, role } = parts;
  const beat = async (): Promise<void> => {
    const { state, pending, oldestMs, exposure, alarms } = status();
    if (state !== "online" && state !== "frozen") return;
    const { stream: epochOfStream, gseq, root } = inbox.position();
    const { epoch, seq, hash } = house.store.head();
    const { id, version } = house.programmes.current();
    await stream.beat({
      store: house.storeId,
      role,
      build: house.build,
      at: Date.now(),
      stream: epochOfStream,
      gseq,
      root,
      epoch,
      seq,
      hash,
      queued: pending,
      oldestMs,
      exposure,
      alarms,
      facts: { programme: { id, version }, stations: stationsOf(house) },
    });
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await beat().catch((err: unknown) => house.log.debug({ err }, "no heartbeat"));
      await rest(beatEveryMs, ending.signal);
    }
  };
  const done = run();
  return {
    stop: async () => {
      ending.abort();
      await done;
    },
  };
};

const stationsMax = 500;

const stationsOf = ({ stations, sessions }: Parts["house"]) =>
  stations
    .list()
    .slice(0, stationsMax)
    .map(({ station, role, name, revoked = false }) => ({
      station,
      role,
      name,
      revoked,
      connected: sessions.ofStation(station)?.isConnected() === true,
    }));
