// The leases on devices and who waits for them: the bookkeeping under claims.ts. Every change is
// told; time runs out by the timers given.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import { refusal, type Refusal } from "../refusals.ts";
import type { Result } from "../result.ts";
import type { ClaimGrant, ClaimMode, ClaimRequest, StationRef } from "./contract.ts";
import type { Timers } from "./timers.ts";

const ttlMs = { least: 100, most: 600_000 } as const;

export interface Claim {
  readonly claim: string;
  readonly fence: number;
  readonly device: string;
  readonly mode: ClaimMode;
  readonly station: StationRef;
}

export interface Lease extends Claim {
  /** monotonic */
  readonly endsMs: number;
  readonly cancelEnd: () => void;
}

export interface Waiter {
  readonly station: StationRef;
  readonly request: ClaimRequest;
  /** claims that were asked to yield to it */
  readonly asked: readonly string[];
  readonly answer: (result: Result<ClaimGrant, Refusal>) => void;
  readonly cancel: () => void;
}

/** What the hub tells the stations. */
export type ClaimNews =
  | {
      readonly kind: "asked";
      readonly claim: Claim;
      readonly by: string;
      readonly why?: string;
      readonly answerByMs: number;
    }
  | { readonly kind: "lost"; readonly claim: Claim; readonly why: "yielded" | "expired" | "gone" }
  | { readonly kind: "changed"; readonly device: string };

export interface LeaseBook {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timers: Timers;
  readonly tell: (news: ClaimNews) => void;
  readonly leases: Map<string, readonly Lease[]>;
  readonly waiters: Map<string, readonly Waiter[]>;
  lastFence: number;
}

export type LeaseRequest = Pick<ClaimRequest, "device" | "mode" | "ttlMs">;

export const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);

const excludes = (one: ClaimMode, other: ClaimMode): boolean =>
  one !== "observe" && other !== "observe" && (one === "exclusive" || other === "exclusive");

export const leasesOn = (book: LeaseBook, device: string): readonly Lease[] =>
  book.leases.get(device) ?? [];

export const waitersOn = (book: LeaseBook, device: string): readonly Waiter[] =>
  book.waiters.get(device) ?? [];

export const leaseOf = (book: LeaseBook, station: string, device: string): Lease | undefined =>
  leasesOn(book, device).find((lease) => lease.station.station === station);

/** Leases of others that stand in the way of this one. */
export const conflictsWith = (
  book: LeaseBook,
  station: string,
  { device, mode }: Pick<ClaimRequest, "device" | "mode">,
): readonly Lease[] =>
  leasesOn(book, device).filter(
    (lease) => lease.station.station !== station && excludes(lease.mode, mode),
  );

export const heldBy = (holders: readonly Claim[]): Refusal => {
  const [first] = holders;
  return first === undefined
    ? refusal("claim.held")
    : refusal("claim.held", { holder: first.station.station, mode: first.mode });
};

export const dropLease = (book: LeaseBook, lease: Lease): void => {
  lease.cancelEnd();
  const rest = leasesOn(book, lease.device).filter(({ claim }) => claim !== lease.claim);
  if (rest.length === 0) book.leases.delete(lease.device);
  else book.leases.set(lease.device, rest);
};

/** Grants without asking who is in the way. A renewal keeps claim and fence; another mode does not. */
export const putLease = (
  book: LeaseBook,
  station: StationRef,
  request: LeaseRequest,
): ClaimGrant => {
  const before = leaseOf(book, station.station, request.device);
  const renewed = before?.mode === request.mode ? before : undefined;
  if (before !== undefined) dropLease(book, before);
  const forMs = within(request.ttlMs, ttlMs.least, ttlMs.most);
  const lease: Lease = {
    claim: renewed?.claim ?? book.newId("c"),
    fence: renewed?.fence ?? (book.lastFence += 1),
    device: request.device,
    mode: request.mode,
    station,
    endsMs: book.timers.nowMs() + forMs,
    cancelEnd: book.timers.after(forMs, () => loseLease(book, lease, "expired")),
  };
  book.leases.set(request.device, [...leasesOn(book, request.device), lease]);
  if (renewed === undefined) book.tell({ kind: "changed", device: request.device });
  return { claim: lease.claim, fence: lease.fence, untilMs: book.clock.nowMs() + forMs };
};

export const loseLease = (
  book: LeaseBook,
  lease: Lease,
  why: "yielded" | "expired" | "gone",
): void => {
  dropLease(book, lease);
  book.tell({ kind: "lost", claim: lease, why });
  serveWaiters(book, lease.device);
  book.tell({ kind: "changed", device: lease.device });
};

export const removeWaiter = (book: LeaseBook, waiter: Waiter): void => {
  waiter.cancel();
  const device = waiter.request.device;
  const rest = waitersOn(book, device).filter((other) => other !== waiter);
  if (rest.length === 0) book.waiters.delete(device);
  else book.waiters.set(device, rest);
};

/** First come, first served; one that cannot be served yet holds up those behind it. */
export const serveWaiters = (book: LeaseBook, device: string): void => {
  for (;;) {
    const [first] = waitersOn(book, device);
    if (first === undefined) return;
    if (conflictsWith(book, first.station.station, first.request).length > 0) return;
    removeWaiter(book, first);
    first.answer({ ok: true, value: putLease(book, first.station, first.request) });
  }
};
