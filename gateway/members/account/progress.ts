// Sums over an account's dated history: card year, rolling twelve months, calendar year, tier cycle.
import { addDays, addMonths } from "../../programme/dates.ts";
import { durationOf } from "../../programme/calendar.ts";
import type { PeriodStyle } from "../../programme/format.ts";
import type { Programme } from "../../programme/programme.ts";
import type { Account, ProgressRow } from "../state.ts";

/** First and last day, both inside. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What the history counts. `earned:<asset>` and `base:<asset>` are units of that asset. */
export const counted = {
  spend: "spend",
  topup: "topup",
  visit: "visit",
  night: "night",
  stay: "stay",
  noshow: "noshow",
} as const;

export const earnedRow = (asset: string): string => `earned:${asset}`;

export const sumOver = (
  history: readonly ProgressRow[],
  what: string,
  { from, to }: Period,
): number =>
  history.reduce(
    (sum, row) => (row.what === what && row.on >= from && row.on <= to ? sum + row.quantity : sum),
    0,
  );

/** Periods a person can live through; a guard against a length that does not move. */
const periodsMax = 4_000;

/**
 * The period of `length` that holds `on`, counted from `anchor`. Under the civil code the first
 * one ends on the anniversary itself and the next begins the day after.
 */
export const periodHolding = (
  on: string,
  row: { readonly anchor: string; readonly length: string; readonly style: PeriodStyle },
): Period => {
  const length = durationOf(row.length) ?? { months: 12, days: 0, minutes: 0 };
  const end = (count: number): string => {
    const anniversary = addDays(addMonths(row.anchor, length.months * count), length.days * count);
    return row.style === "half_open" ? addDays(anniversary, -1) : anniversary;
  };
  let count = 1;
  while (end(count) < on && count < periodsMax) count += 1;
  return { from: count === 1 ? row.anchor : addDays(end(count - 1), 1), to: end(count) };
};

/** The year from issue that holds `on`. */
export const cardYear = (programme: Programme, account: Account, on: string): Period =>
  periodHolding(on, {
    anchor: account.openedOn,
    length: "P1Y",
    style: programme.file.period.style,
  });

export const calendarYear = (on: string): Period => ({
  from: `${on.slice(0, 4)}-01-01`,
  to: `${on.slice(0, 4)}-12-31`,
});

/** The twelve months that end with `on`. */
export const lastTwelveMonths = (on: string): Period => ({
  from: addDays(addMonths(on, -12), 1),
  to: on,
});

/** The cycle in which the tier the account has now is kept or lost. */
export const tierCycle = (programme: Programme, account: Account, on: string): Period => {
  const own = account.tier === null ? undefined : programme.tier(account.tier)?.cycle;
  const cycle = own ?? programme.tiers.find((tier) => tier.cycle !== undefined)?.cycle;
  if (cycle?.anchor === "calendar_year") return calendarYear(on);
  const anchor =
    cycle?.anchor === "tier_start" ? (account.tierSince ?? account.openedOn) : account.openedOn;
  return periodHolding(on, {
    anchor,
    length: cycle?.length ?? "P1Y",
    style: programme.file.period.style,
  });
};
