// A card comes into being: by issue, or in place of a lost or damaged one. The account stays where it is;
// a card is only the token that speaks for it.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Context, Ref, View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { takeSequence } from "../member/enrol.ts";
import { lookupId, point } from "../member/lookups.ts";
import { formatOf, nextSequence, numberOf, numberingId } from "../member/number.ts";
import { must } from "../must.ts";
import type { NewPin } from "../sealed.ts";
import type { Account, Card } from "../state.ts";
import { bindToken, tokenRoots } from "./token.ts";
import { trialLookup } from "./trial.ts";

type AccountOpened = {
  type: "AccountOpened";
  account: string;
  member: string;
  card: string;
  tier: string | null;
};
type CardIssued = {
  type: "CardIssued";
  card: string;
  sequence: number;
  file: Card;
  /** the bill that was shown for it */
  trialBill?: string;
};
type CardReplaced = {
  type: "CardReplaced" | "CardExchanged";
  card: string;
  sequence: number;
  file: Card;
  replaces: string;
};

export const newCardRoots = (token: string | undefined): readonly Ref[] => [
  { kind: "setting", id: numberingId },
  ...tokenRoots(token),
];

const takeNumber = (view: View, context: Context) => {
  const sequence = nextSequence(view, "card");
  const number = numberOf(formatOf(view, "card"), {
    prefix: context.store.prefix,
    businessDate: context.moment.businessDate,
    sequence,
  });
  return { sequence, number };
};

export interface NewCard {
  readonly card: string;
  readonly file: Card;
  readonly events: readonly DomainEvent[];
}

/** The first card of a new account: the account is opened with it. */
export const issuedCard = (
  view: View,
  context: Context,
  given: {
    readonly account: string;
    readonly tier: string | null;
    readonly file: Omit<Card, "number" | "account">;
    readonly trialBill?: string;
  },
): NewCard => {
  const card = context.newId("c");
  const { account, tier } = given;
  const { member } = given.file;
  const { sequence, number } = takeNumber(view, context);
  const file = { ...given.file, number, account };
  return {
    card,
    file,
    events: [
      happened<AccountOpened>({ type: "AccountOpened", account, member, card, tier }),
      happened<CardIssued>({
        type: "CardIssued",
        card,
        sequence,
        file,
        ...(given.trialBill === undefined ? {} : { trialBill: given.trialBill }),
      }),
    ],
  };
};

/** A new card in place of `replaces`: type, term, PIN and card year go over to it. */
export const replacingCard = (
  view: View,
  context: Context,
  given: {
    readonly type: CardReplaced["type"];
    readonly replaces: string;
    readonly token: string | undefined;
    readonly paidFee: number;
    /** absent: the old card's PIN goes over */
    readonly pin: NewPin | undefined;
  },
): NewCard => {
  const {
    lostAt: _,
    replaceFrom: _from,
    token: _token,
    ...old
  } = must(view.get("card", given.replaces), `card ${given.replaces}`);
  const pin = given.pin ?? old.pin;
  const card = context.newId("c");
  const { sequence, number } = takeNumber(view, context);
  const file: Card = {
    ...old,
    number,
    state: "active",
    paidFee: given.paidFee,
    ...(given.token === undefined ? {} : { token: given.token }),
    ...(pin === undefined
      ? {}
      : { pin: { salt: pin.salt, verifier: pin.verifier, wrong: 0, blocked: false } }),
  };
  const { type, replaces } = given;
  return {
    card,
    file,
    events: [happened<CardReplaced>({ type, card, sequence, file, replaces })],
  };
};

/** An account on its first day, empty. */
export const openedAccount = (
  openedOn: string,
  given: Omit<AccountOpened, "type" | "account">,
): Account => ({
  member: given.member,
  card: given.card,
  cards: [given.card],
  tier: given.tier,
  openedOn,
  lots: [],
  holds: [],
  coupons: [],
  carry: {},
  windowFrom: {},
  lastActivityOn: {},
  history: [],
  maxSingleTopUp: 0,
  offlineSpent: 0,
  benefitsUsed: {},
  ...(given.tier === null ? {} : { tierSince: openedOn }),
});

const cardReplaced = evolver<CardReplaced>((draft, { card, sequence, file, replaces }) => {
  const old = must(draft.get("card", replaces), `card ${replaces}`);
  const account = must(draft.get("account", file.account), `account ${file.account}`);
  draft.put("card", replaces, { ...old, state: "replaced", replacedBy: card });
  draft.put("card", card, file);
  draft.put("account", file.account, { ...account, card, cards: [...account.cards, card] });
  takeSequence(draft, "card", sequence);
  bindToken(draft, file.token, card);
  point(draft, lookupId.number(file.number), { kind: "card", id: card });
});

export const newCardEvolvers = {
  AccountOpened: evolver<AccountOpened>((draft, opened, at) => {
    const member = must(draft.get("member", opened.member), `member ${opened.member}`);
    draft.put("account", opened.account, openedAccount(at.businessDate, opened));
    draft.put("member", opened.member, {
      ...member,
      accounts: [...member.accounts, opened.account],
    });
  }),
  CardIssued: evolver<CardIssued>((draft, { card, sequence, file, trialBill }) => {
    if (trialBill !== undefined) point(draft, trialLookup(trialBill), { kind: "card", id: card });
    draft.put("card", card, file);
    takeSequence(draft, "card", sequence);
    bindToken(draft, file.token, card);
    point(draft, lookupId.number(file.number), { kind: "card", id: card });
  }),
  CardReplaced: cardReplaced,
  CardExchanged: cardReplaced,
};
