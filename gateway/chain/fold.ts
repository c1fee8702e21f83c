// The fold: what an entry does to the chain's common state at its place in the order. Entries are facts and are always
// booked; only a question for a lease can be declined. Pure, and the same in every store: no clock, no programme, no
// settings, nothing but the entry and the entities before it.
import type { DomainEvent, EntryBody, Posting } from "../ledger/entry.ts";
import { accountsOf } from "../ledger/subjects.ts";
import type { Draft, Evolver } from "../members/contract.ts";
import { kindTerms } from "../members/exception/kinds.ts";
import { type LeaseAsked, onceLookup } from "../members/lease/events.ts";
import { point } from "../members/member/lookups.ts";
import type { Bill, EntityKind, EntityOf, Lease, Pointer } from "../members/state.ts";
import { chainExceptionPrefix, chainSourcePrefix, isShared } from "./shared.ts";
import {
  bookLine,
  coverHold,
  type Finding,
  isOver as hasCome,
  setAside,
  settleDebts,
  type Teller,
  tellerFor,
  trimLeases,
  unitsOf,
} from "./teller.ts";

/** `parked`: the entry could not be read here (made by a newer build, most likely); it changed nothing. */
export type Verdict = "final" | "exception" | "granted" | "declined" | "parked";

export interface Folded {
  readonly verdict: Verdict;
  /** why it was declined (a code of refusals.ts) or parked */
  readonly reason?: string;
  /** the lines as booked: balanced as the entry's own are */
  readonly lines: readonly Posting[];
  /** ids of the exceptions it opened */
  readonly exceptions: readonly string[];
}

export interface FoldRules {
  readonly evolvers: Readonly<Record<string, Evolver>>;
}

/** Events about risks a store takes while apart: they end with the entry's place in the order. */
export const whileApart: ReadonlySet<string> = new Set(["OfflineSpent", "OfflineCleared"]);

/** A draft of the common state, out of which entities may go. */
export interface CommonDraft extends Draft {
  drop(kind: EntityKind, id: string): void;
}

/** Rights that are over, and pointers to none: no entry can be about them any more. */
const isOver = (kind: EntityKind, entity: unknown): boolean => {
  // What stands under these kinds is a lease, and a pointer.
  if (kind === "lease") return (entity as Lease).state === "ended";
  if (kind !== "lookup") return false;
  const pointer = entity as Pointer;
  return pointer.kind === "lease" && pointer.ids.length === 0;
};

/**
 * Shows an evolver the common entities only; what a store keeps for itself it may write, and nobody keeps it. A lease
 * that is over is kept by nobody either: each spend leaves one behind.
 */
const commonDraft = (draft: CommonDraft): Draft => {
  const own = new Map<string, unknown>();
  return {
    get: <K extends EntityKind>(kind: K, id: string) =>
      own.has(`${kind} ${id}`)
        ? (own.get(`${kind} ${id}`) as EntityOf<K> | undefined)
        : draft.get(kind, id),
    put: (kind, id, entity) => {
      if (isOver(kind, entity)) draft.drop(kind, id);
      else if (isShared(kind, id, entity)) draft.put(kind, id, entity);
      else own.set(`${kind} ${id}`, entity);
    },
  };
};

/** Applies an entry that has not its place yet, so that a till sees what its own store has done. Throws likewise. */
export const foldPending = (draft: CommonDraft, body: EntryBody, rules: FoldRules): void => {
  if (body.events.some(({ type }) => type === "LeaseAsked")) return;
  const teller = tellerFor(commonDraft(draft), body);
  const moved = new Map<string, string>();
  for (const event of body.events) happen(teller, event, { rules, moved, pending: true });
  bookLines(teller, moved);
};

