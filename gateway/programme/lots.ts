// When units of an asset become spendable and when they lapse. Knows no account.
import { addPeriod, durationOf, periodEnd } from "./calendar.ts";
import type { Programme } from "./compile.ts";
import { addDays, civil, dateText, monthLength } from "./dates.ts";
import type { AssetTerms, Expiry } from "./format.ts";

export interface LotDates {
  readonly createdOn: string;
  /** first credit of the running window, for `window_from_first_credit` */
  readonly windowFrom?: string;
  /** the last act that keeps the asset alive, for `inactivity` */
  readonly lastActivityOn?: string;
  readonly tier?: string;
}

const termsOf = (programme: Programme, asset: AssetTerms | string): AssetTerms | undefined =>
  typeof asset === "string" ? programme.asset(asset) : asset;

const roundedUp = (date: string, to: Expiry["roundUp"]): string =>
  to === undefined || to === "none" ? date : periodEnd(date, to);

/** First `MM-DD` on or after a date; 29 February falls on the 28th where there is none. */
const nextFixedDay = (from: string, day: string): string => {
  const [month = 12, wanted = 31] = day.split("-").slice(-2).map(Number);
  const { year } = civil(from);
  const inYear = (of: number): string =>
    dateText({ year: of, month, day: Math.min(wanted, monthLength(of, month)) });
  return inYear(year) >= from ? inYear(year) : inYear(year + 1);
};

/** One period, or with `rollover` a second one right after it: what is unused goes on once. */
const rolledOver = (programme: Programme, from: string, after: string): string => {
  const style = programme.file.period.style;
  const first = addPeriod(from, after, style);
  return addPeriod(style === "civil_code" ? first : addDays(first, 1), after, style);
};

/** Last good day under an expiry rule, or undefined when it never lapses. */
export const lastGoodDay = (
  programme: Programme,
  expiry: Expiry | undefined,
  lot: LotDates,
): string | undefined => {
  if (expiry === undefined || expiry.rule === "never") return undefined;
  if (lot.tier !== undefined && expiry.exemptTiers?.includes(lot.tier) === true) return undefined;
  const style = programme.file.period.style;
  const after = expiry.after ?? "P1Y";
  switch (expiry.rule) {
    case "per_lot":
      return roundedUp(addPeriod(lot.createdOn, after, style), expiry.roundUp);
    case "window_from_first_credit":
      return roundedUp(addPeriod(lot.windowFrom ?? lot.createdOn, after, style), expiry.roundUp);
    case "inactivity":
      return roundedUp(
        addPeriod(lot.lastActivityOn ?? lot.createdOn, after, style),
        expiry.roundUp,
      );
    case "fixed_day": {
      const from =
        expiry.after === undefined ? lot.createdOn : addPeriod(lot.createdOn, after, "civil_code");
      return nextFixedDay(from, expiry.day ?? "12-31");
    }
    case "rollover":
      return roundedUp(rolledOver(programme, lot.createdOn, after), expiry.roundUp);
  }
};

/** Last good day of a lot of an asset, or undefined when it never lapses. */
export const expiryOf = (
  programme: Programme,
  asset: AssetTerms | string,
  lot: LotDates,
): string | undefined => lastGoodDay(programme, termsOf(programme, asset)?.expiry, lot);

/** Last good day of what `pass.sell` sells: the product's own validity, else the asset's rule. */
export const passValidTo = (
  programme: Programme,
  pass: string,
  soldOn: string,
): string | undefined => {
  const terms = programme.pass(pass);
  if (terms === undefined) return undefined;
  return terms.validity === undefined
    ? expiryOf(programme, terms.asset, { createdOn: soldOn })
    : addPeriod(soldOn, terms.validity, programme.file.period.style);
};

/** The business day at whose close pending units become available; the same day when instant. */
export const creditOn = (
  programme: Programme,
  asset: AssetTerms | string,
  earnedOn: string,
): string => {
  const credit = termsOf(programme, asset)?.credit;
  if (credit === undefined || credit.mode === "instant") return earnedOn;
  if (credit.mode === "period_end") return periodEnd(earnedOn, credit.every ?? "quarter");
  const delay = durationOf(credit.delay ?? "P0D") === undefined ? "P0D" : (credit.delay ?? "P0D");
  return addPeriod(earnedOn, delay, "civil_code");
};
