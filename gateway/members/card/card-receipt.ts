// What a card's receipt says: whose card, masked, and the rows of what was done with it. The card is the
// new one, which the store does not hold yet.
import type { Context, ReceiptRow, View } from "../contract.ts";
import { type Invoiceable, type ReceiptAsk, issueReceipt } from "../receipt.ts";
import type { Account, Card, EntityKind, EntityOf } from "../state.ts";

export interface CardReceiptAsk {
  readonly accountId: string;
  readonly account: Account;
  readonly cardId: string;
  readonly card: Card;
  readonly kind?: ReceiptAsk["kind"];
  readonly rows: readonly ReceiptRow[];
  readonly invoiceable?: Invoiceable;
}

/** The view as it will be with this card and account in it. */
const withCard = (view: View, ask: CardReceiptAsk): View => ({
  get: <K extends EntityKind>(kind: K, id: string): EntityOf<K> | undefined => {
    if (kind === "account" && id === ask.accountId) {
      return { ...ask.account, card: ask.cardId } as unknown as EntityOf<K>;
    }
    return kind === "card" && id === ask.cardId
      ? (ask.card as unknown as EntityOf<K>)
      : view.get(kind, id);
  },
});

export const cardReceipt = (
  view: View,
  context: Context,
  ask: CardReceiptAsk,
): ReturnType<typeof issueReceipt> =>
  issueReceipt(withCard(view, ask), context, {
    kind: ask.kind ?? "card",
    account: ask.accountId,
    rows: ask.rows,
    ...(ask.invoiceable === undefined ? {} : { invoiceable: ask.invoiceable }),
  });
