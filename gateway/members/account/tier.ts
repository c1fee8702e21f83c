// Tier moves as events with their proof. The programme says where to; the card's type follows the tier.
import type { DomainEvent } from "../../ledger/entry.ts";
import { nextTier } from "../../programme/terms.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { TierChanged } from "./events.ts";
import { accountFacts, type Holder } from "./facts.ts";
import { lastDayOfTerm } from "./last-day.ts";
import type { Account, Bill } from "../state.ts";
import { tierCycle } from "./progress.ts";

type Rise = NonNullable<Bill["rise"]>;

const moveTo = (
  context: Context,
  account: { readonly id: string; readonly from: string | null },
  move: {
    readonly to: string | null;
    readonly on: string;
    readonly rule?: string;
    readonly for?: string;
  },
): DomainEvent => {
  const { programme } = context;
  const cardType = move.to === null ? undefined : programme.cardTypeOfTier(move.to)?.type;
  const until = move.for === undefined ? undefined : lastDayOfTerm(context, move.on, move.for);
  return happened<TierChanged>({
    type: "TierChanged",
    account: account.id,
    from: account.from,
    to: move.to,
    on: move.on,
    ...(until === undefined ? {} : { until }),
    ...(cardType === undefined ? {} : { cardType }),
    ...(move.rule === undefined ? {} : { rule: move.rule }),
  });
};

/** Moves that take effect at once, after whatever has just changed the account. */
export const movedByTier = (
  context: Context,
  holder: Holder,
  id: string,
): readonly DomainEvent[] => {
  if (context.programme.tiers.length === 0) return [];
  const { account } = holder;
  const move = nextTier(context.programme, account.tier, accountFacts(context, holder), "now");
  if (move === undefined || move.to === account.tier) return [];
  return [
    moveTo(context, { id, from: account.tier }, { ...move, on: context.moment.businessDate }),
  ];
};

/** A tier given by a rule, for good or for a time; never one below what is there. */
export const raisedTo = (
  context: Context,
  book: { readonly id: string; readonly account: Account },
  move: { readonly to: string; readonly for?: string; readonly rule?: string },
): readonly DomainEvent[] => {
  const { tier } = book.account;
  const rank = (id: string): number => context.programme.tier(id)?.rank ?? 0;
  if (tier !== null && rank(move.to) <= rank(tier)) return [];
  const on = context.moment.businessDate;
  return [moveTo(context, { id: book.id, from: tier }, { ...move, on })];
};

/** The holder as if the rise had not been: the tier before it, and its cycle. */
const withoutRise = (holder: Holder, { from, since }: Rise): Holder => {
  const { tierSince: _, ...account } = holder.account;
  const before = since === undefined ? {} : { tierSince: since };
  return { ...holder, account: { ...account, tier: from, ...before } };
};

/**
 * Takes back a rise that a bill brought about, when what is left of the bill no longer deserves it. That is asked of
 * the cycle the rise ended, not of the one it began.
 */
export const risenBack = (
  context: Context,
  holder: Holder,
  at: { readonly id: string; readonly rise: Rise },
): readonly DomainEvent[] => {
  const { rise, id } = at;
  const { account } = holder;
  if (account.tier !== rise.to) return [];
  const facts = accountFacts(context, withoutRise(holder, rise));
  const move = nextTier(context.programme, rise.from, facts, "now");
  if (move?.to === rise.to) return [];
  const to = move?.to ?? rise.from;
  const on = rise.since ?? account.openedOn;
  return [moveTo(context, { id, from: account.tier }, { to, on })];
};

/** What `movedByTier` changed, for a bill to remember. */
export const riseOf = (before: Account, after: Account): { readonly rise?: Rise } => {
  if (after.tier === null || before.tier === after.tier) return {};
  const since = before.tierSince === undefined ? {} : { since: before.tierSince };
  return { rise: { from: before.tier, to: after.tier, ...since } };
};

/** The end of a lent tier: back to the one before, or to where the account has come since. */
const returned = (
  context: Context,
  holder: Holder,
  at: { readonly id: string; readonly on: string },
): readonly DomainEvent[] => {
  const { tier, tierBefore = null } = holder.account;
  const facts = accountFacts(context, holder, at.on);
  const to = nextTier(context.programme, tierBefore, facts, "cycle_end")?.to ?? tierBefore;
  return [moveTo(context, { id: at.id, from: tier }, { to, on: at.on })];
};

/** A fall waits for the tier's days of grace; then the account goes where it would have fallen. */
const graced = (
  context: Context,
  account: { readonly id: string; readonly tier: string; readonly since: string },
  fall: { readonly to: string; readonly on: string; readonly grace: string },
): DomainEvent =>
  happened<TierChanged>({
    type: "TierChanged",
    account: account.id,
    from: account.tier,
    to: account.tier,
    on: account.since,
    until: lastDayOfTerm(context, fall.on, fall.grace),
    next: fall.to,
  });

/** Moves at the close of a day that ends the account's tier cycle, and the end of a lent tier. */
export const movedByCycle = (
  context: Context,
  holder: Holder,
  at: { readonly id: string; readonly on: string },
): readonly DomainEvent[] => {
  const { account } = holder;
  if (context.programme.tiers.length === 0) return [];
  if (account.tierUntil !== undefined) {
    return account.tierUntil <= at.on ? returned(context, holder, at) : [];
  }
  if (tierCycle(context.programme, account, at.on).to !== at.on) return [];
  const facts = accountFacts(context, holder, at.on);
  const move = nextTier(context.programme, account.tier, facts, "cycle_end");
  if (move === undefined || move.to === account.tier) return [];
  const { tier, tierSince: since = account.openedOn } = account;
  const terms = tier === null ? undefined : context.programme.tier(tier);
  const falls = (context.programme.tier(move.to)?.rank ?? 0) < (terms?.rank ?? 0);
  if (tier !== null && falls && terms?.grace !== undefined) {
    const fall = { to: move.to, on: at.on, grace: terms.grace };
    return [graced(context, { id: at.id, tier, since }, fall)];
  }
  return [moveTo(context, { id: at.id, from: tier }, { ...move, on: at.on })];
};
