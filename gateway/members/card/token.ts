// A token (UID, printed code) and the one card it speaks for. A token that was ever given out is never
// given out again: its old card's state is the answer.
import { type Refusal, refusal } from "../../refusals.ts";
import type { Draft, Ref, View } from "../contract.ts";
import { cardRefusal } from "./recognise.ts";

export const tokenRoots = (token: string | undefined): readonly Ref[] =>
  token === undefined ? [] : [{ kind: "token", id: token }];

/** Why this token cannot be bound to a new card. */
export const tokenRefusal = (view: View, token: string | undefined): Refusal | undefined => {
  const known = token === undefined ? undefined : view.get("token", token)?.ids[0];
  const card = known === undefined ? undefined : view.get("card", known);
  if (card === undefined) return undefined;
  return refusal(cardRefusal(card) ?? "card.in_use", { number: card.number });
};

export const bindToken = (draft: Draft, token: string | undefined, card: string): void => {
  if (token !== undefined) draft.put("token", token, { kind: "card", ids: [card] });
};
