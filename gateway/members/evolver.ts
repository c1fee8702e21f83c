// Events and their evolvers as a pair: both sides are typed by the same event type.
import type { DomainEvent } from "../ledger/entry.ts";
import type { Draft, EventTime, Evolver, MadeEntity } from "./contract.ts";

export type { EventTime as At } from "./contract.ts";

/** An event of a type was written by the decider of this room that names it, so its shape is known here. */
export const evolver =
  <E extends { readonly type: string }>(
    apply: (draft: Draft, event: E, at: EventTime) => void,
  ): Evolver =>
  (draft, event, at) =>
    apply(draft, event as unknown as E, at);

/** For an event that says everything about its entity, so that nothing before it matters. */
export const maker = <E extends { readonly type: string }>(
  make: (event: E, at: EventTime) => MadeEntity,
): Evolver => {
  const makes = (event: DomainEvent, at: EventTime): MadeEntity => make(event as unknown as E, at);
  const apply = (draft: Draft, event: DomainEvent, at: EventTime): void => {
    const { kind, id, entity } = makes(event, at);
    draft.put(kind, id, entity);
  };
  return Object.assign(apply, { makes });
};

/** An event to be recorded. Entities inside it are JSON by construction. */
export const happened = <E extends { readonly type: string }>(event: E): DomainEvent =>
  event as unknown as DomainEvent;
