// Whether today is an occasion of a campaign for somebody, and what it is called: the name is what a gift is given
// once for. Pure; the walk over all members and the decision to give ask the same question.
import type { Facts } from "../../programme/contract.ts";
import { addDays, weekdayOf } from "../../programme/dates.ts";
import { matches } from "../../programme/match.ts";
import { fallsOn, type KnownDay, knownDay, type YearlyDay } from "../account/birthday.ts";
import type { Holder } from "../account/facts.ts";
import { lastVisitOf } from "../account/customer-class.ts";
import { counted, sumOver } from "../account/progress.ts";
import type { Segment } from "../service-state.ts";
import type { Account } from "../state.ts";
import type { Campaign, Trigger } from "./file.ts";

/** Days a greeting may go ahead of its day. */
export const leadDaysMax = 30;
/** A goal reached again and again counts so often in one campaign. */
const timesMax = 50;
/** The same birthday or feast comes no sooner again: a leap month does not make two of it. */
const yearlyGapDays = 300;

/** What is the same for everybody on one day. */
export interface CampaignDay {
  readonly on: string;
  /** today and the days that may be greeted ahead */
  readonly ahead: readonly KnownDay[];
}

export const campaignDay = (on: string, leadDays = leadDaysMax): CampaignDay => ({
  on,
  ahead: Array.from({ length: leadDays + 1 }, (_, days) => knownDay(addDays(on, days))),
});

export const runsOn = ({ state, from, to }: Campaign, on: string): boolean =>
  state === "active" && from <= on && (to === undefined || on <= to);

/** The mark on the account: a gift for an occasion is given once. */
export const markOf = (campaign: string): string => `campaign:${campaign}`;

export const isGiven = ({ benefitsUsed }: Account, campaign: string, occasion: string): boolean =>
  benefitsUsed[`${markOf(campaign)}:${occasion}`] !== undefined;

const lately = ({ benefitsUsed }: Account, campaign: string, since: string): boolean => {
  const mark = `${markOf(campaign)}:`;
  return Object.keys(benefitsUsed).some((key) => key.startsWith(mark) && key >= mark + since);
};

/** The day that is greeted, where it comes within the lead. */
const yearlyOccasion = (
  yearly: YearlyDay | undefined,
  { ahead }: CampaignDay,
  leadDays: number,
): string | undefined =>
  yearly === undefined
    ? undefined
    : ahead.slice(0, leadDays + 1).find((known) => fallsOn(yearly, known))?.date;

const reached = (
  trigger: Extract<Trigger, { kind: "goal" }>,
  account: Account,
  span: { readonly from: string; readonly to: string },
): readonly string[] => {
  const times = Math.floor(sumOver(account.history, counted[trigger.what], span) / trigger.goal);
  const length = Math.max(0, Math.min(times, trigger.repeat ? timesMax : 1));
  return Array.from({ length }, (_, at) => `x${at + 1}`);
};

/** Names of the occasions that a holder's state brings today, whether they were given for or not. */
const occasions = (
  campaign: Campaign,
  { member, account }: Pick<Holder, "member" | "account">,
  day: CampaignDay,
): readonly string[] => {
  const { trigger, from } = campaign;
  const { on } = day;
  const some = (occasion: string | undefined): readonly string[] =>
    occasion === undefined ? [] : [occasion];
  const joined =
    member.enrolledOn >= from && (campaign.to === undefined || member.enrolledOn <= campaign.to);
  switch (trigger.kind) {
    case "once":
      return ["once"];
    case "sign_up":
      return joined ? ["joined"] : [];
    case "birthday":
      return some(yearlyOccasion(member.birthday, day, trigger.leadDays));
    case "holiday":
      return some(yearlyOccasion(trigger.day, day, trigger.leadDays));
    case "member_day": {
      const isToday =
        "weekday" in trigger
          ? weekdayOf(on) === trigger.weekday
          : Number(on.slice(8)) === trigger.monthDay;
      return isToday ? [on] : [];
    }
    case "win_back": {
      const last = lastVisitOf(account.history);
      return last !== undefined && addDays(last, trigger.awayDays) <= on ? [last] : [];
    }
    case "goal":
      return reached(trigger, account, { from, to: on });
    case "referral": {
      if (member.referrer === undefined || !joined) return [];
      const spent = sumOver(account.history, counted.spend, { from, to: on });
      return spent >= trigger.spend ? ["joined"] : [];
    }
  }
};

export interface Asked {
  readonly id: string;
  readonly campaign: Campaign;
  readonly segment: Segment | undefined;
}

/** `facts` are asked only where there is a segment. */
export type Candidate = Pick<Holder, "member" | "account"> & { readonly facts: () => Facts };

/** Occasions of today, whether something was given for them or not. */
export const dueOccasions = (
  { campaign, segment }: Omit<Asked, "id">,
  candidate: Candidate,
  day: CampaignDay,
): readonly string[] => {
  const { member, account } = candidate;
  if (!runsOn(campaign, day.on) || member.erased === true || account.mergedInto !== undefined)
    return [];
  const due = occasions(campaign, candidate, day);
  if (due.length === 0 || segment === undefined) return due;
  return matches(segment.when, candidate.facts()) ? due : [];
};

/** Those of them that nothing was given for yet. */
export const openOccasions = (
  asked: Asked,
  candidate: Candidate,
  day: CampaignDay,
): readonly string[] => {
  const { kind } = asked.campaign.trigger;
  const isYearly = kind === "birthday" || kind === "holiday";
  return dueOccasions(asked, candidate, day).filter(
    (occasion) =>
      !isGiven(candidate.account, asked.id, occasion) &&
      !(isYearly && lately(candidate.account, asked.id, addDays(occasion, -yearlyGapDays))),
  );
};
