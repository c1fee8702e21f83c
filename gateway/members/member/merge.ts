// member.merge: two files of one person become one. What the second file's accounts hold moves by lines; the accounts
// themselves stay, under the surviving member, so that whatever still names them (the return of an old bill) finds
// them. Asked again, and at each close of a day, it moves what has come in since.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Book, createBook } from "../account/book.ts";
import type { ActivityNoted, CarryMoved, ProgressMade, WindowSet } from "../account/events.ts";
import { isOver, lotAccount, unitOf } from "../account/lots.ts";
import { owe } from "../account/owe.ts";
import { debtPartOf, putUnits, settleDebt } from "../account/put-units.ts";
import { raisedTo } from "../account/tier.ts";
import {
  type Context,
  type Decider,
  type Decision,
  type Draft,
  type View,
  accepted,
  refused,
} from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";
import type { Account, Lot, Member } from "../state.ts";
import { cardRefusal } from "../card/recognise.ts";
import { nobody } from "./erase.ts";
import { personLookups, point, unpoint } from "./lookups.ts";

export interface MergeParams {
  /** the second file, which ends */
  readonly member: string;
  /** the one that goes on */
  readonly into: string;
  readonly approval?: Approval;
}

type MembersMerged = {
  type: "MembersMerged";
  member: string;
  into: string;
  /** accounts of the second file, and the one each now leads to; `to` absent: the member had none, it is kept whole */
  accounts: readonly { readonly from: string; readonly to?: string }[];
};

interface Pair {
  readonly from: { readonly id: string; readonly account: Account };
  readonly to: { readonly id: string; readonly account: Account } | undefined;
}

const hasHold = (context: Context, { holds }: Account): boolean =>
  holds.some(({ expiresAt }) => !isOver(expiresAt, context.moment));

/** Accounts that are to end, and the one they end in: the survivor's first. */
const pairsOf = (view: View, member: Member, into: Member): readonly Pair[] => {
  const named = (id: string | undefined): Pair["from"] | undefined => {
    const account = id === undefined ? undefined : view.get("account", id);
    return id === undefined || account === undefined ? undefined : { id, account };
  };
  const open = into.accounts.filter((id) => view.get("account", id)?.mergedInto === undefined);
  const to = named(open.find((id) => !member.accounts.includes(id)));
  const late = into.accounts.filter((id) => view.get("account", id)?.mergedInto !== undefined);
  return [...member.accounts, ...late].flatMap((id) => {
    const from = named(id);
    return from === undefined ? [] : [{ from, to: from.id === to?.id ? undefined : to }];
  });
};

const mergeRefusal = (
  params: MergeParams,
  view: View,
  context: Context,
): Result<readonly Pair[], Refusal> => {
  const member = view.get("member", params.member);
  const into = view.get("member", params.into);
  const isGone = (file: Member | undefined): boolean => file === undefined || file.erased === true;
  if (member === undefined || isGone(member))
    return err(refusal("not_found", { member: params.member }));
  if (into === undefined || isGone(into) || into.mergedInto !== undefined)
    return err(refusal("not_found", { member: params.into }));
  if (params.member === params.into) return err(refusal("not_permitted", { why: "herself" }));
  if (member.mergedInto !== undefined && member.mergedInto !== params.into)
    return err(refusal("not_permitted", { why: "merged" }));
  const pairs = pairsOf(view, member, into);
  const held = pairs.some(
    ({ from, to }) =>
      hasHold(context, from.account) || (to !== undefined && hasHold(context, to.account)),
  );
  return held ? err(refusal("not_permitted", { why: "hold" })) : ok(pairs);
};

/** Every unit of a lot, part by part, with the money that is still deferred for it. */
const emptied = (context: Context, account: string, lot: Lot): readonly Posting[] => {
  const asset = context.programme.asset(lot.asset);
  const unit = asset === undefined ? lot.asset : unitOf(context.programme, asset);
  const deferred = lot.deferred ?? 0;
  return [
    ...Object.entries(lot.parts).map(([part, amount]) => ({
      account: lotAccount(account, { asset: lot.asset, part, lot: lot.lot }),
      unit,
      amount,
    })),
    {
      account: `liab:deferred:${account}:${lot.lot}`,
      unit: context.programme.currency,
      amount: deferred,
    },
  ];
};

