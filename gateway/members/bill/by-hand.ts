// What a bill's lines were reduced by a person's word, by hand or as an offer of the house: who may, how much without
// a second person, and why.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { BillLine, BillQuote } from "../../programme/contract.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import type { Context, View } from "../contract.ts";
import type { Approval } from "../sealed.ts";
import { approve } from "../staff/approval.ts";
import type { Bill } from "../state.ts";

/** Less than this a cashier takes off alone, minor units: the small change of a sum. */
const smallChange = 100;

export interface ByHand {
  readonly reason: string;
  /** a manager, where the one at the till is none and more than small change is taken off */
  readonly approval?: Approval;
}

interface Judged {
  readonly refusal?: Refusal;
  /** counted PIN tries of the second person */
  readonly events: readonly DomainEvent[];
  /** as the bill keeps it */
  readonly kept: Pick<Bill, "byHand">;
}

const nothing: Judged = { events: [], kept: {} };

/** How the programme names an offer that the till added, among a line's reasons (programme/price.ts). */
const offerRule = "offer:";

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** What offers saved the guest; an offer that the programme's own price beats saved nothing. */
const offeredIn = ({ lines }: Pick<BillQuote, "lines">): number =>
  sum(
    lines.flatMap(({ applied }) =>
      applied.flatMap(({ rule, amount }) => (rule.startsWith(offerRule) ? [amount] : [])),
    ),
  );

/** A program that is connected brings its own offers, as it brings its own prices: no person said them here. */
const saysOffers = ({ actor }: Context): boolean => actor.role !== "integration";

/**
 * A kiosk takes nothing off; a till needs a reason for what is taken off by hand, and from one unit of money on, offers
 * counted in, a manager.
 */
export const judgeByHand = (
  asked: {
    readonly lines: readonly BillLine[];
    readonly quote: Pick<BillQuote, "lines">;
    readonly where?: string;
    readonly byHand?: ByHand;
  },
  view: View,
  context: Context,
): Judged => {
  const off = sum(asked.lines.map((line) => line.off ?? 0));
  const offered = saysOffers(context) ? offeredIn(asked.quote) : 0;
  const { byHand, where } = asked;
  if (off + offered === 0) return nothing;
  if (where === "kiosk")
    return { ...nothing, refusal: refusal("not_permitted", { what: "discount" }) };
  if (off > 0 && byHand === undefined) return { ...nothing, refusal: refusal("missing.reason") };
  const alone = off + offered < smallChange || context.actor.rights.includes("manager");
  const said = { reason: byHand?.reason ?? "", ...(offered === 0 ? {} : { offered }) };
  if (alone) return { events: [], kept: { byHand: said } };
  const approval = byHand?.approval;
  const rights = ["manager"];
  const approved = approve(view, context, { approval, rights, missing: "missing.approval" });
  const by = approval === undefined ? {} : { approvedBy: approval.staff };
  return { ...approved, kept: { byHand: { ...said, ...by } } };
};
