// card.identify and card.checkPin: who stands here, masked. Counts wrong PINs; changes nothing else.
import type { JsonObject } from "../../json.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Context, type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { lookup, lookupId } from "../member/lookups.ts";
import { maskedMember } from "../member/view.ts";
import type { PinProof } from "../sealed.ts";
import type { Card } from "../state.ts";
import { checkPin, needsPin } from "./pin.ts";
import { cardRefusal, isExpired } from "./recognise.ts";

/** Cards of one phone number whose PIN is tried at most. */
export const phoneCardsMax = 8;

export interface IdentifyParams {
  readonly token?: string;
  readonly card?: string;
  /** a card's or a member's number */
  readonly number?: string;
  /** what a scanner read: a token or a number */
  readonly code?: string;
  readonly phoneIndex?: string;
  /** for a phone: the verifier of the typed PIN under the salt of each of `phoneCards` */
  readonly proofs?: Readonly<Record<string, PinProof>>;
}

export const identifyRoots = (params: IdentifyParams): readonly Ref[] => {
  const number = params.number ?? params.code;
  const token = params.token ?? params.code;
  return [
    ...(token === undefined ? [] : [{ kind: "token" as const, id: token }]),
    ...(params.card === undefined ? [] : [{ kind: "card" as const, id: params.card }]),
    ...(number === undefined ? [] : [lookup(lookupId.number(number))]),
    ...(params.phoneIndex === undefined ? [] : [lookup(lookupId.phone(params.phoneIndex))]),
  ];
};

/** The cards that speak for the accounts of members with this phone; the server makes a proof for each. */
export const phoneCards = (view: Pick<View, "get">, phoneIndex: string): readonly string[] =>
  (view.get("lookup", lookupId.phone(phoneIndex))?.ids ?? [])
    .flatMap((member) => speakingCards(view, member))
    .slice(0, phoneCardsMax);

const speakingCards = (view: Pick<View, "get">, member: string): readonly string[] =>
  (view.get("member", member)?.accounts ?? []).flatMap(
    (account) => view.get("account", account)?.card ?? [],
  );

/** The card that answers, and the others of the member that may be meant as well. */
interface Shown {
  readonly found: string | undefined;
  readonly others?: readonly string[];
}

/** A number names a card, or a member: the first of her cards in force answers, the others can be chosen. */
const cardByNumber = (view: View, number: string): Shown => {
  const pointer = view.get("lookup", lookupId.number(number));
  const id = pointer?.ids[0];
  if (pointer === undefined || id === undefined) return { found: undefined };
  if (pointer.kind === "card") return { found: id };
  const cards = speakingCards(view, id);
  const [found = cards[0], ...others] = cards.filter(
    (card) => view.get("card", card)?.state === "active",
  );
  return { found, others };
};

const shownCard = (view: View, params: IdentifyParams): Shown => {
  if (params.card !== undefined) return { found: params.card };
  const token = params.token ?? params.code;
  const byToken = token === undefined ? undefined : view.get("token", token)?.ids[0];
  const number = params.number ?? params.code;
  if (byToken !== undefined || number === undefined) return { found: byToken };
  return cardByNumber(view, number);
};

/** One of the cards to choose from, as far as a passer-by may read it. */
const choice = (view: View, context: Context, id: string): readonly JsonObject[] => {
  const card = view.get("card", id);
  if (card === undefined || isExpired(card, context.moment.businessDate)) return [];
  const { number, type, validTo } = card;
  return [{ card: id, number, type, validTo }];
};

/** What the guest chooses from: nothing where only one card can be meant. */
const choices = (view: View, context: Context, { found, others = [] }: Shown) => {
  const ids = found === undefined ? [] : [found, ...others].slice(0, phoneCardsMax);
  const cards = ids.flatMap((id) => choice(view, context, id));
  return cards.length < 2 ? {} : { cards };
};

