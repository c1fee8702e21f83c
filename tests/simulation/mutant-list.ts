// Mistakes a chain must not have: each an edit of one of the product's files that the invariants have to notice. `from`
// stands in its file exactly once.
import { mutantsOfMemory } from "./mutants-of-memory.ts";
import { mutantsOfShowing } from "./mutants-of-showing.ts";
import { mutantsOfTime } from "./mutants-of-time.ts";

export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** histories do without this file: only the tests of its rule can notice */
  readonly besideHistories?: true;
}

const fold = "gateway/chain/fold.ts";
const teller = "gateway/chain/teller.ts";
const order = "gateway/chain/order.ts";
const replica = "gateway/chain/replica.ts";
const outbox = "gateway/chain/outbox.ts";
const rights = "gateway/chain/rights.ts";
const authoriser = "gateway/chain/authoriser.ts";
const leaseEvents = "gateway/members/lease/events.ts";
const spend = "gateway/members/account/spend.ts";
const guard = "gateway/chain/guard.ts";
const healing = "gateway/chain/healing.ts";

export const mutants: readonly Mutant[] = [
  // The order
  {
    id: "a known entry is folded once more",
    file: order,
    from: 'if (seq < head.seq) return "known";',
    to: 'if (seq < head.seq) return "due";',
  },
  {
    id: "the last entry is folded once more",
    file: order,
    from: 'return hash === head.hash ? "known" : "fork";',
    to: 'return "due";',
  },
  {
    id: "an entry does not wait for those before it",
    file: order,
    from: 'if (seq > head.seq + 1) return "waits";',
    to: 'if (seq > head.seq + 1) return "due";',
  },
  {
    id: "a copy's entry is taken for the next one",
    file: order,
    from: 'return previous === head.hash ? "due" : "fork";',
    to: 'return previous === head.hash ? "fork" : "due";',
  },
  {
    id: "those that waited are not released",
    file: order,
    from: "next !== undefined; next = nextOf(waiting, head)",
    to: "next !== undefined && due.length < 1; next = nextOf(waiting, head)",
  },
  {
    id: "the rolling hash leaves the entries out",
    file: order,
    from: "const text = [position.root, position.gseq, entry.hash, made.arrival, ...outcomes].join",
    to: "const text = [position.root, entry.store, String(Math.random()), made.arrival, ...outcomes].join",
  },
  {
    id: "the head of a store does not move",
    file: order,
    from: "position.heads.set(store, head);",
    to: "",
  },
  // The fold
  {
    id: "leases are granted whatever there is",
    file: fold,
    from: "if (amount > unitsOf(account, asset) - setAside(account, asset, body))",
    to: "if (amount < 0)",
  },
  {
    id: "leases keep nothing from others",
    file: teller,
    from: "const counts = store === undefined ? !isOver(expiresAt, { at }) : store !== but;",
    to: "const counts = store === undefined && !isOver(expiresAt, { at }) && but !== at;",
  },
  {
    id: "deposits keep nothing from others",
    file: teller,
    from: "const counts = store === undefined ? !isOver(expiresAt, { at }) : store !== but;",
    to: "const counts = store === undefined ? isOver(expiresAt, { at }) : store !== but;",
  },
  {
    id: "a deposit placed apart keeps what is somebody else's",
    file: teller,
    from: "const covered = Math.min(amount, Math.max(0, unitsOf(account, asset) - others));",
    to: "const covered = amount + 0 * others;",
  },
  {
    id: "one use is granted twice",
    file: fold,
    from: 'if (taken > 0 || !isUnused(draft, kind, id)) return declined("coupon.used");',
    to: "",
  },
  {
    id: "a lease sets nothing aside",
    file: fold,
    from: 'draft.put("account", id, { ...account, holds: [...account.holds, hold] });',
    to: "",
  },
  {
    id: "a second use of a voucher is booked like the first",
    file: fold,
    from: 'if (coupon.state === "open" && !isGranted(teller, "coupon", about)) return false;',
    to: "return false;",
  },
  {
    id: "a second use of a voucher is not told",
    file: fold,
    from: 'findings.push({ kind: "double_coupon", ...account, amount, about });',
    to: "",
  },
  {
    id: "a voucher taken twice comes back twice",
    file: fold,
    from: 'if (event.type === "VoucherRestored") return noteRestored(teller, event, moved);',
    to: "",
  },
  {
    id: "what another store was granted is used apart",
    file: fold,
    from: 'return lease?.state === "open" && lease.store !== body.store && !hasCome(lease.expiresAt, body);',
    to: "return lease === null;",
  },
  {
    id: "exceptions are named by chance",
    file: fold,
    from: "const id = `${chainExceptionPrefix}${body.id}_${at}`;",
    to: "const id = `${chainExceptionPrefix}${body.id}_${at}_${String(Math.random())}`;",
  },
  {
    id: "what was spent apart stays at risk for ever",
    file: fold,
    from: "if (whileApart.has(event.type) && !how.pending) return;",
    to: "",
  },
  {
    id: "debits before credits",
    file: fold,
    from: "for (const line of lines.filter(brings)) bookLine(teller, line);",
    to: "",
  },
  {
    id: "the lines of an exception are left out",
    file: replica,
    from: "return { gseq, body, text: entry.body, ...folded, touched: [...branch.changes.keys()] };",
    to: 'return { gseq, body, text: entry.body, ...folded, lines: folded.verdict === "exception" ? [] : folded.lines, touched: [...branch.changes.keys()] };',
  },
  // The teller
  {
    id: "a shortage is forgotten",
    file: teller,
    from: "if (open > 0) short(teller, place, open);",
    to: "",
  },
  {
    id: "a shortage is booked but not told",
    file: teller,
    from: 'findings.push({ kind: merged ? "merged_members" : "overdraft", account, asset, amount: left });',
    to: "void merged;",
  },
  {
    id: "other stores' leases are spent",
    file: teller,
    from: "const others = setAside(before, place.asset, { at: body.at, but: body.store });",
    to: "const others = 0;",
  },
  {
    id: "what lapsed is not remembered",
    file: teller,
    from: "if (units <= 0) return;",
    to: "return;",
  },
  {
    id: "what was spent lapses once more",
    file: teller,
    from: 'if (body.op === lapseOp && place.part !== "pending") {',
    to: "if (body.op === `no ${lapseOp}`) {",
  },
  {
    id: "the house bears nothing: counts are owed",
    file: teller,
    from: "if (body.chain?.house?.includes(asset) === true) {",
    to: "if (body.chain?.house?.includes(asset) === true) { return;",
  },
  {
    id: "a debt paid twice is lost",
    file: teller,
    from: "const repaid = Math.min(amount, -(lot.parts[place.part] ?? 0));",
    to: "const repaid = amount;",
  },
  {
    id: "deferred money is taken from nowhere",
    file: teller,
    from: "const amount = Math.min(open, lot.deferred ?? 0);",
    to: "const amount = open;",
  },
  {
    id: "deferred money does not follow its units",
    file: teller,
    from: "const follows = line.amount - Math.ceil((line.amount * missing) / asked);",
    to: "const follows = line.amount - 0 * missing * asked;",
  },
  {
    id: "only the lot named is honoured after it lapsed",
    file: teller,
    from: "[...named, ...ofAsset.filter(({ lot }) => lot !== place.lot)]",
    to: "[...named]",
  },
  {
    id: "a lost lot is not opened again",
    file: teller,
    from: "openLot(teller, debt, { debt: true });",
    to: "",
  },
  // The replica
  {
    id: "a repeat in one portion is applied to what was before it",
    file: replica,
    from: "takeOver(draft, branch);\n    return {",
    to: "return {",
  },
  {
    id: "shadows are lifted too early",
    file: replica,
    from: "if (shadow === undefined || shadow.upTo <= folded) shown.set(address, change);",
    to: "if (shadow === undefined || shadow.upTo <= folded + 1) shown.set(address, change);",
  },
  {
    id: "shadows are never lifted",
    file: replica,
    from: "lifted.push(address);",
    to: "",
  },
  {
    id: "own pending entries are not shown on top",
    file: replica,
    from: "for (const { body } of pending) replay(draft, body, rules);\n    const upTo",
    to: "const upTo",
  },
  {
    id: "what was shown stays when it is confirmed",
    file: replica,
    from: "if (!changes.has(address)) shown.set(address, { kind, id, entity: confirmed.get(kind, id) });",
    to: "",
  },
  // The outbox
  {
    id: "what was said to be stored is done",
    file: outbox,
    from: "if (sent >= end && underWay.length === 0 && seen < end && isUnseen(nowMs)) {",
    to: "if (end < 0) {",
  },
  {
    id: "what was lost after others of its sending had come is not sent again",
    file: outbox,
    from: "unseenSinceMs = sent > seen ? nowMs : undefined;",
    to: "unseenSinceMs = undefined;",
  },
  {
    id: "a failed sending is not repeated",
    file: outbox,
    from: "sent = Math.max(seen, Math.min(sent, range.from - 1));",
    to: "",
  },
  {
    id: "the first entry of a sending is left out",
    file: outbox,
    from: "const range = { from: sent + 1,",
    to: "const range = { from: Math.min(end, sent + 2),",
  },
  // Rights and leases
  {
    id: "nothing needs a right",
    file: rights,
    from: "return { units, once, isUncertain };",
    to: "return units.length + once.length < 0 ? { units, once, isUncertain } : { units: [], once: [], isUncertain };",
  },
  {
    id: "single uses need no right",
    file: rights,
    from: "if (right !== undefined && !isHeld) once.push(right);",
    to: "",
  },
  {
    id: "a declined lease is taken for a granted one",
    file: authoriser,
    from: '} else if (verdict === "declined") end?.(refusal(codeOf(reason)));',
    to: '} else if (verdict === "declined" && reason !== codeOf.name) end?.("granted");',
  },
  {
    id: "late leases are never given back",
    file: authoriser,
    from: "else if (lease !== undefined && !inUse.has(lease)) giveBack(lease);",
    to: "",
  },
  {
    id: "leases of before a crash are never given back",
    file: authoriser,
    from: "if (why !== standingLease && !inUse.has(id)) giveBack(id);",
    to: "void id;",
  },
  {
    id: "a lease that was given back still sets aside",
    file: leaseEvents,
    from: "const holds = account.holds.filter(({ hold }) => hold !== id);",
    to: "const { holds } = account;",
  },
  {
    id: "single uses stay locked",
    file: leaseEvents,
    from: 'if (pointer !== undefined) draft.put("lookup", at, { kind: "lease", ids: [] });',
    to: "",
  },
  {
    id: "a lease is used without getting smaller",
    file: leaseEvents,
    from: "return hold.amount > amount ? [{ ...hold, amount: hold.amount - amount }] : [];",
    to: "return [hold];",
  },
  ...mutantsOfMemory,
  ...mutantsOfShowing,
  ...mutantsOfTime,
  {
    id: "apart there is no bound",
    file: spend,
    from: "limit !== undefined && spent + amount > limit",
    to: "limit !== undefined && spent + amount < 0",
  },
  {
    id: "a stream that was lost is followed as if nothing had been",
    file: guard,
    from: 'if (gseq > base.gseq) return "ahead";',
    to: 'if (gseq > base.gseq) return "adopt";',
  },
  {
    id: "a replica that came to something else is not noticed",
    file: guard,
    from: "return root === undefined ? undefined : root === told.root;",
    to: "return root === undefined ? undefined : true;",
  },
  {
    id: "a word that nobody can follow is not said anew",
    file: healing,
    from: "return again.gseq === said.gseq && again.root === said.root ? undefined : again;",
    to: "return undefined;",
  },
  {
    id: "what comes into a gap before the cut is in nobody's order",
    file: healing,
    from: "if (info.last < said.cut) return",
    to: "if (info.last < 0) return",
  },
  {
    id: "a lost stream is waited for",
    file: healing,
    from: "return goesOn(0, ofOneStream(others));",
    to: "return undefined;",
  },
  {
    id: "a stream that was cut short or split goes on from whoever did not follow it",
    file: healing,
    from: "return isCut || isSplit ? goesOn(info.last, following) : undefined;",
    to: "return isCut || isSplit ? goesOn(info.last, others) : undefined;",
  },
];
