// What a card's receipt says: whose card, masked, and the rows of what was done with it.
import type { Context, ReceiptFacts, ReceiptRow, View } from "../contract.ts";

export const cardReceipt = (
  view: View,
  context: Context,
  given: {
    readonly member: string;
    readonly number: string;
    readonly rows: readonly ReceiptRow[];
    readonly kind?: ReceiptFacts["kind"];
  },
): ReceiptFacts => {
  const member = view.get("member", given.member);
  return {
    receipt: context.newId("r"),
    kind: given.kind ?? "card",
    ...(member === undefined
      ? {}
      : { member: { name: member.person.maskedName, number: member.number } }),
    card: given.number,
    rows: given.rows,
    at: context.moment.at,
  };
};
