// A simulated store as the rest of a history sees it.
import type { Position } from "../../../gateway/chain/order.ts";
import type { StoreEntry } from "../../../gateway/chain/stream.ts";
import type { Applied, Pending } from "../../../gateway/chain/replica.ts";
import type { JsonObject } from "../../../gateway/json.ts";
import type { Entry } from "../../../gateway/ledger/entry.ts";
import type { deciders } from "../../../gateway/members/registry.ts";
import type { EntityKind, EntityOf } from "../../../gateway/members/state.ts";
import type { Refusal } from "../../../gateway/refusals.ts";
import type { Result } from "../../../gateway/result.ts";
import type { Executed } from "../../../gateway/store/contract.ts";

export interface Operation {
  readonly op: keyof typeof deciders | "lease.ask" | "lease.return" | "lease.free";
  readonly params: JsonObject;
  readonly key: string;
}

export interface SimulatedStore {
  readonly id: string;
  /** Carries an operation out; `answer` comes when it is durable, or never if the store crashes first. */
  perform(operation: Operation, answer: (result: Result<Executed, Refusal>) => void): void;
  readonly get: <K extends EntityKind>(kind: K, id: string) => EntityOf<K> | undefined;
  entities<K extends EntityKind>(kind: K): readonly (readonly [id: string, entity: EntityOf<K>])[];
  confirmed(): ReadonlyMap<string, unknown>;
  shown(): ReadonlyMap<string, unknown>;
  readonly position: () => Position;
  readonly applied: () => readonly Applied[];
  /** entries of the stream in the order in which it has folded them */
  log(): readonly StoreEntry[];
  journal(): readonly Entry[];
  pending(): readonly Pending[];
  isUp(): boolean;
  crash(): void;
  start(): void;
  /** Takes the confirmed state of another store at its place, as from a signed snapshot. */
  bootstrap(from: SimulatedStore): void;
  /** Something may have come in: a link, a stream, a commit. */
  wake(): void;
  isIdle(): boolean;
  /** sets its clock: so much ahead of the time it is, or behind */
  skew(ms: number): void;
  /** whether it has heard of the stream since it was started */
  wasHeard(): boolean;
}