const answer = (id: string, view: View, context: Context): Result<object, Refusal> => {
  const card = view.get("card", id);
  const account = card === undefined ? undefined : view.get("account", card.account);
  const member = card === undefined ? undefined : view.get("member", card.member);
  if (card === undefined || account === undefined || member === undefined) {
    return err(refusal("card.unknown"));
  }
  const code = cardRefusal(card);
  if (code !== undefined) return err(refusal(code, hint(card)));
  const expired = isExpired(card, context.moment.businessDate);
  return ok({
    card: id,
    number: card.number,
    account: card.account,
    member: maskedMember(card.member, member),
    type: card.type,
    tier: account.tier,
    state: expired ? "expired" : card.pin?.blocked === true ? "pin_blocked" : "active",
    needsPin: needsPin(context.programme, card),
    ...(context.programme.cardType(card.type)?.shareable === false ? { holderOnly: true } : {}),
    validTo: card.validTo,
    stalenessMs: 0,
  });
};

const hint = (card: Card): { replaceFrom: string } | undefined =>
  card.replaceFrom === undefined ? undefined : { replaceFrom: card.replaceFrom };

/** By phone the PIN is the proof: a card type without PIN cannot be opened that way. */
const byPhone = (params: IdentifyParams, view: View, context: Context) => {
  const cards = phoneCards(view, params.phoneIndex ?? "")
    .map((id) => ({ id, card: view.get("card", id) }))
    .filter((known): known is { id: string; card: Card } => known.card?.state === "active");
  if (cards.length === 0) return refused(refusal("card.unknown"));
  const tried = cards
    .filter(({ card }) => needsPin(context.programme, card))
    .map(({ id, card }) => ({
      id,
      ...checkPin(context.programme, { id, card }, params.proofs?.[id]),
    }));
  const right = tried.find((try_) => try_.why === undefined);
  if (right === undefined) {
    const why = tried.find((try_) => try_.why !== "pin.required")?.why ?? "pin.required";
    return refused(
      refusal(why),
      tried.flatMap((try_) => try_.events),
    );
  }
  const holder = view.get("card", right.id)?.member;
  // The PIN has shown who she is: her cards with the same PIN, and those that ask for none, are hers to choose.
  const others = cards
    .filter(({ id, card }) => id !== right.id && card.member === holder)
    .filter(
      ({ id, card }) =>
        !needsPin(context.programme, card) ||
        tried.some((try_) => try_.id === id && try_.why === undefined),
    )
    .map(({ id }) => id);
  return { found: right.id, others, events: right.events };
};

/** → `{card, account, member, type, tier, state, needsPin, holderOnly?, validTo, stalenessMs, cards?}` */
export const identify: Decider<IdentifyParams> = {
  roots: identifyRoots,
  decide: (params, view, context) => {
    const known =
      params.phoneIndex === undefined
        ? { ...shownCard(view, params), events: [] }
        : byPhone(params, view, context);
    if ("refusal" in known) return known;
    if (known.found === undefined) return refused(refusal("card.unknown"));
    const result = answer(known.found, view, context);
    if (!result.ok) return refused(result.error, known.events);
    const cards = choices(view, context, known);
    return accepted({ events: known.events, lines: [], result: { ...result.value, ...cards } });
  },
};

export interface CheckPinParams {
  readonly card: string;
  readonly pin?: PinProof;
}

/** → `{ok: true}`; a right PIN sets the count of wrong ones to 0 */
export const checkCardPin: Decider<CheckPinParams> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view, context) => {
    const card = view.get("card", params.card);
    if (card === undefined) return refused(refusal("card.unknown"));
    const code = cardRefusal(card);
    if (code !== undefined) return refused(refusal(code));
    const { why, events } = checkPin(context.programme, { id: params.card, card }, params.pin);
    if (why !== undefined) return refused(refusal(why), events);
    return accepted({ events, lines: [], result: { ok: true } });
  },
};
