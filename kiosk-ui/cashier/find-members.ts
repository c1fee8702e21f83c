// Finds members by what a cashier has: a phone, a card's number or chip, a name. Asks the gateway, keeps nothing.
import type { ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import type { Desk } from "./desk.ts";

export type FoundMember = ResultOf<"member.find">["members"][number];
export type FoundCard = NonNullable<FoundMember["cards"]>[number];

/** Ways to read the text, the likeliest first. */
const waysOf = (text: string): readonly ParamsOf<"member.find">[] => {
  if (/^\+?\d{11,14}$/.test(text)) return [{ phone: text }, { number: text }, { token: text }];
  if (/^[\x21-\x7e]+$/.test(text)) return [{ number: text }, { token: text }, { name: text }];
  return [{ name: text }];
};

/** Empty where nobody answers to it, or where the gateway refused (`desk.refused` says why). */
export const findMembers = async (desk: Desk, text: string): Promise<readonly FoundMember[]> => {
  for (const by of waysOf(text.trim())) {
    const found = await desk.attempt("member.find", { ...by, limit: 20 });
    if (found === undefined) return [];
    if (found.members.length > 0) return found.members;
  }
  return [];
};