/** Applies an entry to the draft. Throws where it cannot be read: the caller drops the draft then (`parked`). */
export const foldEntry = (draft: CommonDraft, body: EntryBody, rules: FoldRules): Folded => {
  const common = commonDraft(draft);
  const asked = body.events.find(({ type }) => type === "LeaseAsked");
  // An event of that type was written by the decider of leases.
  if (asked !== undefined) return answerLease(common, body, asked as unknown as LeaseAsked);
  const teller = tellerFor(common, body);
  const moved = new Map<string, string>();
  noteLostCard(teller);
  for (const event of body.events) happen(teller, event, { rules, moved, pending: false });
  bookLines(teller, moved);
  const exceptions = teller.findings.map((finding, at) => open(teller, finding, at));
  return {
    verdict: exceptions.length > 0 ? "exception" : "final",
    lines: teller.lines,
    exceptions,
  };
};

interface Happening {
  readonly rules: FoldRules;
  /** ledger accounts that are gone → where their lines go instead */
  readonly moved: Map<string, string>;
  readonly pending: boolean;
}

const happen = (teller: Teller, event: DomainEvent, how: Happening): void => {
  const { draft, body } = teller;
  const { rules, moved } = how;
  if (whileApart.has(event.type) && !how.pending) return;
  const evolve = rules.evolvers[event.type];
  if (evolve === undefined) throw new Error(`no evolver for the event ${event.type}`);
  if (noteDouble(teller, event, moved)) return;
  evolve(draft, event, { at: body.at, businessDate: body.businessDate });
  if (event.type === "HoldPlaced" && !how.pending) coverHold(teller, textOf(event["hold"]) ?? "");
  const id = opened(event);
  const account = id === undefined ? undefined : draft.get("account", id);
  if (id !== undefined && account !== undefined)
    draft.put("account", id, { ...account, home: body.store });
};

/** The account an event opens: its store closes its days. */
const opened = (event: DomainEvent): string | undefined =>
  event.type === "AccountOpened" ? textOf(event["account"]) : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** What may be done once only and was done before; true: the event has no effect any more. */
const noteDouble = (teller: Teller, event: DomainEvent, moved: Map<string, string>): boolean => {
  if (/^Voucher(Used|Expired|Voided)$/.test(event.type)) return noteVoucher(teller, event, moved);
  if (event.type === "VoucherRestored") return noteRestored(teller, event, moved);
  if (/^Hold(Captured|Released|Expired)$/.test(event.type)) return noteHold(teller, event);
  if (event.type === "BillReversed") return noteReversed(teller, event);
  // Its return came before it, as after a lost stream: what is left of the bill is known already.
  if (event.type === "BillSettled")
    return teller.draft.get("bill", textOf(event["bill"]) ?? "")?.state === "reversed";
  return false;
};

/**
 * Whether another store was granted the one use of it and may still take it: then a use made apart is the one too
 * many, even if it comes first.
 */
const isGranted = (
  { draft, body }: Teller,
  kind: LeaseAsked["once"][number]["kind"],
  id: string,
): boolean => {
  const [by] = draft.get("lookup", onceLookup(kind, id))?.ids ?? [];
  const lease = by === undefined ? undefined : draft.get("lease", by);
  return lease?.state === "open" && lease.store !== body.store && !hasCome(lease.expiresAt, body);
};

const noteHold = (teller: Teller, event: DomainEvent): boolean => {
  const about = textOf(event["hold"]) ?? "";
  const hold = teller.draft.get("hold", about);
  const isOthers = isGranted(teller, "hold", about);
  if (event.type !== "HoldCaptured" || hold === undefined) return isOthers;
  if (isOthers || hold.state !== "open") {
    const amount = typeof event["captured"] === "number" ? event["captured"] : 0;
    const { account, asset } = hold;
    teller.findings.push({ kind: "double_capture", account, asset, amount, about });
  }
  return isOthers;
};

