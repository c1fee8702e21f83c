// The replica: folds what the stream brings into the confirmed state, and puts what the store itself has done but
// nobody has ordered yet on top of it. Confirmed = the fold of a prefix of the stream, so equal prefixes are equal
// states; shown = confirmed + own pending entries. Pure: reads by a view, answers with what is to be written.
import type { EntryBody, Posting } from "../ledger/entry.ts";
import type { Draft, View } from "../members/contract.ts";
import { kindTerms } from "../members/exception/kinds.ts";
import { point } from "../members/member/lookups.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import { type CommonDraft, type FoldRules, foldEntry, foldPending, type Verdict } from "./fold.ts";
import { arrive, type Arrival, type Due, movingFrom, type Position, sealed } from "./order.ts";
import { chainExceptionPrefix, chainSourcePrefix } from "./shared.ts";
import type { Ordered } from "./stream.ts";

/** An entity as the fold leaves it; undefined = there is none. */
export interface Change {
  readonly kind: EntityKind;
  readonly id: string;
  readonly entity: unknown;
}

/** What was made of one journal entry, and where. */
export interface Applied {
  readonly gseq: number;
  readonly body: EntryBody;
  /** canonical text of the body */
  readonly text: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** lines as booked; none where it was parked */
  readonly lines: readonly Posting[];
  readonly exceptions: readonly string[];
  /** addresses of what it changed */
  readonly touched: readonly string[];
}

export interface FoldedBatch {
  readonly position: Position;
  readonly applied: readonly Applied[];
  /** what came of each entry of the stream, and R after it */
  readonly arrivals: readonly {
    readonly gseq: number;
    readonly arrival: Arrival;
    readonly root: string;
  }[];
  /** confirmed entities that changed, by address */
  readonly changes: ReadonlyMap<string, Change>;
}

export const addressOf = (kind: string, id: string): string => `${kind} ${id}`;

interface Layer extends CommonDraft {
  readonly changes: Map<string, Change>;
}

/** A draft above a view; its changes are its own until somebody takes them over. */
const layerOver = (below: View): Layer => {
  const changes = new Map<string, Change>();
  return {
    changes,
    get: <K extends EntityKind>(kind: K, id: string) => {
      const change = changes.get(addressOf(kind, id));
      // Only `put` of the same kind writes under this address.
      return change === undefined
        ? below.get(kind, id)
        : (change.entity as EntityOf<K> | undefined);
    },
    put: (kind, id, entity) => {
      changes.set(addressOf(kind, id), { kind, id, entity });
    },
    drop: (kind, id) => {
      changes.set(addressOf(kind, id), { kind, id, entity: undefined });
    },
  };
};

const takeOver = (into: Layer, from: Layer): void => {
  for (const [address, change] of from.changes) into.changes.set(address, change);
};

/** Folds entries of the stream, which must follow the position without a gap. */
export const foldBatch = (
  start: Position,
  ordered: readonly Ordered[],
  { confirmed, rules }: { readonly confirmed: View; readonly rules: FoldRules },
): FoldedBatch => {
  const draft = layerOver(confirmed);
  const applied: Applied[] = [];
  const arrivals: { gseq: number; arrival: Arrival; root: string }[] = [];
  let position = movingFrom(start);
  for (const one of ordered) {
    const arrived = arrive(position, one);
    const { arrival, due } = arrived;
    const folded = due.map((each) => apply(draft, each, { gseq: one.gseq, rules }));
    if (arrival === "fork") noteFork(draft, one);
    applied.push(...folded);
    const outcomes = folded.map(({ body, verdict, lines }) => ({ id: body.id, verdict, lines }));
    position = sealed(arrived.position, one, { arrival, outcomes });
    arrivals.push({ gseq: one.gseq, arrival, root: position.root });
  }
  return { position, applied, arrivals, changes: draft.changes };
};

const apply = (
  draft: Layer,
  { entry, body }: Due,
  { gseq, rules }: { readonly gseq: number; readonly rules: FoldRules },
): Applied => {
  const branch = layerOver(draft);
  try {
    const folded = foldEntry(branch, body, rules);
    takeOver(draft, branch);
    return { gseq, body, text: entry.body, ...folded, touched: [...branch.changes.keys()] };
  } catch (error) {
    // Nothing of it stays but the word that it is there; every replica of this build comes to the same.
    const reason = error instanceof Error ? error.message : String(error);
    const exception = notePerson(draft, "parked_entry", { gseq, body });
    return {
      gseq,
      body,
      text: entry.body,
      verdict: "parked",
      reason,
      lines: [],
      exceptions: [exception],
      touched: [],
    };
  }
};

/** A copy of a store's box went on by itself. */
const noteFork = (draft: Draft, { gseq, entry }: Ordered): void => {
  // Its hash was right, so this is what the copy wrote down.
  const body: EntryBody = JSON.parse(entry.body);
  notePerson(draft, "cloned_store", { gseq, body });
};

const marks = { cloned_store: "fork", parked_entry: "parked" } as const;

