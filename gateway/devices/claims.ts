// Who holds which device: leased, fenced claims. A holder is asked before it loses, silence yields,
// and a lost socket keeps its claims 5 s. Knows stations by their id only.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import { refusal, type Refusal } from "../refusals.ts";
import { err, ok, type Result } from "../result.ts";
import type { ClaimGrant, ClaimRequest, StationRef } from "./contract.ts";
import {
  conflictsWith,
  dropLease,
  heldBy,
  leaseOf,
  leasesOn,
  loseLease,
  putLease,
  removeWaiter,
  serveWaiters,
  waitersOn,
  within,
  type Claim,
  type ClaimNews,
  type Lease,
  type LeaseBook,
  type LeaseRequest,
  type Waiter,
} from "./lease-book.ts";
import type { Timers } from "./timers.ts";

const graceMs = 5_000;
const waitMs = { usual: 5_000, most: 30_000 } as const;
const waitersMax = 32;

export type { Claim, ClaimNews };

interface FencedRequest {
  readonly device: string;
  readonly fence?: number;
}

export interface Claims {
  readonly claim: (s: StationRef, request: ClaimRequest) => Promise<Result<ClaimGrant, Refusal>>;
  /** Grants now or refuses now; asks nobody. */
  readonly take: (station: StationRef, request: LeaseRequest) => Result<ClaimGrant, Refusal>;
  readonly keep: (
    station: StationRef,
    request: FencedRequest & { readonly ttlMs: number },
  ) => Result<ClaimGrant, Refusal>;
  readonly release: (
    station: StationRef,
    request: FencedRequest,
  ) => Result<{ readonly released: boolean }, Refusal>;
  /** The station's own claim, if it has one. */
  readonly of: (station: string, device: string) => Claim | undefined;
  readonly exclusiveHolder: (device: string) => string | undefined;
  readonly mayWrite: (station: string, request: FencedRequest) => Refusal | undefined;
  readonly stationConnected: (station: string) => void;
  readonly stationLost: (station: string) => void;
  readonly close: () => void;
}

export interface ClaimsDependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timers: Timers;
  readonly tell: (news: ClaimNews) => void;
}

/** The station's claim on the device, or the refusal of one that has none or an older fence. */
const current = (
  book: LeaseBook,
  station: string,
  { device, fence }: FencedRequest,
): Result<Lease, Refusal> => {
  const lease = leaseOf(book, station, device);
  return lease === undefined || (fence !== undefined && fence !== lease.fence)
    ? err(refusal("claim.stale", { device }))
    : ok(lease);
};

/** The time to answer is over: who was asked and did not keep, yields. */
const endWait = (book: LeaseBook, waiter: Waiter): void => {
  const { station, request } = waiter;
  const holders = conflictsWith(book, station.station, request);
  const isFirst = waitersOn(book, request.device)[0] === waiter;
  removeWaiter(book, waiter);
  if (!isFirst || !holders.every(({ claim }) => waiter.asked.includes(claim))) {
    waiter.answer(err(heldBy(holders)));
    return;
  }
  for (const lease of holders) {
    dropLease(book, lease);
    book.tell({ kind: "lost", claim: lease, why: "yielded" });
  }
  waiter.answer(ok(putLease(book, station, request)));
};

const ask = (
  book: LeaseBook,
  station: StationRef,
  request: ClaimRequest,
): Promise<Result<ClaimGrant, Refusal>> =>
  new Promise((answer) => {
    const holders = conflictsWith(book, station.station, request);
    const forMs = within(request.waitMs ?? waitMs.usual, 1, waitMs.most);
    const waiter: Waiter = {
      station,
      request,
      asked: holders.map(({ claim }) => claim),
      answer,
      cancel: book.timers.after(forMs, () => endWait(book, waiter)),
    };
    book.waiters.set(request.device, [...waitersOn(book, request.device), waiter]);
    const why = request.why === undefined ? {} : { why: request.why };
    const answerByMs = book.clock.nowMs() + forMs;
    for (const claim of holders) {
      book.tell({ kind: "asked", claim, by: station.station, answerByMs, ...why });
    }
  });

