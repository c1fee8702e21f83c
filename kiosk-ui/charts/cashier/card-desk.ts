// What the card desk may do with a card in a state, and what each act asks for. Pure; the gateway has the last word.

/** In the order of the desk; the letter chooses with Alt. */
export const cardActions = [
  ["lost", "l"],
  ["unblock", "j"],
  ["replace", "b"],
  ["exchange", "h"],
  ["renew", "x"],
  ["refund", "t"],
  ["pin", "m"],
  ["block", "k"],
] as const;
export type CardAction = (typeof cardActions)[number][0];

export type Field =
  | "identity"
  | "token"
  | "fee"
  | "reason"
  | "registration"
  | "cardReturned"
  | "cardPin"
  | "second";

const inUse = ["active", "expired"] as const;

/** Card states from which an act can begin. */
const begins: Readonly<Record<CardAction, readonly string[]>> = {
  lost: [...inUse, "blocked"],
  unblock: [...inUse, "blocked", "lost"],
  replace: ["lost"],
  exchange: inUse,
  renew: inUse,
  refund: inUse,
  pin: inUse,
  block: inUse,
};

const asks: Readonly<Record<CardAction, readonly Field[]>> = {
  lost: ["identity"],
  unblock: ["identity"],
  replace: ["identity", "token", "fee"],
  exchange: ["token", "fee"],
  renew: ["fee"],
  refund: ["reason", "identity", "registration", "cardReturned", "cardPin", "second"],
  pin: ["identity"],
  block: ["reason"],
};

export const mayBegin = (action: CardAction, state: string): boolean =>
  begins[action].includes(state);

/** What to ask the guest and the cashier; a card's PIN only of types that have one. */
export const fieldsFor = (action: CardAction, card: { readonly pin: boolean }): readonly Field[] =>
  asks[action].filter((field) => field !== "cardPin" || card.pin);

/** Conditions and fee are known before anything is typed: these acts are looked at as soon as they are chosen. */
export const isShownAtOnce = (action: CardAction): boolean =>
  ["replace", "exchange", "renew", "refund"].includes(action);

/** The act a letter chooses. */
export const actionByLetter = (letter: string): CardAction | undefined =>
  cardActions.find(([, key]) => key === letter.toLowerCase())?.[0];

/** The act a cashier most likely came for. */
export const firstAction = (state: string): CardAction =>
  state === "lost" ? "replace" : state === "blocked" ? "unblock" : "lost";
