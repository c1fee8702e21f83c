// One history of a chain: stores, a stream, a network and guests who come to any of them; power cuts, cut cables, lost
// messages, a lost stream. The seed decides everything. At the end all is mended and the books are looked at.
import { textOf } from "./text.ts";
import { readFileSync } from "node:fs";
import type { Entry } from "../../../gateway/ledger/entry.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { compileProgramme } from "../../../gateway/programme/compile.ts";
import type { Refusal } from "../../../gateway/refusals.ts";
import type { Result } from "../../../gateway/result.ts";
import type { Executed } from "../../../gateway/store/contract.ts";
import { standingLease } from "../../../gateway/chain/authoriser.ts";
import { type Clock, createClock } from "./clock.ts";
import { plan } from "./guests.ts";
import { dayMs, type World } from "./scene.ts";
import { createNet } from "./net.ts";
import { night } from "./night.ts";
import { createOffice, type Office } from "./office.ts";
import { createGuard } from "../../../gateway/chain/guard.ts";
import { createRng } from "./rng.ts";
import { createStore } from "./store.ts";
import type { Operation, SimulatedStore } from "./store-contract.ts";
import { createStream, type SimulatedStream } from "./stream.ts";

const counter: ProgrammeFile = JSON.parse(
  readFileSync(new URL("../../../gateway/programmes/counter.json", import.meta.url), "utf8"),
);

/** What a card may spend while apart, minor units. */
export const perCardSpend = 20_000;
/** What one use of a pass was sold for, minor units. */
export const washPrice = 3_000;

/** Points may be owed: else a bill undone after they were spent leaves the guest what she cannot give back. */
const programmeWith = (assets: ProgrammeFile["assets"]) =>
  compileProgramme({
    ...counter,
    assets: assets.map((asset) =>
      asset.kind === "points" ? { ...asset, debt: "allow" as const } : asset,
    ),
    offline: { ...counter.offline, perCardSpend },
    passes: { wash10: { asset: "wash", quantity: 4, price: 4 * washPrice, validity: "P1D" } },
  });

const lasting = programmeWith(counter.assets);
/** Stored value ends with the day, so that its close and what is spent at the last minute meet. */
const ending = programmeWith(
  counter.assets.map((asset) =>
    asset.id === "stored" ? { ...asset, expiry: { rule: "fixed_day", day: "03-10" } } : asset,
  ),
);

export interface Answered {
  readonly store: string;
  readonly operation: Operation;
  readonly result: Executed;
}

export interface History {
  readonly seed: number;
  readonly stores: readonly SimulatedStore[];
  readonly stream: SimulatedStream;
  /** what was answered with yes */
  readonly answered: readonly Answered[];
  /** operations asked for, and refused ones */
  readonly asked: number;
  readonly refused: number;
  /** virtual time, ms */
  readonly lastedMs: number;
  /** spent apart and not folded, per store and account, at its most */
  readonly mostApart: number;
  /** a place of one stream at which two replicas ever stood with different R */
  readonly split: string | undefined;
  /** leases that a store used after their end, or that were freed before it */
  readonly misused: readonly string[];
  /** whether all entries found their place after everything was mended */
  readonly isQuiet: boolean;
}

/** Two and a half minutes before the end of a business day, whose close falls into the history. */
const dawn = Date.parse("2024-03-10T23:57:30+08:00");
const storesCount = 3;
const operationsCount = 32;
const lastsMs = 150_000;
const settlesMs = 240_000;
const retryMs = 4_000;
const retriesMax = 40;

export const runHistory = (seed: number): History => {
  const rng = createRng(seed);
  const clock = createClock(dawn);
  const slow = rng.chance(0.3);
  const programme = rng.chance(0.25) ? ending : lasting;
  const net = createNet(clock, rng, {
    delayMs: slow ? [40, 400] : [2, 30],
    lost: rng.pick([0, 0.02, 0.1]),
    twice: rng.pick([0, 0.05, 0.2]),
  });
  const stream = createStream(clock, rng, {
    windowMs: rng.pick([0, 2_000, 120_000]),
    halfStored: rng.pick([0, 0.05, 0.2]),
  });
  const apart = createApart();
  const guard = createGuard();
  const roots = createRoots();
  const rights = createRights(clock);
  const stores: readonly SimulatedStore[] = Array.from({ length: storesCount }, (_, at) =>
    createStore({
      id: `s${at}`,
      clock,
      rng,
      net,
      stream,
      programme,
      booked: (entry) => {
        apart.booked(`s${at}`, entry);
        rights.booked(stores[at], entry);
      },
      folded: (name, places) => {
        if (at === 0) guard.folded(name, places);
        roots.folded(name, places);
      },
    }),
  );
  const [store] = stores;
  if (store === undefined) throw new Error("a chain without stores");
  const office = createOffice({ clock, net, stream, store, guard });
  const answered: Answered[] = [];
  const answeredKeys = new Set<string>();
  const counts = { asked: 0, refused: 0 };

  const call = (store: SimulatedStore, operation: Operation, tries = 0): void => {
    if (tries === 0) counts.asked += 1;
    const settled = (result: Result<Executed, Refusal>): void => {
      if (answeredKeys.has(operation.key)) return;
      answeredKeys.add(operation.key);
      if (result.ok) answered.push({ store: store.id, operation, result: result.value });
      else counts.refused += 1;
    };
    if (store.isUp()) store.perform(operation, settled);
    clock.after(retryMs, () => {
      if (!answeredKeys.has(operation.key) && tries < retriesMax) call(store, operation, tries + 1);
    });
  };

  const world: World = { rng, clock, net, stream, stores, call };
  plan(world, { operationsCount, lastsMs });
  misfortunes(world);
  night(world, seed);
  clock.runFor(dayMs + lastsMs);
  mend(world);
  const isQuiet = waitForQuiet(world, office);
  return {
    seed,
    stores,
    stream,
    answered,
    ...counts,
    lastedMs: clock.ranMs(),
    mostApart: apart.most(),
    split: roots.split(),
    misused: rights.misused(),
    isQuiet,
  };
};