const noteReversed = (teller: Teller, event: DomainEvent): boolean => {
  const about = textOf(event["bill"]) ?? "";
  const before = teller.draft.get("bill", about);
  if (before === undefined) return false;
  // An event of that type carries the bill as it stands afterwards.
  const after = event["file"] as unknown as Bill;
  const isOthers = isGranted(teller, "bill", about);
  if (isOthers || !follows(before, after)) {
    const amount = Object.values(event["returned"] ?? {}).reduce<number>(
      (sum, part) => sum + (typeof part === "number" ? part : 0),
      0,
    );
    const account = before.account === null ? {} : { account: before.account };
    teller.findings.push({ kind: "double_reversal", ...account, amount, about });
  }
  return isOthers;
};

/** Whether a reversal knew of everything that had been given back before. */
const follows = (before: Bill, after: Bill): boolean =>
  before.rows.every(({ returned }, at) => returned <= (after.rows[at]?.returned ?? 0)) &&
  (before.state !== "reversed" || after.due < before.due) &&
  before.rows.some(({ returned }, at) => returned < (after.rows[at]?.returned ?? 0));

/** Where the worth of a voucher goes that is not its own any more. */
const borneBy = (type: string, store: string): string => {
  if (type === "VoucherUsed") return `house:loss:${store}`;
  return type === "VoucherVoided" ? "expense:voucher" : "income:breakage";
};

const noteVoucher = (teller: Teller, event: DomainEvent, moved: Map<string, string>): boolean => {
  const { draft, body, findings } = teller;
  const about = textOf(event["coupon"]) ?? "";
  const coupon = draft.get("coupon", about);
  const liability = `liab:voucher:${about}`;
  if (coupon === undefined) {
    // Its issue was lost with a stream and comes later, for the member to use: this use is the house's.
    const amount = typeof event["used"] === "number" ? event["used"] : 0;
    if (event.type === "VoucherUsed") findings.push({ kind: "double_coupon", amount, about });
    moved.set(liability, borneBy(event.type, body.store));
    return true;
  }
  if (coupon.state === "open" && !isGranted(teller, "coupon", about)) return false;
  const { account: owner, expiresOn, value: amount } = coupon;
  const account = owner === undefined ? {} : { account: owner };
  const inTime = expiresOn === undefined || body.businessDate <= expiresOn;
  if (event.type === "VoucherUsed" && coupon.state === "expired" && inTime) {
    moved.set(liability, "income:breakage");
    findings.push({ kind: "late_expiry", ...account, amount, about });
    return false;
  }
  const isUse = event.type === "VoucherUsed";
  if (isUse) {
    findings.push({ kind: "double_coupon", ...account, amount, about });
    const borne = [...(coupon.borne ?? []), textOf(event["bill"]) ?? ""];
    draft.put("coupon", about, { ...coupon, borne });
  }
  moved.set(liability, borneBy(event.type, body.store));
  return true;
};

/** A bill is undone: the voucher comes back to the member unless the house bore this use, or it is back already. */
const noteRestored = (
  { draft, body }: Teller,
  event: DomainEvent,
  moved: Map<string, string>,
): boolean => {
  const about = textOf(event["coupon"]) ?? "";
  const coupon = draft.get("coupon", about);
  const bill = textOf(event["bill"]) ?? "";
  const { borne = [] } = coupon ?? {};
  if (coupon?.state === "used" && !borne.includes(bill)) return false;
  moved.set(`liab:voucher:${about}`, `house:loss:${body.store}`);
  if (coupon !== undefined)
    draft.put("coupon", about, { ...coupon, borne: borne.filter((one) => one !== bill) });
  return true;
};

/** A card whose loss was reported before this entry's turn, and whose store did not know. */
const noteLostCard = ({ draft, body, findings }: Teller): void => {
  const { account } = body;
  const about = body.chain?.card;
  if (account === undefined || about === undefined || /^(card|day|exception)\./.test(body.op))
    return;
  const card = draft.get("card", about);
  const isLost = card?.state === "lost" || card?.state === "blocked";
  if (!isLost && !(card?.state === "replaced" && card.lostAt !== undefined)) return;
  const taken = new Map<string, number>();
  for (const { account: name, amount } of body.lines) {
    const [kind, ...rest] = name.split(":");
    if (kind !== "liab" || rest.length < 4 || rest.at(-2) !== account) continue;
    const asset = rest.slice(0, -3).join(":");
    taken.set(asset, (taken.get(asset) ?? 0) + amount);
  }
  for (const [asset, amount] of taken) {
    if (amount > 0) findings.push({ kind: "lost_card_used", account, asset, amount, about });
  }
};