const moveLot = (from: Book, to: Book, context: Context, lot: Lot): void => {
  const asset = context.programme.asset(lot.asset);
  const isEmpty = Object.values(lot.parts).every((units) => units === 0);
  if (asset === undefined || (isEmpty && (lot.deferred ?? 0) === 0)) return;
  from.post(emptied(context, from.id, lot));
  if (lot.debt === true) {
    const part = debtPartOf(asset);
    owe(to, context, { asset, amount: -(lot.parts[part] ?? 0), bill: lot.source });
    return;
  }
  const deferred = lot.deferred ?? 0;
  const put = putUnits(to, context, {
    asset,
    parts: lot.parts,
    on: lot.createdOn,
    source: lot.source,
    apart: asset.kind === "money" || asset.kind === "pass" || deferred > 0,
    ...(lot.expiresOn === undefined ? {} : { expiresOn: lot.expiresOn }),
    ...(lot.creditsOn === undefined ? {} : { creditsOn: lot.creditsOn }),
  });
  if (deferred === 0) return;
  const unit = context.programme.currency;
  // Units that paid a debt left no lot: what they were sold for has been earned.
  const account = put.lot === undefined ? "income:breakage" : `liab:deferred:${to.id}:${put.lot}`;
  to.post([{ account, unit, amount: -deferred }]);
};

const moveTab = (from: Book, to: Book, { programme }: Context): void => {
  const owed = from.account.receivable ?? 0;
  if (owed === 0) return;
  const unit = programme.currency;
  from.post([{ account: `asset:receivable:${from.id}`, unit, amount: -owed }]);
  to.post([{ account: `asset:receivable:${to.id}`, unit, amount: owed }]);
};

/** What is no balance: progress, carry, windows, activity. Once; later only balances come. */
const moveRecord = (from: Book, to: Book): void => {
  const { history, carry, windowFrom, lastActivityOn } = from.account;
  const account = to.id;
  if (history.length > 0)
    to.happen([happened<ProgressMade>({ type: "ProgressMade", account, rows: history })]);
  for (const [asset, by] of Object.entries(carry)) {
    if (by === 0) continue;
    to.happen([happened<CarryMoved>({ type: "CarryMoved", account, asset, by })]);
    from.happen([happened<CarryMoved>({ type: "CarryMoved", account: from.id, asset, by: -by })]);
  }
  for (const [asset, on] of Object.entries(windowFrom))
    if (to.account.windowFrom[asset] === undefined)
      to.happen([happened<WindowSet>({ type: "WindowSet", account, asset, from: on })]);
  for (const [asset, on] of Object.entries(lastActivityOn))
    if ((to.account.lastActivityOn[asset] ?? "") < on)
      to.happen([happened<ActivityNoted>({ type: "ActivityNoted", account, asset, on })]);
};

const moveAll = (from: Book, to: Book, context: Context): void => {
  const isLate = from.account.mergedInto !== undefined;
  const debtsFirst = from.account.lots.toSorted(
    (left, right) => Number(right.debt === true) - Number(left.debt === true),
  );
  for (const lot of debtsFirst) moveLot(from, to, context, lot);
  for (const { id } of context.programme.file.assets) {
    const asset = context.programme.asset(id);
    if (asset !== undefined && asset.kind !== "money") settleDebt(to, context, asset);
  }
  moveTab(from, to, context);
  if (isLate) return;
  moveRecord(from, to);
  const { tier, tierUntil } = from.account;
  if (tier !== null && tierUntil === undefined) to.happen(raisedTo(context, to, { to: tier }));
};

const moved = (
  { member, into }: MergeParams,
  pairs: readonly Pair[],
  context: Context,
  before: readonly DomainEvent[],
): Decision => {
  const [first] = pairs.flatMap(({ to }) => to ?? []);
  const to = first === undefined ? undefined : createBook(first.id, first.account);
  const sources = pairs.map((pair) => createBook(pair.from.id, pair.from.account));
  if (to !== undefined)
    for (const from of sources) if (from.id !== to.id) moveAll(from, to, context);
  const merged: MembersMerged = {
    type: "MembersMerged",
    member,
    into,
    accounts: pairs.map(({ from, to: led }) =>
      led === undefined ? { from: from.id } : { from: from.id, to: led.id },
    ),
  };
  const books = [...sources, ...(to === undefined ? [] : [to])];
  const lines = books.flatMap((book) => book.lines);
  return accepted({
    events: [...before, ...books.flatMap((book) => book.events), happened<MembersMerged>(merged)],
    lines,
    member: into,
    ...(to === undefined ? {} : { account: to.id }),
    result: { member, into, moved: movedOf(lines, to?.id) },
  });
};

/** → `{member, into, moved}`: units by asset that moved */
export const merge: Decider<MergeParams> = {
  roots: ({ member, into, approval }) => [
    { kind: "member", id: member },
    { kind: "member", id: into },
    ...approvalRoots(approval),
  ],
  decide: (params, view, context) => {
    const pairs = mergeRefusal(params, view, context);
    if (!pairs.ok) return refused(pairs.error);
    const { refusal: no, events } = approve(view, context, {
      approval: params.approval,
      rights: ["manager"],
      missing: "missing.approval",
    });
    return no === undefined ? moved(params, pairs.value, context, events) : refused(no, events);
  },
};

