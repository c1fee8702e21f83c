// card.replace for a lost card, card.exchange for a damaged one, card.renew for one at its end.
// The holder never changes; money, points and what was collected stay on the account.
import { withinHours } from "../../programme/calendar.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { lastDayOfTerm } from "../account/last-day.ts";
import {
  type Accepted,
  type Context,
  type Decider,
  type Decision,
  type View,
  accepted,
  refused,
} from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";
import type { IdentityProof, NewPin, Tender } from "../sealed.ts";
import type { Card } from "../state.ts";
import { cardReceipt } from "./card-receipt.ts";
import { cardFee } from "./fee.ts";
import { isHolder } from "./holder.ts";
import { newCardRoots, replacingCard } from "./new-card.ts";
import { cardRefusal } from "./recognise.ts";
import { tokenRefusal } from "./token.ts";

interface Common {
  readonly card: string;
  readonly feeTenders?: readonly Tender[];
  /** shows the fee, checks what can be checked, changes nothing */
  readonly dryRun?: boolean;
}

export interface ReplaceParams extends Common {
  readonly token?: string;
  readonly identity?: IdentityProof;
  /** a new PIN for the new card; without, the old one goes over */
  readonly pin?: NewPin;
}

export interface ExchangeParams extends Common {
  readonly token?: string;
  readonly reason: "damaged";
}

type CardRenewed = { type: "CardRenewed"; card: string; validTo: string };

/** Without head office another store might replace the same card: refused unless the programme allows. */
const offlineRefusal = (context: Context): Refusal | undefined =>
  context.headOffice !== "offline" ||
  context.programme.file.offline?.allow?.includes("replace") === true
    ? undefined
    : refusal("offline.not_allowed");

/** In the order of the protocol: not lost, too early, counter closed, another holder. */
const replaceRefusal = (
  params: ReplaceParams,
  card: Card,
  view: View,
  context: Context,
): Refusal | undefined => {
  const member = view.get("member", card.member);
  const terms = context.programme.cardType(card.type)?.replace;
  const { moment, programme, calendar } = context;
  if (card.state !== "lost") return refusal("not_permitted", { state: card.state });
  if (card.replaceFrom !== undefined && moment.businessDate < card.replaceFrom) {
    return refusal("too_early", { from: card.replaceFrom });
  }
  if (terms?.hours !== undefined && !withinHours(programme, terms.hours, moment, calendar)) {
    return refusal("counter_closed", { hours: terms.hours });
  }
  if (params.identity === undefined) {
    return params.dryRun === true ? undefined : refusal("missing.identity");
  }
  return member !== undefined && isHolder(member, params.identity)
    ? undefined
    : refusal("identity_locked");
};

const newCardFor = (
  params: ReplaceParams | ExchangeParams,
  card: Card,
  given: {
    readonly view: View;
    readonly context: Context;
    readonly fee: number;
    readonly type: "CardReplaced" | "CardExchanged";
  },
): Decision => {
  const { view, context, fee, type } = given;
  const taken = tokenRefusal(view, params.token);
  if (taken !== undefined) return refused(taken);
  if (params.dryRun === true) {
    return accepted({
      events: [],
      lines: [],
      result: { card: params.card, account: card.account, fee },
    });
  }
  const paid = cardFee(context, fee, params.feeTenders);
  if (!paid.ok) return refused(paid.error);
  const { token, card: replaces } = params;
  const pin = "pin" in params ? params.pin : undefined;
  const made = replacingCard(view, context, { type, replaces, token, paidFee: fee, pin });
  const receipt = cardReceipt(view, context, {
    accountId: card.account,
    account: must(view.get("account", card.account), `account ${card.account}`),
    cardId: made.card,
    card: made.file,
    rows: [
      { label: type === "CardReplaced" ? "card.replaced" : "card.exchanged" },
      { label: "card.fee", amount: { value: fee, unit: context.programme.currency } },
    ],
  });
  return accepted({
    events: [...made.events, ...receipt.events],
    lines: paid.value.lines,
    result: {
      card: made.card,
      account: card.account,
      fee,
      number: made.file.number,
      receipt: receipt.facts.receipt,
      ...(paid.value.change === 0 ? {} : { change: paid.value.change }),
    },
    member: card.member,
    account: card.account,
    receipt: receipt.facts,
  });
};

/** → `{card, account, fee}` */
export const replace: Decider<ReplaceParams> = {
  roots: ({ card, token }) => [{ kind: "card", id: card }, ...newCardRoots(token)],
  decide: (params, view, context) => {
    const card = view.get("card", params.card);
    if (card === undefined) return refused(refusal("card.unknown"));
    const no = replaceRefusal(params, card, view, context) ?? offlineRefusal(context);
    if (no !== undefined) return refused(no);
    const fee = context.programme.cardType(card.type)?.replace?.fee ?? 0;
    return newCardFor(params, card, { view, context, fee, type: "CardReplaced" });
  },
};

/** → `{card, account, fee}`; at any hour */
export const exchange: Decider<ExchangeParams> = {
  roots: ({ card, token }) => [{ kind: "card", id: card }, ...newCardRoots(token)],
  decide: (params, view, context) => {
    const card = view.get("card", params.card);
    if (card === undefined) return refused(refusal("card.unknown"));
    const code = cardRefusal(card);
    if (code !== undefined) return refused(refusal(code));
    const no = offlineRefusal(context);
    if (no !== undefined) return refused(no);
    const fee = context.programme.cardType(card.type)?.damage?.fee ?? 0;
    return newCardFor(params, card, { view, context, fee, type: "CardExchanged" });
  },
};

const renewed = (
  params: Common,
  card: Card,
  terms: {
    readonly view: View;
    readonly context: Context;
    readonly validTo: string;
    readonly fee: number;
  },
): Accepted | Refusal => {
  const { view, context, validTo, fee } = terms;
  const result = { card: params.card, validTo, fee };
  if (params.dryRun === true) return accepted({ events: [], lines: [], result });
  const paid = cardFee(context, fee, params.feeTenders);
  if (!paid.ok) return paid.error;
  const receipt = issueReceipt(view, context, {
    kind: "card",
    account: card.account,
    rows: [{ label: "card.renewed", date: validTo }],
  });
  return accepted({
    events: [
      happened<CardRenewed>({ type: "CardRenewed", card: params.card, validTo }),
      ...receipt.events,
    ],
    lines: paid.value.lines,
    result: { ...result, receipt: receipt.facts.receipt },
    member: card.member,
    account: card.account,
    receipt: receipt.facts,
  });
};

/** → `{card, validTo, fee}`: one more period from the last valid day, or from today if that has passed */
export const renew: Decider<Common> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view, context) => {
    const card = view.get("card", params.card);
    if (card === undefined) return refused(refusal("card.unknown"));
    const code = cardRefusal(card);
    if (code !== undefined) return refused(refusal(code));
    const terms = context.programme.cardType(card.type);
    if (card.validTo === null || terms?.validity === undefined) {
      return refused(refusal("not_permitted", { why: "without_end" }));
    }
    const { businessDate } = context.moment;
    const from = card.validTo < businessDate ? businessDate : card.validTo;
    const validTo = lastDayOfTerm(context, from, terms.validity);
    const outcome = renewed(params, card, { view, context, validTo, fee: terms.annualFee ?? 0 });
    return "code" in outcome ? refused(outcome) : outcome;
  },
};

export const renewEvolvers = {
  CardRenewed: evolver<CardRenewed>((draft, { card: id, validTo }) => {
    const card = draft.get("card", id);
    if (card !== undefined) draft.put("card", id, { ...card, state: "active", validTo });
  }),
};
