// What a history is made of, for those who act in it.
import type { Clock } from "./clock.ts";
import type { Net } from "./net.ts";
import type { Rng } from "./rng.ts";
import type { Operation, SimulatedStore } from "./store-contract.ts";
import type { SimulatedStream } from "./stream.ts";

export interface World {
  readonly rng: Rng;
  readonly clock: Clock;
  readonly net: Net;
  readonly stream: SimulatedStream;
  readonly stores: readonly SimulatedStore[];
  /** Asks a store; a call that is not answered is made again with the same key. */
  readonly call: (store: SimulatedStore, operation: Operation) => void;
}

/** Members are enrolled first; the rest begins so long after. */
export const dayMs = 60_000;
