// Finds members by what a cashier has: a phone or its end, a card's number or chip, a name or its letters.
// Keeps nothing.
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import type { Desk } from "./desk.ts";

export type FoundMember = ResultOf<"member.find">["members"][number];
export type FoundCard = NonNullable<FoundMember["cards"]>[number];

/** Rows of an answer; more of them are not read but narrowed down. */
export const shownMax = 8;

/** While it is typed: what goes wrong is not said, the next letter asks again. */
export const membersTyped = async (
  { client }: Desk,
  text: string,
): Promise<readonly FoundMember[] | undefined> =>
  client
    .call("member.find", { text, limit: shownMax })
    .then(({ members }) => members)
    .catch(() => undefined);

/** Empty where nobody answers to it, or where the gateway refused (`desk.refused` says why). */
export const findMembers = async (desk: Desk, text: string): Promise<readonly FoundMember[]> =>
  (await desk.attempt("member.find", { text: text.trim(), limit: 20 }))?.members ?? [];