/** What has come in at an account since its file was merged follows, asked by the day's close: two managers said so. */
export const sweepMerged: Decider<Omit<MergeParams, "approval">> = {
  roots: merge.roots,
  decide: (params, view, context) => {
    if (view.get("member", params.member)?.mergedInto !== params.into)
      return refused(refusal("not_permitted", { why: "merged" }));
    const pairs = mergeRefusal(params, view, context);
    return pairs.ok ? moved(params, pairs.value, context, []) : refused(pairs.error);
  },
};

/** Whether something is at an account whose file was merged into another's. */
export const isLeftBehind = ({ mergedInto, lots, receivable = 0, coupons }: Account): boolean =>
  mergedInto !== undefined &&
  (receivable !== 0 ||
    coupons.length > 0 ||
    lots.some(
      ({ parts, deferred = 0 }) =>
        deferred !== 0 || Object.values(parts).some((units) => units !== 0),
    ));

/** Units that came to an account, by unit of the ledger. */
const movedOf = (
  lines: readonly Posting[],
  account: string | undefined,
): Record<string, number> => {
  const moved: Record<string, number> = {};
  for (const { account: name, unit, amount } of lines)
    if (
      name.startsWith("liab:") &&
      name.split(":").at(-2) === account &&
      !name.startsWith("liab:deferred:")
    )
      moved[unit] = (moved[unit] ?? 0) - amount;
  return moved;
};

/** The cards of an ended account, its vouchers and what was won go to the one it leads to. */
const lead = (
  draft: Draft,
  ends: { readonly from: string; readonly to: string; readonly into: string },
): void => {
  const from = must(draft.get("account", ends.from), `account ${ends.from}`);
  const to = must(draft.get("account", ends.to), `account ${ends.to}`);
  const card = draft.get("card", from.card);
  const own = draft.get("card", to.card);
  if (card !== undefined)
    draft.put("card", from.card, { ...card, account: ends.to, member: ends.into });
  for (const id of from.coupons) {
    const coupon = draft.get("coupon", id);
    if (coupon !== undefined) draft.put("coupon", id, { ...coupon, account: ends.to });
  }
  const speaks =
    own !== undefined &&
    cardRefusal(own) !== undefined &&
    card !== undefined &&
    cardRefusal(card) === undefined;
  const isFirst = from.mergedInto === undefined;
  const used = { ...to.benefitsUsed };
  for (const [key, times] of Object.entries(isFirst ? from.benefitsUsed : {}))
    used[key] = (used[key] ?? 0) + times;
  const earned = [...(to.benefitsEarned ?? []), ...(from.benefitsEarned ?? [])];
  const pooled = new Set([...(to.pooled ?? []), ...(from.pooled ?? [])]);
  draft.put("account", ends.to, {
    ...to,
    card: speaks ? from.card : to.card,
    cards: [...new Set([...to.cards, ...from.cards])],
    coupons: [...to.coupons, ...from.coupons],
    maxSingleTopUp: Math.max(to.maxSingleTopUp, from.maxSingleTopUp),
    offlineSpent: to.offlineSpent + from.offlineSpent,
    benefitsUsed: used,
    ...(earned.length === 0 ? {} : { benefitsEarned: earned }),
    ...(pooled.size === 0 ? {} : { pooled: [...pooled] }),
  });
  const { benefitsEarned: _earned, pooled: _pooled, ...rest } = from;
  draft.put("account", ends.from, {
    ...rest,
    member: ends.into,
    coupons: [],
    offlineSpent: 0,
    mergedInto: ends.to,
  });
};

export const mergeEvolvers = {
  MembersMerged: evolver<MembersMerged>((draft, { member: id, into: survivor, accounts }) => {
    const member = must(draft.get("member", id), `member ${id}`);
    const into = must(draft.get("member", survivor), `member ${survivor}`);
    for (const { from, to } of accounts) {
      if (to !== undefined) lead(draft, { from, to, into: survivor });
      else {
        const account = must(draft.get("account", from), `account ${from}`);
        const card = draft.get("card", account.card);
        draft.put("account", from, { ...account, member: survivor });
        if (card !== undefined) draft.put("card", account.card, { ...card, member: survivor });
      }
    }
    if (member.mergedInto !== undefined) return;
    const ways = [...personLookups(member.person), ...(member.aliases ?? [])];
    for (const at of ways) {
      unpoint(draft, at, id);
      point(draft, at, { kind: "member", id: survivor });
    }
    const { number, enrolledOn, consent } = member;
    const { referrer = member.referrer, aliases = [] } = into;
    draft.put("member", survivor, {
      ...into,
      ...(referrer === undefined || referrer === survivor ? {} : { referrer }),
      accounts: [...new Set([...into.accounts, ...member.accounts])],
      aliases: [...new Set([...aliases, ...ways])],
    });
    draft.put("member", id, {
      number,
      person: nobody,
      class: member.class,
      enrolledOn,
      consent,
      accounts: [],
      mergedInto: survivor,
    });
  }),
};
