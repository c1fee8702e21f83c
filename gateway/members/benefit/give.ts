// benefit.give: a promised thing is handed over (the birthday gift, a gift tier), and counted where it is numbered.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Benefit } from "../../programme/contract.ts";
import { benefits } from "../../programme/terms.ts";
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import type { BenefitUsed } from "../account/events.ts";
import { accountFacts, type Holder } from "../account/facts.ts";
import { earnedBenefits, openBenefits } from "../account/view.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { happened } from "../evolver.ts";
import { issueReceipt } from "../receipt.ts";
import type { EarnedBenefitGiven } from "./earned.ts";

export interface GiveParams {
  readonly account: string;
  /** code of the benefit */
  readonly benefit: string;
}

/** What was won goes first; then what the programme offers today. */
const openOf = (context: Context, holder: Holder, code: string): Benefit | undefined => {
  const offered = benefits(context.programme, {
    ...accountFacts(context, holder),
    authenticated: true,
  });
  const open = [
    ...earnedBenefits(holder.account),
    ...openBenefits(holder.account, offered, context.moment.businessDate),
  ];
  return open.find((benefit) => benefit.code === code);
};

const given = (context: Context, id: string, benefit: Benefit): readonly DomainEvent[] => {
  const { code } = benefit;
  if (benefit["earnedOn"] !== undefined)
    return [happened<EarnedBenefitGiven>({ type: "EarnedBenefitGiven", account: id, code })];
  if (typeof benefit["left"] !== "number") return [];
  const period = context.moment.businessDate.slice(0, 4);
  return [happened<BenefitUsed>({ type: "BenefitUsed", account: id, code, period })];
};

/** → `{benefit: {code, …, left?}, receipt}`: what was given and how many are left; `benefit.not_due` */
export const giveBenefit: Decider<GiveParams> = {
  roots: ({ account }) => accountRoots(account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const benefit = openOf(context, holder.value, params.benefit);
    if (benefit === undefined)
      return refused(refusal("benefit.not_due", { benefit: params.benefit }));
    const { left, ...rest } = benefit;
    const after = typeof left === "number" ? { left: left - 1 } : {};
    const receipt = issueReceipt(view, context, {
      kind: "redeem",
      account: params.account,
      rows: [{ label: `benefit.${benefit.code}` }],
    });
    return accepted({
      events: [...given(context, params.account, benefit), ...receipt.events],
      lines: [],
      result: { benefit: { ...rest, ...after }, receipt: receipt.facts.receipt },
      member: holder.value.account.member,
      account: params.account,
      receipt: receipt.facts,
    });
  },
};