/** What is kept in the stream and is in no balance is shown to a person. The exception's id. */
const notePerson = (
  draft: Draft,
  kind: keyof typeof marks,
  { gseq, body }: { readonly gseq: number; readonly body: EntryBody },
): string => {
  const { id: entry, epoch, seq, op, store } = body;
  const mark = `${marks[kind]}_${entry}`;
  const id = `${chainExceptionPrefix}${mark}`;
  if (draft.get("exception", id) !== undefined) return id;
  draft.put("exception", id, {
    kind,
    state: "open",
    at: body.at,
    on: body.businessDate,
    owner: kindTerms(kind)?.owner ?? "finance",
    evidence: { entry, gseq, epoch, seq, op },
    store,
    station: stationOf(body),
    ...(kind === "parked_entry" && body.account !== undefined ? { account: body.account } : {}),
  });
  point(draft, `exception:${kind}:${chainSourcePrefix}${mark}`, { kind: "exception", id });
  return id;
};

/** A newer build may say who acted in another way. */
const stationOf = ({ actor }: Partial<EntryBody>): string =>
  typeof actor?.station === "string" ? actor.station : "";

/** What is shown instead of the confirmed entity, because own entries that nobody has ordered yet touched it. */
export interface Shadow {
  /** number in the own journal of the last entry that may have touched it */
  readonly upTo: number;
}

/** An own entry without a place in the order. `seq`: its number in the own journal. */
export interface Pending {
  readonly seq: number;
  readonly body: EntryBody;
}

export interface Reconciled {
  /** what the tills are shown from now on */
  readonly shown: readonly Change[];
  /** confirmed entities to be kept apart from what is shown */
  readonly shadows: readonly (Change & Shadow)[];
  /** addresses at which both are the same again */
  readonly lifted: readonly string[];
}

/**
 * Brings what is shown in line with what was folded. `folded`: number in the own journal up to which entries have
 * their place; `pending`: those behind it, in order (all, or all that touch what changed).
 */
export const reconcile = (
  changes: ReadonlyMap<string, Change>,
  own: {
    readonly folded: number;
    readonly shadows: ReadonlyMap<string, Shadow & Pick<Change, "kind" | "id">>;
    readonly pending: readonly Pending[];
    /** addresses at which the fold came to what is shown already (as-shown.ts) */
    readonly asShown: ReadonlySet<string>;
    /** confirmed entities, the changes included */
    readonly confirmed: View;
    readonly rules: FoldRules;
  },
): Reconciled => {
  const { folded, shadows, pending, asShown, confirmed, rules } = own;
  const shown = new Map<string, Change>();
  const kept = new Map<string, Change & Shadow>();
  const lifted: string[] = [];
  let isDirty = false;
  for (const [address, change] of changes) {
    const shadow = shadows.get(address);
    if (shadow === undefined || shadow.upTo <= folded) shown.set(address, change);
    else {
      kept.set(address, { ...change, upTo: shadow.upTo });
      if (!asShown.has(address)) isDirty = true;
    }
  }
  for (const [address, { kind, id, upTo }] of shadows) {
    if (upTo > folded) continue;
    lifted.push(address);
    if (!changes.has(address)) shown.set(address, { kind, id, entity: confirmed.get(kind, id) });
  }
  if (isDirty) {
    const draft = layerOver(confirmed);
    for (const { body } of pending) replay(draft, body, rules);
    const upTo = pending.at(-1)?.seq ?? folded;
    for (const [address, { kind, id }] of draft.changes) {
      if (kept.has(address) || shadows.has(address)) continue;
      kept.set(address, { kind, id, entity: confirmed.get(kind, id), upTo });
    }
    // What was kept apart and is touched by no pending entry any more is shown as it is.
    for (const [address, change] of kept) if (!asShown.has(address)) shown.set(address, change);
    for (const [address, change] of draft.changes) shown.set(address, change);
  }
  return { shown: [...shown.values()], shadows: [...kept.values()], lifted };
};

/** What is shown where nothing is confirmed beyond a snapshot: own pending entries on top of it. */
export const replayed = (
  pending: readonly Pending[],
  {
    folded,
    confirmed,
    rules,
  }: { readonly folded: number; readonly confirmed: View; readonly rules: FoldRules },
): Pick<Reconciled, "shown" | "shadows"> => {
  const draft = layerOver(confirmed);
  for (const { body } of pending) replay(draft, body, rules);
  const upTo = pending.at(-1)?.seq ?? folded;
  const shown = [...draft.changes.values()];
  return {
    shown,
    shadows: shown.map(({ kind, id }) => ({ kind, id, entity: confirmed.get(kind, id), upTo })),
  };
};

const replay = (draft: Layer, body: EntryBody, rules: FoldRules): void => {
  const branch = layerOver(draft);
  try {
    foldPending(branch, body, rules);
    takeOver(draft, branch);
  } catch {
    // It cannot be shown on this state; the fold will park it likewise, and say so.
  }
};
