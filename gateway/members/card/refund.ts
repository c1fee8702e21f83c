// card.refund: a card is taken back and what the guest paid in is paid out. Two persons where the
// programme asks; bonus and points are forfeited and shown before; the card is never given out again.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { RefundNeed } from "../../programme/format.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { isOver } from "../account/lots.ts";
import { type Context, type Decider, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { issueReceipt } from "../receipt.ts";
import type { Approval, IdentityProof, PinProof } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";
import type { Account, Card } from "../state.ts";
import { isHolder } from "./holder.ts";
import { payoutOf } from "./payout.ts";
import { checkPin } from "./pin.ts";
import { cardRefusal } from "./recognise.ts";

export interface RefundParams {
  readonly card: string;
  readonly reason?: string;
  readonly pin?: PinProof;
  readonly identity?: IdentityProof;
  /** the clerk has compared the registration data on the spot */
  readonly registration?: boolean;
  readonly cardReturned?: boolean;
  readonly financeApproval?: Approval;
  /** shows what would be paid and forfeited; asks for no proof, changes nothing */
  readonly dryRun?: boolean;
}

type CardRefunded = {
  type: "CardRefunded";
  card: string;
  account: string;
  reason: string;
  pay: number;
  forfeited: Readonly<Record<string, number>>;
  approvedBy?: string;
};

interface Needed {
  readonly refusal?: Refusal;
  readonly events: readonly DomainEvent[];
}

interface Subject {
  readonly id: string;
  readonly card: Card;
  readonly view: View;
  readonly context: Context;
}

const missing = (code: Refusal["code"]): Needed => ({ refusal: refusal(code), events: [] });
const given: Needed = { events: [] };

const pinNeed = ({ id, card, context }: Subject, pin: PinProof | undefined): Needed => {
  if (pin === undefined) return missing("missing.pin");
  const { why, events } = checkPin(context.programme, { id, card }, pin);
  return why === undefined ? { events } : { refusal: refusal(why), events };
};

const identityNeed = ({ card, view }: Subject, proof: IdentityProof | undefined): Needed => {
  if (proof === undefined) return missing("missing.identity");
  const member = view.get("member", card.member);
  return member !== undefined && isHolder(member, proof) ? given : missing("identity_locked");
};

/** What the programme may ask for before money goes out, each with its own "no". */
const needs: Readonly<Record<RefundNeed, (params: RefundParams, subject: Subject) => Needed>> = {
  reason: ({ reason }) => ((reason ?? "").trim() === "" ? missing("missing.reason") : given),
  pin: ({ pin }, subject) => pinNeed(subject, pin),
  registration: ({ registration }) =>
    registration === true ? given : missing("missing.registration"),
  card: ({ cardReturned }) => (cardReturned === true ? given : missing("missing.card")),
  identity: ({ identity }, subject) => identityNeed(subject, identity),
  finance_approval: ({ financeApproval }, { view, context }) =>
    approve(view, context, {
      approval: financeApproval,
      rights: ["finance"],
      missing: "missing.finance_approval",
    }),
};

/** At the till money never goes out by one person's word, whatever the programme asks for. */
const needsSecondPerson = (context: Context, asked: readonly RefundNeed[]): boolean =>
  context.actor.role === "cashier" && !asked.includes("finance_approval");

const secondPerson = ({ financeApproval }: RefundParams, { view, context }: Subject): Needed =>
  approve(view, context, {
    approval: financeApproval,
    rights: ["finance", "manager"],
    missing: "missing.finance_approval",
  });

/** Asks in the programme's order and stops at the first "no". */
const askAll = (params: RefundParams, subject: Subject, asked: readonly RefundNeed[]): Needed => {
  const events: DomainEvent[] = [];
  for (const need of asked) {
    const answer = needs[need](params, subject);
    events.push(...answer.events);
    if (answer.refusal !== undefined) return { refusal: answer.refusal, events };
  }
  return { events };
};

const refundRefusal = (card: Card, account: Account, context: Context): Refusal | undefined => {
  const code = cardRefusal(card);
  if (code !== undefined) return refusal(code);
  if (context.headOffice === "offline") return refusal("offline.not_allowed");
  if (context.programme.cardType(card.type)?.refund?.allowed !== true) {
    return refusal("not_permitted", { why: "programme" });
  }
  if (account.holds.some((hold) => !isOver(hold.expiresAt, context.moment)))
    return refusal("not_permitted", { why: "hold" });
  return (account.receivable ?? 0) > 0 ? refusal("not_permitted", { why: "tab" }) : undefined;
};

/** → `{pay, forfeited, receipt}` */
export const refund: Decider<RefundParams> = {
  roots: ({ card, financeApproval }) => [
    { kind: "card", id: card },
    ...approvalRoots(financeApproval),
  ],
  decide: (params, view, context) => {
    const card = view.get("card", params.card);
    const account = card === undefined ? undefined : view.get("account", card.account);
    if (card === undefined || account === undefined) return refused(refusal("card.unknown"));
    const no = refundRefusal(card, account, context);
    if (no !== undefined) return refused(no);
    const { pay, forfeited, lines } = payoutOf(context, card.account, account);
    if (params.dryRun === true) {
      return accepted({ events: [], lines: [], result: { pay, forfeited } });
    }
    const subject = { id: params.card, card, view, context };
    const asked = context.programme.cardType(card.type)?.refund?.requires ?? [];
    const second = needsSecondPerson(context, asked) ? secondPerson(params, subject) : given;
    if (second.refusal !== undefined) return refused(second.refusal, second.events);
    const proved = askAll(params, subject, asked);
    if (proved.refusal !== undefined) {
      return refused(proved.refusal, [...second.events, ...proved.events]);
    }
    const approvedBy = params.financeApproval?.staff;
    const done = happened<CardRefunded>({
      type: "CardRefunded",
      card: params.card,
      account: card.account,
      reason: params.reason ?? "",
      pay,
      forfeited,
      ...(approvedBy === undefined ? {} : { approvedBy }),
    });
    const unit = context.programme.currency;
    const receipt = issueReceipt(view, context, {
      kind: "refund",
      account: card.account,
      rows: [
        { label: "card.refunded", amount: { value: pay, unit } },
        ...Object.entries(forfeited).map(([asset, value]) => ({
          label: "forfeited",
          amount: { value, unit: asset },
        })),
      ],
    });
    return accepted({
      events: [...second.events, ...proved.events, done, ...receipt.events],
      lines,
      result: { pay, forfeited, receipt: receipt.facts.receipt },
      member: card.member,
      account: card.account,
      receipt: receipt.facts,
    });
  },
};

export const refundEvolvers = {
  CardRefunded: evolver<CardRefunded>((draft, { card: id }) => {
    const card = draft.get("card", id);
    if (card !== undefined) draft.put("card", id, { ...card, state: "closed" });
  }),
};
