// Events and their evolvers as a pair: both sides are typed by the same event type.
import type { DomainEvent } from "../ledger/entry.ts";
import type { Draft, Evolver } from "./contract.ts";

export interface At {
  /** RFC 3339 instant of the entry */
  readonly at: string;
  readonly businessDate: string;
}

/** An event of a type was written by the decider of this room that names it, so its shape is known here. */
export const evolver =
  <E extends { readonly type: string }>(apply: (draft: Draft, event: E, at: At) => void): Evolver =>
  (draft, event, at) =>
    apply(draft, event as unknown as E, at);

/** An event to be recorded. Entities inside it are JSON by construction. */
export const happened = <E extends { readonly type: string }>(event: E): DomainEvent =>
  event as unknown as DomainEvent;
