// ranking.award: prizes for those who spent, came or brought the most in a period that is over. Given once for a
// period, by two people, in one entry; who came to what is asked of the accounts again, never believed.
import type { JsonObject } from "../../json.ts";
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { isDate } from "../../programme/dates.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { createBook } from "../account/book.ts";
import type { BenefitUsed } from "../account/events.ts";
import { type Holder, historyKept } from "../account/facts.ts";
import { counted, sumOver } from "../account/progress.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";
import type { Account, Member } from "../state.ts";
import type { CampaignGift } from "./file.ts";
import { giveUnits, giveVoucher } from "./gift.ts";
import { giftRefusal } from "./put.ts";

/** What members are ranked by; `referral`: newcomers they brought who have spent so much since. */
export type RankedBy = "spend" | "visit" | "night" | "topup" | "referral";

export interface Ranking {
  readonly by: RankedBy;
  /** business days, both included */
  readonly from: string;
  readonly to: string;
  /** referral: what a newcomer must have spent in the period, minor units */
  readonly spend?: number;
}

/** For the places down to `upTo` that no earlier prize is for. */
export interface Prize {
  readonly upTo: number;
  readonly gift: CampaignGift;
}

export interface Winner {
  readonly account: string;
  readonly value: number;
  /** referral: accounts of those she brought */
  readonly newcomers?: readonly string[];
}

export interface AwardParams extends Ranking {
  readonly name: string;
  readonly prizes: readonly Prize[];
  /** the best first */
  readonly winners: readonly Winner[];
  readonly approval?: Approval;
}

/** What is kept of an award. */
export type Award = JsonObject & {
  readonly name: string;
  readonly by: RankedBy;
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly approvedBy: string;
  /** minor units: vouchers and bonus money */
  readonly cost: number;
  readonly winners: readonly JsonObject[];
};

type RankingAwarded = { type: "RankingAwarded"; ranking: string; file: Award };

/** Places that may have a prize. */
export const placesMax = 100;

/** The setting that keeps a period's award; these ids begin with it. */
export const rankingIds = "ranking:";
export const rankingId = ({ by, from, to }: Ranking): string => `${rankingIds}${by}:${from}:${to}`;

/** What an account came to, by what its own history counts. */
export const valueOf = (account: Account, { by, from, to }: Ranking): number =>
  by === "referral" ? 0 : sumOver(account.history, counted[by], { from, to });

/** Whether a newcomer counts for her referrer in a period. */
export const isBrought = (
  { member, account }: { readonly member: Member; readonly account: Account },
  { from, to, spend = 0 }: Ranking,
): boolean =>
  member.enrolledOn >= from &&
  member.enrolledOn <= to &&
  sumOver(account.history, counted.spend, { from, to }) >= spend;

const periodRefusal = (ranking: AwardParams, view: View, context: Context): Refusal | undefined => {
  const { from, to } = ranking;
  const { businessDate: on } = context.moment;
  if (!isDate(from) || !isDate(to) || to < from) return refusal("not_permitted", { why: "date" });
  if (to >= on) return refusal("not_permitted", { why: "period_open", to });
  if (from < historyKept(on)) return refusal("not_permitted", { why: "too_old" });
  const given = view.get("setting", rankingId(ranking));
  return given === undefined ? undefined : refusal("already_exists", { what: "ranking" });
};

const changed = refusal("not_permitted", { why: "changed" });

/** Who she is, if she came to what was said; the newcomers are counted one by one. */
const provenWinner = (
  { account, value, newcomers = [] }: Winner,
  ranking: Ranking,
  view: View,
): Result<Holder, Refusal> => {
  const holder = usableHolder(view, account);
  if (!holder.ok) return holder;
  if (ranking.by !== "referral")
    return valueOf(holder.value.account, ranking) === value ? holder : err(changed);
  // Somebody with two accounts is one newcomer.
  const people = new Set(newcomers.map((id) => view.get("account", id)?.member));
  const areHers = newcomers.every((id) => {
    const newcomer = view.get("account", id);
    const member = newcomer === undefined ? undefined : view.get("member", newcomer.member);
    return (
      newcomer !== undefined &&
      member?.referrer === holder.value.account.member &&
      isBrought({ member, account: newcomer }, ranking)
    );
  });
  return people.size === value && newcomers.length === value && areHers ? holder : err(changed);
};