/** Follows what each store lets be spent while apart, until its entries have their place. */
const createApart = () => {
  let most = 0;
  const spent = new Map<string, number>();
  return {
    booked: (store: string, { body }: Entry): void => {
      for (const event of body.events) {
        const key = `${store} ${textOf(event["account"])}`;
        if (event.type !== "OfflineSpent" || typeof event["amount"] !== "number") continue;
        spent.set(key, (spent.get(key) ?? 0) + event["amount"]);
        most = Math.max(most, spent.get(key) ?? 0);
      }
    },
    most: () => most,
  };
};

/** What a clock that was just put right may still be wrong by: the time a word of the stream is on its way. */
const wordMs = 2_000;

/** Follows what becomes of leases, by the time it really is. */
const createRights = (clock: Clock) => {
  const misused: string[] = [];
  return {
    booked: (store: SimulatedStore | undefined, { body }: Entry): void => {
      for (const event of body.events) {
        const id = textOf(event["lease"]);
        const endsMs = Date.parse(store?.get("lease", id)?.expiresAt ?? "");
        const nowMs = clock.nowMs();
        // Just started and away, a store has nobody to ask what time it is.
        const knowsTime = store?.wasHeard() === true;
        if (event.type === "LeaseUsed" && knowsTime && nowMs > endsMs + wordMs)
          misused.push(`${body.id} uses ${id}, which is over`);
        if (body.op === "lease.free" && event.type === "LeaseReturned" && nowMs < endsMs)
          misused.push(`${body.id} frees ${id}, which is not over`);
      }
    },
    misused: () => misused,
  };
};

/** Follows where replicas stand: at one place of one stream all came to the same. */
const createRoots = () => {
  const roots = new Map<string, string>();
  let split: string | undefined;
  return {
    folded: (stream: string, places: readonly { gseq: number; root: string }[]): void => {
      for (const { gseq, root } of places) {
        const place = `${stream} at ${gseq}`;
        if ((roots.get(place) ?? root) !== root) split ??= place;
        roots.set(place, root);
      }
    },
    split: () => split,
  };
};

const misfortunes = (world: World): void => {
  const { rng, clock, net, stores, stream } = world;
  const start = clock.nowMs() + dayMs;
  const when = (): number => start + rng.between(2_000, lastsMs - 30_000);
  for (const store of stores) {
    if (rng.chance(0.6)) {
      const from = when();
      clock.at(from, () => net.cut(store.id));
      clock.at(from + rng.between(3_000, 60_000), () => net.mend(store.id));
    }
    if (rng.chance(0.5)) {
      const from = when();
      clock.at(from, () => {
        if (store.isUp()) store.crash();
      });
      clock.at(from + rng.between(500, 15_000), () => {
        if (!store.isUp()) store.start();
      });
    }
    if (rng.chance(0.2)) clock.at(when(), () => store.skew(rng.between(-90_000, 90_000)));
  }
  if (rng.chance(0.3)) {
    const from = when();
    clock.at(from, () => stream.stop());
    clock.at(from + rng.between(2_000, 40_000), () => stream.start());
  }
  if (rng.chance(0.15)) clock.at(when(), () => loseStream(world));
  if (rng.chance(0.08)) clock.at(when(), () => stream.cutShort(rng.between(1, 12)));
  if (rng.chance(0.08)) clock.at(when(), () => stream.mixUp(rng.between(2, 12)));
};

/** Head office goes up in smoke; an empty stream comes in its place. */
const loseStream = ({ rng, clock, stream }: World): void => {
  stream.stop();
  stream.lose();
  clock.after(rng.between(3_000, 20_000), () => stream.start());
};

const mend = ({ net, stores, stream }: World): void => {
  stream.start();
  for (const store of stores) {
    net.mend(store.id);
    if (!store.isUp()) store.start();
    store.wake();
  }
};

/** Until every store has folded everything and sent everything; a replica that stands apart gets a snapshot. */
const waitForQuiet = (world: World, office: Office): boolean => {
  const { clock, stores, stream } = world;
  const until = clock.nowMs() + settlesMs;
  let wasStill = false;
  while (clock.nowMs() < until) {
    clock.runFor(2_000);
    checkOut(world);
    const { last, epoch } = stream.standing();
    const good = stores.filter((store) => store.position().stream === epoch);
    const [source] = good.toSorted((one, two) => two.position().gseq - one.position().gseq);
    for (const store of stores)
      if (source !== undefined && !good.includes(store) && !office.isNeeded())
        store.bootstrap(source);
    const isStill =
      new Set(stores.map((store) => store.position().root)).size === 1 &&
      stores.every(
        (store) => store.position().gseq === last && store.isIdle() && store.pending().length === 0,
      );
    // Whatever was on its way to a disk must have had its time.
    if (isStill && wasStill) return true;
    wasStill = isStill;
  }
  return false;
};

/** Guests in house leave: what was kept for them is given back. */
const checkOut = ({ stores, call }: World): void => {
  for (const store of stores)
    for (const [lease, { state, why, store: of }] of store.entities("lease"))
      if (state === "open" && why === standingLease && of === store.id)
        call(store, { op: "lease.return", params: { lease }, key: `out ${lease}` });
};
