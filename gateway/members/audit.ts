// The audit log is part of the chain: who saw or did what beside the operations that change something anyway.
// Entries without lines; they change no entity.
import type { DomainEvent } from "../ledger/entry.ts";
import { type Decider, type Evolver, accepted, refused } from "./contract.ts";
import type { ProgrammePublished } from "./programme/publish.ts";
import type { Approval } from "./sealed.ts";
import { approvalRoots, approve } from "./staff/approval.ts";

export type AuditEvent =
  | { readonly type: "PersonRevealed"; readonly member: string; readonly reason?: string }
  | { readonly type: "PersonExported"; readonly member: string; readonly approvedBy?: string }
  | {
      readonly type: "SegmentExported";
      readonly count: number;
      readonly reason: string;
      /** names and phones in full */
      readonly revealed: boolean;
      readonly segment?: string;
    }
  | { readonly type: "StationPaired"; readonly station: string; readonly role: string }
  | { readonly type: "StationRenamed"; readonly station: string }
  | {
      readonly type: "StationConfigured";
      readonly station: string;
      readonly umPerPx?: number;
      readonly diagonalMm?: number;
      readonly edgeMm?: number;
    }
  | { readonly type: "BrandChanged"; readonly colour?: string }
  | { readonly type: "SupportFileMade"; readonly bytes: number }
  | { readonly type: "EnrolmentOffered"; readonly enrolment: string; readonly store: string }
  | { readonly type: "EnrolmentWithdrawn"; readonly enrolment: string }
  | {
      readonly type: "EnrolmentTaken";
      readonly enrolment: string;
      readonly store: string;
      readonly machine: string;
    }
  | { readonly type: "ChainSteered"; readonly topic: string; readonly store?: string }
  | { readonly type: "StationRevoked"; readonly station: string; readonly reason?: string }
  | { readonly type: "ReceiptReprinted"; readonly receipt: string; readonly job: string }
  | { readonly type: "JobResolved"; readonly job: string; readonly outcome: string }
  | { readonly type: "JobRedirected"; readonly job: string; readonly printer: string }
  | {
      readonly type: "DrawerOpened";
      readonly device: string;
      readonly reason: string;
      readonly note?: string;
      readonly bill?: string;
    }
  | ProgrammePublished;

export const recordAudit: Decider<{ readonly event: AuditEvent }> = {
  roots: () => [],
  decide: ({ event }) => {
    const recorded: DomainEvent = { ...event };
    return accepted({ events: [recorded], lines: [], result: {} });
  },
};

export interface ExportParams {
  readonly member: string;
  /** a cashier needs a manager beside her */
  readonly approval?: Approval;
}

/** member.export as far as the books know of it: who took the data out, and who approved. */
export const recordExport: Decider<ExportParams> = {
  roots: ({ member, approval }) => [{ kind: "member", id: member }, ...approvalRoots(approval)],
  decide: ({ member, approval }, view, context) => {
    const event = {
      type: "PersonExported",
      member,
      ...(approval === undefined ? {} : { approvedBy: approval.staff }),
    } as const;
    const granted = { events: [event], lines: [], result: {}, member };
    if (context.actor.role !== "cashier") return accepted(granted);
    const ask = { approval, rights: ["manager"], missing: "missing.approval" } as const;
    const { refusal: no, events } = approve(view, context, ask);
    return no === undefined
      ? accepted({ ...granted, events: [...events, event] })
      : refused(no, events);
  },
};

const nothing: Evolver = () => undefined;

export const auditEvolvers: Readonly<Record<AuditEvent["type"], Evolver>> = {
  PersonRevealed: nothing,
  PersonExported: nothing,
  SegmentExported: nothing,
  StationPaired: nothing,
  StationRenamed: nothing,
  StationConfigured: nothing,
  BrandChanged: nothing,
  SupportFileMade: nothing,
  StationRevoked: nothing,
  EnrolmentOffered: nothing,
  EnrolmentWithdrawn: nothing,
  EnrolmentTaken: nothing,
  ChainSteered: nothing,
  ReceiptReprinted: nothing,
  JobResolved: nothing,
  JobRedirected: nothing,
  DrawerOpened: nothing,
  ProgrammePublished: nothing,
};
