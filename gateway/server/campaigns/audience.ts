// Everybody with a card, a page at a time: whom a segment or a campaign may mean. Reads beside the writer and lets
// others have a turn between two pages.
import type { Facts } from "../../programme/contract.ts";
import { matches } from "../../programme/match.ts";
import type { Match } from "../../programme/format.ts";
import type { Holder } from "../../members/account/facts.ts";
import type { Context } from "../../members/contract.ts";
import { segmentFacts } from "../../members/segment/facts.ts";
import type { ReadView, Store } from "../../store/contract.ts";

/** Accounts read at once: a few milliseconds of this process. */
const pageSize = 100;

export interface Person extends Holder {
  readonly accountId: string;
  readonly memberId: string;
  readonly facts: () => Facts;
}

/** The holder of an account as a reader sees her; undefined where she was erased or her file was merged. */
export const personOf = (
  view: Pick<ReadView, "get">,
  context: Context,
  accountId: string,
): Person | undefined => {
  const account = view.get("account", accountId);
  const card = account === undefined ? undefined : view.get("card", account.card);
  const member = account === undefined ? undefined : view.get("member", account.member);
  if (account === undefined || card === undefined || member === undefined) return undefined;
  if (member.erased === true || account.mergedInto !== undefined) return undefined;
  const holder = { account, card, member };
  let facts: Facts | undefined;
  return {
    ...holder,
    accountId,
    memberId: account.member,
    facts: () => (facts ??= segmentFacts(context, holder)),
  };
};

/** By account id, after `after`. */
export async function* everybody(
  store: Pick<Store, "list" | "view">,
  context: Context,
  after?: string,
): AsyncGenerator<Person, void, undefined> {
  for (let from = after; ;) {
    const page = await store.list("account", from, pageSize);
    const view = await store.view(page.map(({ id }) => ({ kind: "account", id })));
    for (const { id } of page) {
      const person = personOf(view, context, id);
      if (person !== undefined) yield person;
    }
    from = page.at(-1)?.id;
    if (page.length < pageSize) return;
  }
}

export const isIn = (when: Match, person: Person): boolean => matches(when, person.facts());
