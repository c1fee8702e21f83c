// exception.open, exception.assign, exception.resolve: what needs a person, as facts of the ledger. Opening is
// idempotent by kind and source; resolving is an entry that may move value. Finds nothing by itself.
import type { JsonObject } from "../../json.ts";
import type { DomainEvent } from "../../ledger/entry.ts";
import { refusal } from "../../refusals.ts";
import { type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { lookup, point } from "../member/lookups.ts";
import type { ExceptionFile } from "../service-state.ts";
import { kindTerms } from "./kinds.ts";
import { remedyOf } from "./remedy.ts";

export interface OpenParams {
  readonly kind: string;
  /** what it was found in, e.g. entry ids: one source opens one exception of a kind, however often it is told */
  readonly source: string;
  /** ids, amounts and instants; nothing personal */
  readonly evidence: JsonObject;
  readonly account?: string;
  /** for outcomes that move value */
  readonly asset?: string;
  readonly amount?: number;
  /** who is in question */
  readonly staff?: string;
  readonly station?: string;
}

type ExceptionOpened = {
  type: "ExceptionOpened";
  exception: string;
  kind: string;
  source: string;
  owner: string;
  evidence: JsonObject;
  account?: string;
  asset?: string;
  amount?: number;
  staff?: string;
  station?: string;
};
type ExceptionAssigned = { type: "ExceptionAssigned"; exception: string; owner: string };
type ExceptionResolved = {
  type: "ExceptionResolved";
  exception: string;
  outcome: string;
  note?: string;
  staff?: string;
};

const sourceLookup = (kind: string, source: string): string => `exception:${kind}:${source}`;

/** What must be loaded to know the exception of a source. */
export const exceptionSource = (kind: string, source: string): Ref =>
  lookup(sourceLookup(kind, source));

/** A row that was refused has been taken after all: its exception ends by itself. */
export const importedLater = (view: View, source: string): readonly DomainEvent[] => {
  const exception = view.get("lookup", sourceLookup("import.refused", source))?.ids[0];
  if (exception === undefined || view.get("exception", exception)?.state !== "open") return [];
  const resolved = { type: "ExceptionResolved", exception, outcome: "imported" } as const;
  return [happened<ExceptionResolved>(resolved)];
};

const exceptionRoots = (id: string): readonly Ref[] => [{ kind: "exception", id }];

/** → `{exception, state}`; known by its source → the same one again, and nothing is written */
export const openException: Decider<OpenParams> = {
  roots: ({ kind, source, account }) => [
    lookup(sourceLookup(kind, source)),
    ...(account === undefined ? [] : [{ kind: "account", id: account } as const]),
  ],
  decide: ({ kind, source, ...facts }, view, context) => {
    const terms = kindTerms(kind);
    if (terms === undefined) return refused(refusal("not_found", { kind }));
    const known = view.get("lookup", sourceLookup(kind, source))?.ids[0];
    if (known !== undefined) {
      const state = view.get("exception", known)?.state ?? "open";
      return accepted({ events: [], lines: [], result: { exception: known, state } });
    }
    const exception = context.newId("x");
    const { owner } = terms;
    const opened = { type: "ExceptionOpened", exception, kind, source, owner, ...facts } as const;
    return accepted({
      events: [happened<ExceptionOpened>(opened)],
      lines: [],
      result: { exception, state: "open" },
      ...(facts.account === undefined ? {} : { account: facts.account }),
    });
  },
};

/** → `{exception, owner}` */
export const assignException: Decider<{ readonly exception: string; readonly owner: string }> = {
  roots: ({ exception, owner }) => [...exceptionRoots(exception), { kind: "staff", id: owner }],
  decide: ({ exception, owner }, view) => {
    const file = view.get("exception", exception);
    if (file === undefined) return refused(refusal("not_found", { exception }));
    if (file.state !== "open") return refused(refusal("not_permitted", { state: file.state }));
    if (view.get("staff", owner)?.active !== true)
      return refused(refusal("not_found", { staff: owner }));
    const assigned = { type: "ExceptionAssigned", exception, owner } as const;
    const events = [happened<ExceptionAssigned>(assigned)];
    return accepted({ events, lines: [], result: { exception, owner } });
  },
};

export interface ResolveParams {
  readonly exception: string;
  readonly outcome: string;
  readonly note?: string;
}

/** → `{exception, state: "resolved", outcome, moved}`; `moved` = units the outcome moved */
export const resolveException: Decider<ResolveParams> = {
  roots: ({ exception }) => exceptionRoots(exception),
  decide: ({ exception, outcome, note }, view, context) => {
    const file = view.get("exception", exception);
    if (file === undefined) return refused(refusal("not_found", { exception }));
    if (file.state !== "open") return refused(refusal("not_permitted", { state: file.state }));
    const effect = kindTerms(file.kind)?.outcomes[outcome];
    if (effect === undefined) return refused(refusal("not_found", { outcome }));
    // Another store of the chain may be ending it this very minute.
    if (file.store !== undefined && context.headOffice === "offline")
      return refused(refusal("offline.not_allowed"));
    if (file.staff !== undefined && file.staff === context.actor.staff)
      return refused(refusal("missing.approval", { why: "same_person" }));
    const remedy = remedyOf(view, context, { effect, of: file });
    if (!remedy.ok) return refused(remedy.error);
    const book = remedy.value;
    const { staff } = context.actor;
    const resolved: DomainEvent = happened<ExceptionResolved>({
      type: "ExceptionResolved",
      exception,
      outcome,
      ...(note === undefined ? {} : { note }),
      ...(staff === undefined ? {} : { staff }),
    });
    const moved = (book?.lines ?? []).reduce((sum, { amount }) => sum + Math.max(0, amount), 0);
    return accepted({
      events: [...(book?.events ?? []), resolved],
      lines: book?.lines ?? [],
      result: { exception, state: "resolved", outcome, moved },
      ...(file.account === undefined ? {} : { account: file.account }),
    });
  },
};

const changed = (to: (file: ExceptionFile, at: At) => ExceptionFile) =>
  evolver<{ type: string; exception: string }>((draft, { exception }, at) => {
    const file = draft.get("exception", exception);
    if (file !== undefined) draft.put("exception", exception, to(file, at));
  });

export const exceptionEvolvers = {
  ExceptionOpened: evolver<ExceptionOpened>((draft, event, { at, businessDate }: At) => {
    const { type: _type, exception, source, ...file } = event;
    draft.put("exception", exception, { ...file, state: "open", at, on: businessDate });
    point(draft, sourceLookup(event.kind, source), { kind: "exception", id: exception });
  }),
  ExceptionAssigned: evolver<ExceptionAssigned>((draft, event, at) =>
    changed((file) => ({ ...file, owner: event.owner }))(draft, happened(event), at),
  ),
  ExceptionResolved: evolver<ExceptionResolved>((draft, event, at) => {
    const { outcome, note, staff } = event;
    const done = {
      state: "resolved",
      outcome,
      resolvedAt: at.at,
      ...(note === undefined ? {} : { note }),
      ...(staff === undefined ? {} : { resolvedBy: staff }),
    } as const;
    changed((file) => ({ ...file, ...done }))(draft, happened(event), at);
  }),
};
