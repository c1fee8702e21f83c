// ranking.*: the walk over everybody that says who came to what. The decider asks the winners' accounts once more.
import {
  type Award,
  isBrought,
  placesMax,
  type Ranking,
  rankingIds,
  valueOf,
  type Winner,
} from "../../members/campaign/ranking.ts";
import { cardRefusal } from "../../members/card/recognise.ts";
import { maskedMember } from "../../members/member/view.ts";
import type { Member } from "../../members/state.ts";
import { ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import { everybody, type Person } from "../campaigns/audience.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, contextOf, withoutKey } from "../tools.ts";

type Names = "ranking.list" | "ranking.award";
type Asked = Omit<Ranking, "spend"> & { readonly spend?: number | undefined };

interface Ranked extends Winner {
  readonly memberId: string;
  readonly member: Member;
}

const shownMax = 20;

/** Not the house's own people, and nobody whose card is refused at the till. */
const mayWin = ({ card, memberId }: Person, employees: ReadonlySet<string>): boolean =>
  cardRefusal(card) === undefined && !employees.has(memberId);

/** The best first; of two with as much the older account. */
const inOrder = (a: Ranked, b: Ranked): number =>
  b.value - a.value || (a.account < b.account ? -1 : 1);

/** Newcomers of the period by who brought them: each person once, with the first of her accounts. */
const noteNewcomer = (
  brought: Map<string, Map<string, string>>,
  { member, memberId, accountId }: Person,
): void => {
  const { referrer } = member;
  if (referrer === undefined) return;
  const hers = brought.get(referrer) ?? new Map<string, string>();
  if (!hers.has(memberId)) hers.set(memberId, accountId);
  brought.set(referrer, hers);
};

const ranked = async (
  { house }: Tools,
  caller: Caller,
  asked: Asked & { readonly limit: number },
): Promise<readonly Ranked[]> => {
  const { spend, limit, ...period } = asked;
  const ranking: Ranking = { ...period, ...(spend === undefined ? {} : { spend }) };
  const staff = await house.store.list("staff");
  const employees = new Set(staff.flatMap(({ entity }) => entity.member ?? []));
  const brought = new Map<string, Map<string, string>>();
  const people = new Map<string, Ranked>();
  for await (const person of everybody(house.store, contextOf(house, caller))) {
    const { accountId: account, memberId, member } = person;
    if (ranking.by === "referral" && isBrought(person, ranking)) noteNewcomer(brought, person);
    if (!mayWin(person, employees)) continue;
    const value = valueOf(person.account, ranking);
    // Who is rewarded for newcomers has one account that is; of money each account stands for itself.
    const key = ranking.by === "referral" ? memberId : account;
    const isKept = ranking.by === "referral" ? !people.has(key) : value > 0;
    if (isKept) people.set(key, { account, memberId, member, value });
  }
  const all =
    ranking.by === "referral"
      ? [...brought].flatMap(([referrer, hers]) => {
          const person = people.get(referrer);
          const newcomers = [...hers.values()];
          return person === undefined ? [] : [{ ...person, value: newcomers.length, newcomers }];
        })
      : [...people.values()];
  return all.toSorted(inOrder).slice(0, limit);
};

const awardsOf = async ({ house }: Tools) =>
  (await house.store.list("setting", rankingIds, placesMax))
    .filter(({ id }) => id.startsWith(rankingIds))
    .map(({ entity }) => {
      // Written by the decider of `ranking.award` and by nobody else.
      const award = entity as Award;
      return { ...award, winners: award.winners.length };
    });

export const rankingHandlers = (tools: Tools): Handlers<Names> => ({
  "ranking.list": async ({ limit = shownMax, ...asked }, caller) => {
    const rows = await ranked(tools, caller, { ...asked, limit });
    return ok({
      rows: rows.map(({ account, value, memberId, member }, at) => {
        const { name, number } = maskedMember(memberId, member);
        return { place: at + 1, member: memberId, number, name, account, value };
      }),
      awards: await awardsOf(tools),
    });
  },
  "ranking.award": async (params, caller) => {
    const { approval, ...given } = withoutKey(params);
    const limit = Math.min(placesMax, params.prizes.at(-1)?.upTo ?? 0);
    const { by, from, to, spend } = given;
    const best = await ranked(tools, caller, { by, from, to, spend, limit });
    const winners = best.map(({ account, value, newcomers }) => ({
      account,
      value,
      ...(newcomers === undefined ? {} : { newcomers }),
    }));
    const second = await tools.seal.approval(approval);
    const sealed = { ...given, winners, ...(second === undefined ? {} : { approval: second }) };
    return tools.execute("ranking.award", sealed as never, { params, caller });
  },
});
