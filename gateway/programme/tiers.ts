// Up, keep, down: where a member's tier goes, now or at the end of its cycle. Knows no account.
import { durationOf } from "./calendar.ts";
import type { Programme } from "./compile.ts";
import type { Facts } from "./contract.ts";
import { addDays, addMonths, civil, dateText } from "./dates.ts";
import type { Stage, TierTerms } from "./format.ts";
import { conditionsHold, matches } from "./match.ts";

export interface TierMove {
  readonly to: string;
  /** the rule that moved it, when a rule did */
  readonly rule?: string;
  /** ISO 8601: how long the tier lasts, when the rule says so */
  readonly for?: string;
}

const rankOf = (programme: Programme, tier: string | null): number =>
  tier === null
    ? Number.NEGATIVE_INFINITY
    : (programme.tier(tier)?.rank ?? Number.NEGATIVE_INFINITY);

const reached = (tier: TierTerms, facts: Facts): boolean =>
  tier.up !== undefined && conditionsHold(tier.up, facts);

/** Stages whose rules may move a tier of an account that is there already. */
const movingStages: readonly Stage[] = ["earn", "close"];

/** A rule may move a tier too (gifts, invitations, a large bill); the highest that matches counts. */
const moveByRule = (
  programme: Programme,
  current: string | null,
  facts: Facts,
): TierMove | undefined =>
  movingStages
    .flatMap((stage) => programme.rulesAt(stage))
    .flatMap((rule) => {
      const tier = rule.then.tier;
      if (tier === undefined || !matches(rule.when, facts)) return [];
      return [{ to: tier.to, rule: rule.id, ...(tier.for === undefined ? {} : { for: tier.for }) }];
    })
    .filter((move) => rankOf(programme, move.to) > rankOf(programme, current))
    .toSorted((left, right) => rankOf(programme, right.to) - rankOf(programme, left.to))[0];

const highest = (tiers: readonly TierTerms[]): TierTerms | undefined => tiers.at(-1);

/** What a tier asks to be kept: its `keep`, or where it can be lost at all, what it took to get it. */
const keeps = (tier: TierTerms, facts: Facts): boolean => {
  if (tier.keep !== undefined) return conditionsHold(tier.keep, facts);
  return tier.up === undefined || conditionsHold(tier.up, facts);
};

const fall = (programme: Programme, tier: TierTerms, facts: Facts): TierMove | undefined => {
  const below = programme.tiers.filter((one) => one.rank < tier.rank && one.hidden !== true);
  const lowest = below[0];
  if (tier.down === "one") {
    const next = highest(below);
    return next === undefined ? undefined : { to: next.id };
  }
  if (tier.down === "requalify") {
    const next = highest(below.filter((one) => reached(one, facts))) ?? lowest;
    return next === undefined ? undefined : { to: next.id };
  }
  return undefined;
};

/**
 * The next tier, or undefined to stay. `now`: only tiers that take effect at once, and only upward.
 * `cycle_end`: also those that wait for the next cycle; and who neither rises nor keeps, falls as the
 * tier says (`never` when it says nothing).
 */
export const nextTier = (
  programme: Programme,
  current: string | null,
  facts: Facts,
  at: "now" | "cycle_end",
): TierMove | undefined => {
  const own = { ...facts, tier: current ?? undefined };
  const rank = rankOf(programme, current);
  const above = programme.tiers.filter(
    (tier) =>
      tier.rank > rank &&
      reached(tier, own) &&
      (at === "cycle_end" || (tier.takesEffect ?? "immediate") === "immediate"),
  );
  const up = highest(above);
  const byRule = moveByRule(programme, current, own);
  if (byRule !== undefined && rankOf(programme, byRule.to) > (up?.rank ?? rank)) return byRule;
  if (up !== undefined) return { to: up.id };
  if (at === "now" || current === null) return undefined;
  const tier = programme.tier(current);
  if (tier === undefined || keeps(tier, own)) return undefined;
  return fall(programme, tier, own);
};

/** A member's life holds fewer cycles than this: a century of days. */
const cyclesMax = 36_525;

/**
 * Last day of the running tier cycle that holds `on`, or undefined where the tier has no cycle.
 * Anchors: the calendar year, the day the card was issued, the day the tier began.
 */
export const cycleEnd = (
  programme: Programme,
  tier: string,
  at: { readonly on: string; readonly joinedOn: string; readonly tierSince?: string },
): string | undefined => {
  const cycle = programme.tier(tier)?.cycle;
  if (cycle === undefined) return undefined;
  const length = cycle.length ?? "P1Y";
  const anchor = cycle.anchor ?? "join_date";
  if (anchor === "calendar_year") return dateText({ ...civil(at.on), month: 12, day: 31 });
  const start = anchor === "tier_start" ? (at.tierSince ?? at.joinedOn) : at.joinedOn;
  const span = durationOf(length);
  if (span === undefined || span.months + span.days <= 0) return undefined;
  const short = programme.file.period.style === "half_open" ? -1 : 0;
  for (let cycles = 1; cycles <= cyclesMax; cycles += 1) {
    const end = addDays(addMonths(start, span.months * cycles), span.days * cycles + short);
    if (end >= at.on) return end;
  }
  return undefined;
};
