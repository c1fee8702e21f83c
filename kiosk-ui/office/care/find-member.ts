// Finds the one member a typed text means: by number, phone, card or token, likeliest first.
import type { Office } from "../office.ts";

/** undefined: nobody, or more than one. */
export const findMember = async (
  { client }: Office,
  text: string,
): Promise<
  | { readonly member: string; readonly account: string | undefined; readonly name: string }
  | undefined
> => {
  const isPhone = /^1\d{10}$/u.test(text);
  for (const way of isPhone
    ? (["phone", "number"] as const)
    : (["number", "card", "token", "phone"] as const)) {
    const { members } = await client.call("member.find", { [way]: text });
    const [only, ...others] = members;
    if (only !== undefined && others.length === 0)
      return { member: only.member, account: only.accounts[0], name: only.name };
  }
  return undefined;
};
