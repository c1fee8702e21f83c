// Whose card is this, and does it count? Lost, replaced, blocked, closed and unknown cards refuse;
// an expired card or a PIN that is missing, wrong or blocked only means "as if no card were shown".
import type { DomainEvent } from "../../ledger/entry.ts";
import { type Refusal, type RefusalCode, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context, Ref, View } from "../contract.ts";
import type { ShownCard } from "../sealed.ts";
import type { Account, Card, CardState, Member } from "../state.ts";
import { checkPin } from "./pin.ts";

/** Why a card that was recognised does not count. */
export type NoCount = Extract<
  RefusalCode,
  "card.expired" | "pin.required" | "pin.wrong" | "pin.blocked"
>;

export interface Recognised {
  readonly cardId: string;
  readonly card: Card;
  readonly accountId: string;
  readonly account: Account;
  readonly memberId: string;
  readonly member: Member;
  /** true: benefits, points and stored value are open; else the code why not */
  readonly counts: true | NoCount;
  /** counted PIN tries; `bill.quote` drops them, everything that is recorded keeps them */
  readonly events: readonly DomainEvent[];
}

const refusalByState: Readonly<Record<CardState, RefusalCode | undefined>> = {
  active: undefined,
  expired: undefined,
  lost: "card.lost",
  blocked: "card.blocked",
  damaged: "card.replaced",
  replaced: "card.replaced",
  closed: "card.closed",
};

/** The code with which a card in this state is refused everywhere, also by the id of its account. */
export const cardRefusal = (card: Card): RefusalCode | undefined => refusalByState[card.state];

/** A card is good through its last day. */
export const isExpired = (card: Card, businessDate: string): boolean =>
  card.state === "expired" || (card.validTo !== null && businessDate > card.validTo);

/** Refuses what is done by account id while the card that speaks for it is lost, blocked or closed. */
export const accountRefusal = (view: View, account: Account): Refusal | undefined => {
  const card = view.get("card", account.card);
  const code = card === undefined ? "card.unknown" : cardRefusal(card);
  return code === undefined ? undefined : refusal(code);
};

export const shownRoots = (shown: ShownCard | undefined): readonly Ref[] => [
  ...(shown?.token === undefined ? [] : [{ kind: "token" as const, id: shown.token }]),
  ...(shown?.card === undefined ? [] : [{ kind: "card" as const, id: shown.card }]),
];

/** The card id behind a token or a card id, whatever its state. */
export const cardIdOf = (view: View, shown: ShownCard): string | undefined =>
  shown.card ?? (shown.token === undefined ? undefined : view.get("token", shown.token)?.ids[0]);

/** No card shown: `null`. */
export const recognise = (
  view: View,
  context: Pick<Context, "programme" | "moment">,
  shown: ShownCard | undefined,
): Result<Recognised | null, Refusal> => {
  if (shown?.token === undefined && shown?.card === undefined) return ok(null);
  const cardId = cardIdOf(view, shown);
  const card = cardId === undefined ? undefined : view.get("card", cardId);
  if (cardId === undefined || card === undefined) return err(refusal("card.unknown"));
  const code = cardRefusal(card);
  if (code !== undefined) return err(refusal(code, replaceHint(card)));
  const account = view.get("account", card.account);
  const member = view.get("member", card.member);
  if (account === undefined || member === undefined) return err(refusal("card.unknown"));
  const known = {
    cardId,
    card,
    accountId: card.account,
    account,
    memberId: card.member,
    member,
  };
  if (isExpired(card, context.moment.businessDate)) {
    return ok({ ...known, counts: "card.expired", events: [] });
  }
  const pin =
    shown.proven === true && card.pin?.blocked !== true
      ? { events: [] }
      : checkPin(context.programme, { id: cardId, card }, shown.pin);
  return ok({ ...known, counts: pin.why ?? true, events: pin.events });
};

const replaceHint = (card: Card): { replaceFrom: string } | undefined =>
  card.replaceFrom === undefined ? undefined : { replaceFrom: card.replaceFrom };