/** Credits first, so that an entry may spend what it brings; debts and leases are put right at the end. */
const bookLines = (teller: Teller, moved: ReadonlyMap<string, string>): void => {
  const lines = teller.body.lines.map((line) => {
    const account = moved.get(line.account);
    return account === undefined ? line : { ...line, account };
  });
  const brings = ({ account, amount }: Posting): boolean =>
    amount < 0 && account.startsWith("liab:");
  for (const line of lines.filter(brings)) bookLine(teller, line);
  for (const line of lines.filter((one) => !brings(one))) bookLine(teller, line);
  for (const account of accountsOf(teller.body.lines)) {
    settleDebts(teller, account);
    trimLeases(teller, account);
  }
};

/** Opens the exception of a finding. Its id and source follow from the entry, so they are the same everywhere. */
const open = ({ draft, body }: Teller, finding: Finding, at: number): string => {
  const id = `${chainExceptionPrefix}${body.id}_${at}`;
  const { kind, account, asset, amount, about } = finding;
  const { station, staff } = body.actor;
  draft.put("exception", id, {
    kind,
    state: "open",
    at: body.at,
    on: body.businessDate,
    owner: kindTerms(kind)?.owner ?? "manager",
    evidence: {
      entry: body.id,
      seq: body.seq,
      op: body.op,
      mode: body.mode,
      base: body.chain?.base ?? 0,
      ...(about === undefined ? {} : { about }),
    },
    amount,
    store: body.store,
    station,
    ...(account === undefined ? {} : { account }),
    ...(asset === undefined ? {} : { asset }),
    ...(staff === undefined ? {} : { staff }),
  });
  const source = `exception:${kind}:${chainSourcePrefix}${body.id}_${at}`;
  point(draft, source, { kind: "exception", id });
  return id;
};

const declined = (reason: string): Folded => ({
  verdict: "declined",
  reason,
  lines: [],
  exceptions: [],
});

/** Grants a lease where its units are free, its single uses are nobody's, and the cards are good. */
const answerLease = (draft: Draft, body: EntryBody, asked: LeaseAsked): Folded => {
  const { lease, units, once, why, expiresAt } = asked;
  for (const { account: id, asset, amount } of units) {
    const account = draft.get("account", id);
    const card = account === undefined ? undefined : draft.get("card", account.card);
    if (account === undefined) return declined("not_found");
    if (card !== undefined && (card.state === "lost" || card.state === "blocked"))
      return declined(`card.${card.state}`);
    if (amount > unitsOf(account, asset) - setAside(account, asset, body))
      return declined("insufficient_balance");
  }
  for (const { kind, id } of once) {
    const taken = draft.get("lookup", onceLookup(kind, id))?.ids.length ?? 0;
    if (taken > 0 || !isUnused(draft, kind, id)) return declined("coupon.used");
  }
  const store = body.store;
  draft.put("lease", lease, { store, why, units, once, expiresAt, state: "open" });
  for (const { account: id, asset, amount } of units) {
    const account = draft.get("account", id);
    if (account === undefined) continue;
    const hold = { hold: lease, asset, amount, reason: "lease", store, usableUntil: expiresAt };
    draft.put("account", id, { ...account, holds: [...account.holds, hold] });
  }
  for (const { kind, id } of once)
    draft.put("lookup", onceLookup(kind, id), { kind: "lease", ids: [lease] });
  return { verdict: "granted", lines: [], exceptions: [] };
};

const isUnused = (draft: Draft, kind: LeaseAsked["once"][number]["kind"], id: string): boolean => {
  if (kind === "bill") return draft.get("bill", id)?.state !== "reversed";
  return draft.get(kind, id)?.state === "open";
};
