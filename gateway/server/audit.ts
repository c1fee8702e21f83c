// The audit log is part of the chain: who saw or did what, as entries without lines. Read back from the journal.
import type { DomainEvent } from "../ledger/entry.ts";
import { type Decider, type Evolver, accepted } from "../members/contract.ts";
import type { Caller } from "./caller.ts";
import { actorOf } from "./execute.ts";
import type { House } from "./house.ts";

/** What is recorded beside the operations that change something anyway. */
export type AuditEvent =
  | { readonly type: "PersonRevealed"; readonly member: string; readonly reason?: string }
  | { readonly type: "PersonExported"; readonly member: string; readonly approvedBy?: string }
  | { readonly type: "StationPaired"; readonly station: string; readonly role: string }
  | { readonly type: "StationRenamed"; readonly station: string }
  | { readonly type: "StationRevoked"; readonly station: string; readonly reason?: string }
  | { readonly type: "ReceiptReprinted"; readonly receipt: string; readonly job: string }
  | { readonly type: "JobResolved"; readonly job: string; readonly outcome: string }
  | {
      readonly type: "DrawerOpened";
      readonly device: string;
      readonly reason: string;
      readonly bill?: string;
    }
  | { readonly type: "StaffSignedInAt"; readonly staff: string; readonly station: string };

const record: Decider<{ readonly event: DomainEvent }> = {
  roots: () => [],
  decide: ({ event }) => accepted({ events: [event], lines: [], result: {} }),
};

const nothing: Evolver = () => undefined;

/** What is audited changes no entity. */
export const auditEvolvers: Readonly<Record<AuditEvent["type"], Evolver>> = {
  PersonRevealed: nothing,
  PersonExported: nothing,
  StationPaired: nothing,
  StationRenamed: nothing,
  StationRevoked: nothing,
  ReceiptReprinted: nothing,
  JobResolved: nothing,
  DrawerOpened: nothing,
  StaffSignedInAt: nothing,
};

/** Resolves once the record is durable; throws where it cannot be written, so that nothing happens unseen. */
export const writeAudit = async (
  { store }: Pick<House, "store">,
  facts: { readonly op: string; readonly caller: Caller; readonly event: AuditEvent },
): Promise<void> => {
  const written = await store.execute({
    op: facts.op,
    params: { event: facts.event },
    decider: record,
    actor: actorOf(facts.caller),
  });
  if (!written.ok) throw new Error(`audit record refused: ${written.error.code}`);
};