interface Handed {
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
  readonly cost: number;
  readonly winner: JsonObject;
}

const give = (
  context: Context,
  params: AwardParams,
  given: { readonly winner: Winner; readonly holder: Holder; readonly place: number },
): Handed => {
  const { winner, holder, place } = given;
  const { account, value } = winner;
  const id = rankingId(params);
  const gift = params.prizes.find(({ upTo }) => place <= upTo)?.gift ?? {};
  const book = createBook(account, holder.account);
  const used = { type: "BenefitUsed", account, code: id, period: "once" } as const;
  book.happen([happened<BenefitUsed>(used)]);
  const units = giveUnits(book, context, { units: gift.units, rule: id });
  const voucher =
    gift.coupon === undefined
      ? undefined
      : giveVoucher(context, { account, name: params.name }, gift.coupon);
  const { coupon } = voucher?.voucher ?? {};
  return {
    events: [...book.events, ...(voucher?.events ?? [])],
    lines: [...book.lines, ...(voucher?.lines ?? [])],
    cost: units + (voucher?.cost ?? 0),
    winner: { account, place, value, ...(coupon === undefined ? {} : { coupon }) },
  };
};

const handOut = (
  params: AwardParams,
  view: View,
  context: Context,
): Result<readonly Handed[], Refusal> => {
  const handed: Handed[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const [at, winner] of params.winners.entries()) {
    const isTwice = params.winners.findIndex(({ account }) => account === winner.account) !== at;
    if (winner.value > before || winner.value <= 0 || isTwice) return err(changed);
    before = winner.value;
    const holder = provenWinner(winner, params, view);
    if (!holder.ok) return holder;
    handed.push(give(context, params, { winner, holder: holder.value, place: at + 1 }));
  }
  return ok(handed);
};

/** Prizes go down the places without a gap, and nobody gets a place that has none. */
const prizesRefusal = ({ prizes, winners }: AwardParams, context: Context): Refusal | undefined => {
  const falling = prizes.every(({ upTo }, at) => upTo > (prizes[at - 1]?.upTo ?? 0));
  const places = prizes.at(-1)?.upTo ?? 0;
  if (!falling || places > placesMax || winners.length > places)
    return refusal("amount.out_of_range", { at: "prizes" });
  if (winners.length === 0) return refusal("not_found", { what: "winners" });
  return prizes.map(({ gift }) => giftRefusal(gift, context)).find((no) => no !== undefined);
};

/** → `{ranking, granted, cost}` */
export const awardRanking: Decider<AwardParams> = {
  roots: (params) => [
    { kind: "setting", id: rankingId(params) },
    ...params.winners.flatMap(({ account, newcomers = [] }) => [
      ...accountRoots(account),
      ...newcomers.flatMap(accountRoots),
    ]),
    ...approvalRoots(params.approval),
  ],
  decide: (params, view, context) => {
    const { approval } = params;
    const approved = approve(view, context, {
      approval,
      rights: ["manager"],
      missing: "missing.approval",
    });
    if (approved.refusal !== undefined || approval === undefined)
      return refused(approved.refusal ?? refusal("missing.approval"), approved.events);
    const no = periodRefusal(params, view, context) ?? prizesRefusal(params, context);
    if (no !== undefined) return refused(no, approved.events);
    const handed = handOut(params, view, context);
    if (!handed.ok) return refused(handed.error, approved.events);
    const { name, by, from, to } = params;
    const cost = handed.value.reduce((sum, one) => sum + one.cost, 0);
    const ranking = rankingId(params);
    const file: Award = {
      name,
      by,
      from,
      to,
      on: context.moment.businessDate,
      approvedBy: approval.staff,
      cost,
      winners: handed.value.map(({ winner }) => winner),
    };
    return accepted({
      events: [
        ...approved.events,
        ...handed.value.flatMap(({ events }) => events),
        happened<RankingAwarded>({ type: "RankingAwarded", ranking, file }),
      ],
      lines: handed.value.flatMap(({ lines }) => lines),
      result: { ranking, granted: handed.value.length, cost },
    });
  },
};

export const rankingEvolvers = {
  RankingAwarded: evolver<RankingAwarded>((draft, { ranking, file }) =>
    draft.put("setting", ranking, file),
  ),
};
