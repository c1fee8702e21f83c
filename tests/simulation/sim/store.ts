// One store of the simulated chain: the product's deciders, batch, outbox, fold and replica on a simulated disk. What
// is here and not in the product is only what SQLite, sockets and timers do there.
import { createAuthoriser } from "../../../gateway/chain/authoriser.ts";
import type { Position } from "../../../gateway/chain/order.ts";
import { startOf } from "../../../gateway/chain/order.ts";
import { createOutbox, type Outbox, outboxTerms } from "../../../gateway/chain/outbox.ts";
import {
  addressOf,
  type Applied,
  foldBatch,
  type Pending,
} from "../../../gateway/chain/replica.ts";
import { isShared } from "../../../gateway/chain/shared.ts";
import { standingIn } from "../../../gateway/chain/guard.ts";
import type { Ordered, StoreEntry } from "../../../gateway/chain/stream.ts";
import type { Entry } from "../../../gateway/ledger/entry.ts";
import { genesisHash } from "../../../gateway/ledger/hash.ts";
import { applyLines } from "../../../gateway/members/account/apply-lines.ts";
import { stationRef } from "../../../gateway/members/account/away.ts";
import type { Decider } from "../../../gateway/members/contract.ts";
import { links } from "../../../gateway/members/links.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { EntityKind } from "../../../gateway/members/state.ts";
import { createCalendar, momentOf } from "../../../gateway/programme/calendar.ts";
import type { Programme } from "../../../gateway/programme/programme.ts";
import type { Refusal } from "../../../gateway/refusals.ts";
import type { Result } from "../../../gateway/result.ts";
import { type Command, createBatch, type Surroundings } from "../../../gateway/store/batch.ts";
import type { ChainTerms, Executed, Execution } from "../../../gateway/store/contract.ts";
import { unpackAnswer } from "../../../gateway/store/packed-answer.ts";
import type { StoredAnswer } from "../../../gateway/store/load.ts";
import type { Clock } from "./clock.ts";
import { createClocks } from "./store-clocks.ts";
import { createDisk, type Disk, keptMap } from "./disk.ts";
import { keepEntities } from "./entities.ts";
import { createEnvelopes } from "./envelopes.ts";
import type { Net } from "./net.ts";
import { actor, known } from "./operations.ts";
import type { Rng } from "./rng.ts";
import type { SimulatedStore } from "./store-contract.ts";
import type { SimulatedStream } from "./stream.ts";

type Answer = Result<Executed, Refusal>;

export interface StoreDeps {
  readonly id: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly net: Net;
  readonly stream: SimulatedStream;
  readonly programme: Programme;
  /** told of every own commit, before it is durable */
  readonly booked: (entry: Entry) => void;
  /** told of places as they are folded, and of the one it stands at after a start */
  readonly folded: (stream: string, places: readonly Pick<Position, "gseq" | "root">[]) => void;
}

const readMax = 64;
const heartbeatMs = 2_000;
const syncMs = [1, 6] as const;
const answerMs = 900;
const rules = { evolvers };
const domain = { evolvers, links, applyLines } as const;
const calendar = createCalendar([]);

