// The shape every decider has: roots → view → decide → events and lines → evolve. Pure: time, ids,
// programme and calendar come in by the context; personal data only sealed, masked or as blind index.
import type { JsonObject } from "../json.ts";
import type { Actor, DomainEvent, Posting } from "../ledger/entry.ts";
import type { Programme } from "../programme/programme.ts";
import type { WorkdayCalendar } from "../programme/calendar.ts";
import type { Refusal } from "../refusals.ts";
import type { EntityKind, EntityOf } from "./state.ts";

/** Address of an entity. The store loads the roots of a command and all they link to, transitively. */
export interface Ref {
  readonly kind: EntityKind;
  readonly id: string;
}

/** Entities as they stand after everything decided before in the same batch. */
export interface View {
  get<K extends EntityKind>(kind: K, id: string): EntityOf<K> | undefined;
}

/** A view that evolvers write to. `put` replaces the whole entity (copy on write). */
export interface Draft extends View {
  put<K extends EntityKind>(kind: K, id: string, entity: EntityOf<K>): void;
}

/** The store's moment: computed once per command by the caller in the programme's time zone. */
export interface Moment {
  readonly epochMs: number;
  /** RFC 3339 with the store's offset, seconds precision */
  readonly at: string;
  /** business date `YYYY-MM-DD` (after the cut-over hour) */
  readonly businessDate: string;
  /** calendar date `YYYY-MM-DD` and wall time `HH:MM` */
  readonly date: string;
  readonly time: string;
}

export interface Context {
  readonly moment: Moment;
  readonly programme: Programme;
  /** an older published version, for reversing what was settled under it */
  readonly programmeAt: (version: number) => Programme | undefined;
  readonly calendar: WorkdayCalendar;
  readonly actor: Actor & { readonly rights: readonly string[] };
  readonly store: { readonly id: string; readonly prefix: string };
  readonly newId: (kind: string) => string;
  /** `none`: a store without a chain, never offline */
  readonly headOffice: "none" | "online" | "offline";
  /** the bounds of `offline`: stored value spent at this station while head office was away, and for how long it is (ms) */
  readonly away: {
    readonly stationSpent: number;
    readonly ms: number;
    /** in a chain: spent at all stations of this store, and not ordered yet */
    readonly storeSpent?: number;
  };
  /** in a chain: leases that end up to these instants (epoch ms) are over for their store, and for others */
  readonly leaseTime?: { readonly own: number; readonly others: number } | undefined;
}

/** A receipt as facts; the gateway lays it out per language. Names arrive masked. */
export interface ReceiptFacts {
  readonly receipt: string;
  readonly kind:
    | "topup"
    | "punch"
    | "pass"
    | "bill"
    | "redeem"
    | "card"
    | "refund"
    | "reversal"
    | "shift"
    | "stay"
    | "deposit"
    | "voucher";
  readonly member?: { readonly name: string; readonly number: string };
  readonly card?: string;
  readonly rows: readonly ReceiptRow[];
  readonly at: string;
}

/** `label` is a key of the receipt words, or free text in `text` (goods). */
export interface ReceiptRow {
  readonly label: string;
  readonly text?: string;
  readonly amount?: { readonly value: number; readonly unit: string };
  readonly before?: number;
  readonly after?: number;
  readonly cite?: string;
  readonly date?: string;
}

export interface Accepted {
  readonly kind: "accepted";
  readonly events: readonly DomainEvent[];
  /** balanced per unit; the only thing that changes balances */
  readonly lines: readonly Posting[];
  readonly result: JsonObject;
  readonly member?: string;
  readonly account?: string;
  readonly receipt?: ReceiptFacts;
  readonly meta?: JsonObject;
}

/** A refusal may still record something (a wrong PIN is counted); then `events` is not empty. */
export interface Refused {
  readonly kind: "refused";
  readonly refusal: Refusal;
  readonly events?: readonly DomainEvent[];
}

export type Decision = Accepted | Refused;

/** One operation's decider. `P` = the operation's params after sealing (see sealed.ts). */
export interface Decider<P = JsonObject> {
  readonly roots: (params: P) => readonly Ref[];
  readonly decide: (params: P, view: View, context: Context) => Decision;
}

/** Applies one event to the draft. Must not refuse: what was decided has happened. */
export interface Evolver {
  (draft: Draft, event: DomainEvent, at: EventTime): void;
  /** The entity such an event makes, whatever was there before: it need not be kept beside its event. */
  readonly makes?: (event: DomainEvent, at: EventTime) => MadeEntity;
}

/** RFC 3339 instant and business date of an event's entry. */
export interface EventTime {
  readonly at: string;
  readonly businessDate: string;
}

export interface MadeEntity<K extends EntityKind = EntityKind> {
  readonly kind: K;
  readonly id: string;
  readonly entity: EntityOf<K>;
}

export const accepted = (decision: Omit<Accepted, "kind">): Accepted => ({
  kind: "accepted",
  ...decision,
});

export const refused = (refusal: Refusal, events: readonly DomainEvent[] = []): Refused => ({
  kind: "refused",
  refusal,
  events,
});
