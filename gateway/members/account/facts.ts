// Facts a rule may ask for, drawn from time, person and account. The vocabulary is the programme's
// (docs/PROGRAMMES.md); which of them matter is the programme's business, not ours.
import type { Facts } from "../../programme/contract.ts";
import { periodEnd } from "../../programme/calendar.ts";
import { addDays } from "../../programme/dates.ts";
import { momentFacts } from "../../programme/facts.ts";
import type { Context } from "../contract.ts";
import type { Account, Card, Member } from "../state.ts";
import { isBirthday, isBirthdayMonth } from "./birthday.ts";
import { availableOf } from "./lots.ts";
import {
  calendarYear,
  cardYear,
  counted,
  earnedRow,
  lastTwelveMonths,
  type Period,
  sumOver,
  tierCycle,
} from "./progress.ts";

/** Who stands behind the facts: the account, its card and its member. */
export interface Holder {
  readonly account: Account;
  readonly card: Card;
  readonly member: Member;
}

/** Facts of the moment, the same for everybody. */
export const timeFacts = (context: Context): Facts =>
  momentFacts(context.programme, context.moment, context.calendar);

/** Where the operation is done: a kiosk is not the desk. */
export const whereOf = (context: Context, said: string | undefined): string =>
  context.actor.role === "kiosk" ? "kiosk" : (said ?? "desk");

const personFacts = ({ member, card, account }: Holder, on: string): Facts => ({
  member: true,
  card: card.type,
  class: member.class,
  ...(account.tier === null ? {} : { tier: account.tier }),
  ...(member.referrer === undefined ? {} : { referredBy: member.referrer }),
  identityVerified: member.person.identity !== undefined,
  formFilled: member.consent.rules,
  gifted: card.gifted,
  ...(member.birthday === undefined
    ? {}
    : {
        birthdayToday: isBirthday(member.birthday, on),
        birthdayMonth: isBirthdayMonth(member.birthday, on),
      }),
});

/** Dated figures of an account on a day; also what `account.get` shows as progress. */
export const progressOf = (context: Context, account: Account, on: string): Facts => {
  const { programme } = context;
  const over = (what: string, period: Period): number => sumOver(account.history, what, period);
  const year = cardYear(programme, account, on);
  const cycle = tierCycle(programme, account, on);
  const calendar = calendarYear(on);
  const rolling = lastTwelveMonths(on);
  const quarter = { from: `${periodEnd(on, "quarter").slice(0, 5)}${quarterStart(on)}`, to: on };
  const earned = (period: Period, kinds: readonly string[]): number =>
    programme.file.assets
      .filter((asset) => kinds.includes(asset.kind))
      .reduce((sum, asset) => sum + over(earnedRow(asset.id), period), 0);
  const qualifying = programme.file.assets.some((asset) => asset.kind === "progress");
  return {
    spendInYear: over(counted.spend, year),
    spend12m: over(counted.spend, rolling),
    spentToday: over(counted.spend, { from: on, to: on }),
    visits12m: over(counted.visit, rolling),
    nightsInYear: over(counted.night, calendar),
    nightsInCycle: over(counted.night, cycle),
    staysInYear: over(counted.stay, calendar),
    staysInQuarter: over(counted.stay, quarter),
    noshowInCycle: over(counted.noshow, cycle),
    pointsEarnedInCardYear: earned(year, ["points"]),
    basePointsInYear: earned(calendar, ["points"]),
    qualifyingPoints: earned(cycle, qualifying ? ["progress"] : ["points"]),
    maxSingleTopup: account.maxSingleTopUp,
    cycleStart: cycle.from === on,
  };
};

const quarterStart = (on: string): string => {
  const month = Math.floor((Number(on.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${String(month).padStart(2, "0")}-01`;
};

/** Spendable units of every asset, as the interpreter's `holdings`. */
export const holdingsOf = (context: Context, account: Account): Readonly<Record<string, number>> =>
  Object.fromEntries(
    context.programme.file.assets.map(({ id }) => [
      id,
      Math.max(0, availableOf(context, account, { asset: id, when: context.moment })),
    ]),
  );

const holdingFacts = (context: Context, holdings: Readonly<Record<string, number>>): Facts =>
  Object.fromEntries(
    context.programme.file.assets.map(({ id, kind }) => [
      `has.${id}`,
      kind === "pass" ? (holdings[id] ?? 0) > 0 : (holdings[id] ?? 0),
    ]),
  );

/** Everything known about an account and its holder; `on` a day other than today for the day close. */
export const accountFacts = (
  context: Context,
  holder: Holder,
  on: string = context.moment.businessDate,
): Facts => {
  const holdings = holdingsOf(context, holder.account);
  const stored = context.programme.storedAsset?.id;
  return {
    ...timeFacts(context),
    ...personFacts(holder, on),
    ...progressOf(context, holder.account, on),
    ...holdingFacts(context, holdings),
    ...(stored === undefined ? {} : { balanceBefore: holdings[stored] ?? 0 }),
    date: on,
  };
};

/** The last day on which a row of history can still be asked for. */
export const historyKept = (on: string): string => addDays(on, -3 * 366);