export const createStore = (deps: StoreDeps): SimulatedStore => {
  const { id, clock, rng, net, stream, programme } = deps;
  const disk: Disk = createDisk();
  const {
    shown,
    shadows,
    confirmedView,
    shownView,
    entities,
    closure,
    confirmed,
    settle,
    replace,
  } = keepEntities(disk);
  const answers = keptMap<string, StoredAnswer>(disk);
  const journal: Entry[] = [];
  const applied: Applied[] = [];
  /** entries of the stream as they were folded */
  const log: StoreEntry[] = [];
  const place = { position: startOf("") };
  let outbox: Outbox;
  let up = true;
  let life = 0;
  let ids = 0;
  let heardMs = clock.nowMs();
  let reading = false;
  let wakeDue = -1;

  const ownFolded = (): number => place.position.heads.get(id)?.seq ?? 0;
  const pendingNow = (): readonly Pending[] =>
    journal.slice(ownFolded()).map(({ body }) => ({ seq: body.seq, body }));
  const clocks = createClocks(clock);

  const isOnline = (): boolean => clock.nowMs() - heardMs < 3 * heartbeatMs;
  const surroundings = (): Surroundings => ({
    moment: momentOf(clocks.nowMs(), programme.timeZone),
    programme,
    programmeAt: () => programme,
    calendar,
    store: { id, prefix: id.toUpperCase() },
    newId: (kind) => `${kind}_${id}${String((ids += 1)).padStart(6, "0")}`,
    headOffice: "online",
    awayMs: isOnline() ? 0 : clock.nowMs() - heardMs,
    chainBase: place.position.gseq,
    leaseTime: clocks.leaseTime(),
  });

  /** Ends the commit and calls back once it is through the disk; never after a crash. */
  const sync = (then: () => void): void => {
    const commit = disk.commit();
    const lived = life;
    clock.after(rng.between(...syncMs), () => {
      if (life !== lived) return;
      disk.synced(commit);
      then();
    });
  };

  const execute = (
    { op, params, key, decider }: Execution<unknown>,
    chain: ChainTerms,
    done: (answer: Answer) => void,
  ): void => {
    const command: Command = {
      op,
      ...(key === undefined ? {} : { key }),
      paramsHash: op,
      roots: [...decider.roots(params), stationRef(actor.station)],
      actor,
      decide: (view, context) => decider.decide(params, view, context),
      chain,
    };
    const stored = key === undefined ? undefined : answers.map.get(key);
    const head = journal.at(-1);
    const batch = createBatch({
      head: { epoch: 1, seq: journal.length, hash: head?.hash ?? genesisHash(id) },
      domain,
      surroundings: surroundings(),
    });
    const answersByKey = new Map(stored === undefined ? [] : [[key ?? "", stored]]);
    batch.know({ entities: closure(command.roots), answersByKey });
    batch.decide(command);
    const decided = batch.close();
    const [outcome] = decided.outcomes;
    if (outcome === undefined || outcome.kind === "bug") throw outcome?.error;
    for (const { kind, id: at, read } of decided.changed) {
      const address = addressOf(kind, at);
      const entity = read?.();
      const before = shown.map.get(address);
      if (isShared(kind as EntityKind, at, entity)) {
        const shadow = shadows.map.get(address) ?? {
          kind: kind as EntityKind,
          id: at,
          entity: before,
        };
        shadows.set(address, { ...shadow, upTo: decided.head.seq });
      }
      shown.set(address, entity);
    }
    for (const entry of decided.entries) {
      journal.push(entry);
      disk.wrote(() => journal.pop());
      deps.booked(entry);
    }
    for (const [what, at, operation, hash, answer] of decided.rows) {
      if (what !== "answer" || typeof at !== "string") continue;
      const text = String(answer);
      const kept = { op: String(operation), paramsHash: String(hash) };
      answers.set(at, { ...kept, answer: unpackAnswer(text) });
    }
    const { answer } = outcome;
    sync(() => {
      outbox.reaches(journal.length);
      done(answer);
      wake();
    });
  };

  const newAuthoriser = () => {
    const lived = life;
    /** a crash ends everything that was only in memory */
    const alive =
      <T extends readonly unknown[]>(act: (...given: T) => void) =>
      (...given: T): void => {
        if (life === lived) act(...given);
      };
    return createAuthoriser({
      isOnline,
      execute: (execution, chain, then) => execute(execution, chain, alive(then)),
      after: (ms, act) => {
        let isOff = false;
        clock.after(ms, () => {
          if (!isOff) alive(act)();
        });
        return () => {
          isOff = true;
        };
      },
      instantIn: (ms) => momentOf(clocks.nowMs() + ms, programme.timeZone).at,
      openLeases: (then) =>
        then(
          entities("lease")
            .filter(([, lease]) => lease.state === "open" && lease.store === id)
            .map(([lease, { why }]) => ({ id: lease, why })),
        ),
    });
  };
  let authoriser = newAuthoriser();

  const envelope = createEnvelopes(id, journal);

  const send = (): void => {
    for (;;) {
      const range = outbox.take(clock.nowMs());
      if (range === undefined) break;
      const lived = life;
      const entries = journal.slice(range.from - 1, range.to).map(envelope);
      let isAnswered = false;
      const ended = (isStored: boolean): void => {
        if (life !== lived || isAnswered) return;
        isAnswered = true;
        if (isStored) outbox.stored(range, clock.nowMs());
        else outbox.failed(range, clock.nowMs());
        wake();
      };
      net.carry(id, () => {
        const isStored = stream.take(entries);
        net.carry(id, () => ended(isStored));
      });
      clock.after(answerMs, () => ended(false));
    }
    const wakeMs = outbox.wakeAtMs();
    if (wakeMs !== undefined && wakeMs > clock.nowMs() && wakeDue !== wakeMs) {
      wakeDue = wakeMs;
      const lived = life;
      clock.at(wakeMs, () => {
        if (life === lived && up) wake();
      });
    }
  };

  /** Asks the stream for what follows, one question at a time; a lost one is asked again. */
  const read = (): void => {
    if (reading || !net.isUp(id)) return;
    reading = true;
    const lived = life;
    const from = place.position.gseq + 1;
    let isDone = false;
    const over = (): void => {
      if (life === lived) reading = false;
      isDone = true;
    };
    net.carry(id, () => {
      if (!stream.isUp()) return;
      const standing = stream.standing();
      const ordered = stream.read(from, readMax);
      const toldMs = clock.nowMs();
      net.carry(id, () => {
        if (life !== lived || isDone) return;
        over();
        heardMs = clock.nowMs();
        clocks.heard(toldMs);
        const stand = standingIn(place.position, standing);
        if (stand === "adopt") {
          setPosition({ ...place.position, stream: standing.epoch });
          deps.folded(standing.epoch, [place.position]);
        }
        if (stand === "adopt" || stand === "follow") take(ordered);
      });
    });
    clock.after(answerMs, () => {
      if (!isDone) over();
    });
  };

  const setPosition = (position: Position): void => {
    const before = place.position;
    place.position = position;
    disk.wrote(() => {
      place.position = before;
    });
  };

  const take = (ordered: readonly Ordered[]): void => {
    const [first] = ordered;
    if (first === undefined || first.gseq !== place.position.gseq + 1) return;
    const folded = foldBatch(place.position, ordered, { confirmed: confirmedView, rules });
    const before = pendingNow();
    setPosition(folded.position);
    settle(folded, { id, folded: ownFolded(), before, pending: pendingNow() });
    const [count, length] = [applied.length, log.length];
    applied.push(...folded.applied);
    for (const { entry } of ordered) log.push(entry);
    disk.wrote(() => {
      applied.length = count;
      log.length = length;
    });
    deps.folded(folded.position.stream, folded.arrivals);
    sync(() => {
      outbox.seen(ownFolded(), clock.nowMs());
      for (const one of folded.applied) {
        if (one.body.store === id) authoriser.verdict(one);
      }
      wake();
    });
  };

  const wake = (): void => {
    if (!up) return;
    send();
    read();
  };

  const beat = (): void => {
    wake();
    const { stream: name, gseq, root } = place.position;
    if (up && gseq > 0)
      net.carry(id, () => {
        if (stream.isUp()) stream.beat({ store: id, stream: name, gseq, root });
      });
    clock.after(heartbeatMs, beat);
  };

  const boot = (): void => {
    outbox = createOutbox(
      { ...outboxTerms, batchMax: 16, sendingsMax: 3, unseenMs: 3_000, random: rng.next },
      { seen: ownFolded(), end: journal.length },
    );
    reading = false;
    const newest = journal.at(-1);
    clocks.begin(newest === undefined ? 0 : Date.parse(newest.body.at));
    heardMs = clock.nowMs() - 10 * heartbeatMs;
    deps.folded(place.position.stream, [place.position]);
  };
  boot();
  heardMs = clock.nowMs();
  clock.after(rng.between(1, heartbeatMs), beat);
  stream.onGrown(() => net.carry(id, wake));

  return {
    id,
    perform: ({ op, params, key }, answer) => {
      const decider = known[op] as unknown as Decider<unknown>;
      authoriser.perform({ op, params, key, decider, actor }, answer);
    },
    get: (kind, id) => shownView.get(kind, id),
    entities,
    confirmed,
    shown: () => shown.map,
    position: () => place.position,
    applied: () => applied,
    log: () => log,
    journal: () => journal,
    pending: pendingNow,
    isUp: () => up,
    crash: () => {
      up = false;
      life += 1;
      disk.crash();
    },
    start: () => {
      up = true;
      boot();
      authoriser = newAuthoriser();
      authoriser.start();
      wake();
    },
    bootstrap: (from) => {
      setPosition(from.position());
      const before = applied.splice(0, applied.length, ...from.applied());
      const entries = log.splice(0, log.length, ...from.log());
      disk.wrote(() => {
        applied.splice(0, applied.length, ...before);
        log.splice(0, log.length, ...entries);
      });
      replace(from.confirmed(), { folded: ownFolded(), pending: pendingNow() });
      life += 1;
      sync(() => undefined);
      boot();
      authoriser = newAuthoriser();
      authoriser.start();
      wake();
    },
    wake,
    isIdle: () => outbox.queued() === 0,
    skew: (ms) => clocks.skew(ms),
    wasHeard: () => clocks.wasHeard(),
  };
};