const claim = (
  book: LeaseBook,
  station: StationRef,
  request: ClaimRequest,
): Promise<Result<ClaimGrant, Refusal>> => {
  const holders = conflictsWith(book, station.station, request);
  const queued = waitersOn(book, request.device).length;
  const isRenewal = leaseOf(book, station.station, request.device)?.mode === request.mode;
  if (isRenewal || (holders.length === 0 && queued === 0)) {
    return Promise.resolve(ok(putLease(book, station, request)));
  }
  if (request.waitMs === 0) return Promise.resolve(err(heldBy(holders)));
  if (queued >= waitersMax) return Promise.resolve(err(refusal("too_many")));
  return ask(book, station, request);
};

const keep = (
  book: LeaseBook,
  station: StationRef,
  request: FencedRequest & { readonly ttlMs: number },
): Result<ClaimGrant, Refusal> => {
  const lease = current(book, station.station, request);
  if (!lease.ok) return lease;
  for (const waiter of waitersOn(book, request.device)) {
    if (!waiter.asked.includes(lease.value.claim)) continue;
    removeWaiter(book, waiter);
    waiter.answer(err(heldBy([lease.value])));
  }
  return ok(putLease(book, station, { ...request, mode: lease.value.mode }));
};

const release = (
  book: LeaseBook,
  station: StationRef,
  request: FencedRequest,
): Result<{ readonly released: boolean }, Refusal> => {
  const lease = current(book, station.station, request);
  if (!lease.ok) return lease;
  dropLease(book, lease.value);
  serveWaiters(book, request.device);
  book.tell({ kind: "changed", device: request.device });
  return ok({ released: true });
};

/** The grace is over: what the station held goes to those who wait, what it waited for is refused. */
const forget = (book: LeaseBook, station: string): void => {
  for (const waiter of [...book.waiters.values()].flat()) {
    if (waiter.station.station !== station) continue;
    removeWaiter(book, waiter);
    waiter.answer(err(refusal("claim.stale", { device: waiter.request.device })));
  }
  for (const lease of [...book.leases.values()].flat()) {
    if (lease.station.station === station) loseLease(book, lease, "gone");
  }
};

export const createClaims = (dependencies: ClaimsDependencies): Claims => {
  const book: LeaseBook = {
    ...dependencies,
    leases: new Map(),
    waiters: new Map(),
    // Above every fence of an earlier life of this gateway: a page that slept through it is stale.
    lastFence: dependencies.clock.nowMs(),
  };
  const graceByStation = new Map<string, () => void>();
  const endGrace = (station: string): void => {
    graceByStation.get(station)?.();
    graceByStation.delete(station);
  };
  return {
    claim: (station, request) => claim(book, station, request),
    take: (station, request) => {
      const holders = conflictsWith(book, station.station, request);
      return holders.length > 0 ? err(heldBy(holders)) : ok(putLease(book, station, request));
    },
    keep: (station, request) => keep(book, station, request),
    release: (station, request) => release(book, station, request),
    of: (station, device) => leaseOf(book, station, device),
    exclusiveHolder: (device) =>
      leasesOn(book, device).find(({ mode }) => mode === "exclusive")?.station.station,
    mayWrite: (station, request) => {
      const lease = current(book, station, request);
      if (request.fence !== undefined && !lease.ok) return lease.error;
      const holders = conflictsWith(book, station, { device: request.device, mode: "shared" });
      return holders.length > 0 ? heldBy(holders) : undefined;
    },
    stationConnected: endGrace,
    stationLost: (station) => {
      endGrace(station);
      const over = (): void => {
        graceByStation.delete(station);
        forget(book, station);
      };
      graceByStation.set(station, dependencies.timers.after(graceMs, over));
    },
    close: () => {
      for (const cancel of graceByStation.values()) cancel();
      for (const waiter of [...book.waiters.values()].flat()) waiter.cancel();
      for (const lease of [...book.leases.values()].flat()) lease.cancelEnd();
    },
  };
};
