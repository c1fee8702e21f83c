// May this member have this card, and on what terms? Facts for the programme and its answer; no money.
import type { Facts, IssueTerms } from "../../programme/contract.ts";
import type { CardTerms } from "../../programme/format.ts";
import { issueTerms } from "../../programme/terms.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountFacts, whereOf } from "../account/facts.ts";
import { deniedBy } from "../account/denied.ts";
import { lastDayOfTerm } from "../account/last-day.ts";
import type { Context, View } from "../contract.ts";
import type { NewPin, Tender } from "../sealed.ts";
import type { Card, Member } from "../state.ts";
import { openedAccount } from "./new-card.ts";
import { tokenRefusal } from "./token.ts";
import { trialFacts } from "./trial.ts";

export interface IssueParams {
  readonly member: string;
  readonly type: string;
  readonly token?: string;
  readonly pin?: NewPin;
  readonly firstTopUp?: {
    readonly amount: number;
    readonly tenders: readonly Tender[];
    readonly channel?: string;
  };
  readonly feeFrom?: "tender" | "stored";
  readonly feeTenders?: readonly Tender[];
  readonly seller?: string;
  readonly gifted?: boolean;
  readonly trial?: { readonly bill: string };
  /** what the clerk confirms from the books */
  readonly facts?: Facts;
  readonly dryRun?: boolean;
}

/** Facts a clerk may state; everything else is known here and not for her to say. */
const clerkFacts = [
  "spendInYear",
  "spend12m",
  "staysInYear",
  "nightsInYear",
  "invited",
  "paidUpgrade",
  "giftedTier",
] as const;

const statedFacts = (facts: Facts | undefined): Facts =>
  Object.fromEntries(
    clerkFacts.flatMap((name) => (facts?.[name] === undefined ? [] : [[name, facts[name]]])),
  );

/** Everything that is settled before money is counted. */
export interface Application {
  readonly member: Member;
  readonly type: CardTerms;
  readonly terms: IssueTerms;
  readonly facts: Facts;
  readonly tier: string | null;
  readonly file: Omit<Card, "number" | "account">;
}

const cardFile = (params: IssueParams, type: CardTerms, context: Context): Application["file"] => {
  const { businessDate } = context.moment;
  const { pin } = params;
  return {
    type: params.type,
    issuedType: params.type,
    member: params.member,
    state: "active",
    issuedOn: businessDate,
    validTo:
      type.validity === undefined ? null : lastDayOfTerm(context, businessDate, type.validity),
    gifted: params.gifted ?? false,
    paidFee: 0,
    ...(params.token === undefined ? {} : { token: params.token }),
    ...(pin === undefined
      ? {}
      : { pin: { salt: pin.salt, verifier: pin.verifier, wrong: 0, blocked: false } }),
  };
};

const issueFacts = (
  params: IssueParams,
  given: {
    readonly view: View;
    readonly context: Context;
    readonly member: Member;
    readonly file: Application["file"];
    readonly tier: string | null;
  },
): Facts => {
  const { view, context, member, file, tier } = given;
  const account = openedAccount(context.moment.businessDate, {
    member: params.member,
    card: "",
    tier,
  });
  const card = { ...file, number: "", account: "" };
  return {
    ...accountFacts(context, { account, card, member }),
    ...statedFacts(params.facts),
    ...trialFacts(view, params.trial?.bill),
    firstTopup: params.firstTopUp?.amount ?? 0,
    channel: params.firstTopUp?.channel ?? "desk",
    where: whereOf(context, undefined),
  };
};

/**
 * The programme's terms. A bill shown for a trial must fit on the day it was paid and on the day it is
 * shown: a trial that is over gives nothing any more, whenever the bill was paid.
 */
const termsNow = (params: IssueParams, context: Context, facts: Facts): IssueTerms => {
  const asPaid = issueTerms(context.programme, params.type, facts);
  if (facts["trialBill.date"] === undefined) return asPaid;
  const shownOn = { ...facts, "trialBill.date": context.moment.businessDate };
  const asShown = issueTerms(context.programme, params.type, shownOn);
  return asShown.fee > asPaid.fee ? asShown : asPaid;
};

/** "No" for want of a document is said as such, since that is what the clerk can cure. */
const unmet = (terms: IssueTerms, member: Member): Refusal =>
  member.person.identity === undefined && terms.unmet.includes("identityVerified")
    ? refusal("missing.identity")
    : refusal("issue_conditions_not_met", { facts: terms.unmet });

export const applyFor = (
  params: IssueParams,
  view: View,
  context: Context,
): Result<Application, Refusal> => {
  const member = view.get("member", params.member);
  if (member === undefined || member.erased === true) {
    return err(refusal("not_found", { member: params.member }));
  }
  const type = context.programme.cardType(params.type);
  if (type === undefined) return err(refusal("not_found", { type: params.type }));
  const taken = tokenRefusal(view, params.token);
  if (taken !== undefined) return err(taken);
  if (type.pin === "required" && params.pin === undefined) return err(refusal("missing.pin"));
  const file = cardFile(params, type, context);
  const tier = type.tier ?? null;
  const facts = issueFacts(params, { view, context, member, file, tier });
  const terms = termsNow(params, context, facts);
  if (terms.denied !== undefined) return err(deniedBy(terms.denied));
  if (!terms.met) return err(unmet(terms, member));
  return ok({ member, type, terms, facts, tier: terms.tier ?? tier, file });
};
