// card.issue: a member gets a card and with it an account, perhaps filled at once. Whether she may have
// it and what it costs is the programme's word.
import { createBook } from "../account/book.ts";
import { sellerRoots } from "../account/commission.ts";
import { availableOf } from "../account/lots.ts";
import {
  type Context,
  type Decider,
  type ReceiptRow,
  type View,
  accepted,
  refused,
} from "../contract.ts";
import type { Account } from "../state.ts";
import { cardReceipt } from "./card-receipt.ts";
import { type Application, type IssueParams, applyFor } from "./issue-application.ts";
import { type IssueMoney, settleIssue } from "./issue-money.ts";
import { issuedCard, newCardRoots, openedAccount } from "./new-card.ts";
import { trialRoots } from "./trial.ts";

const issueRows = (
  params: IssueParams,
  context: Context,
  done: IssueMoney & { readonly fee: number },
): readonly ReceiptRow[] => {
  const unit = context.programme.currency;
  const row = (label: string, value: number): readonly ReceiptRow[] =>
    value === 0 ? [] : [{ label, amount: { value, unit } }];
  return [
    { label: "card.issued", text: params.type },
    ...row("card.fee", done.fee),
    ...row("topup", params.firstTopUp?.amount ?? 0),
    ...row("bonus", done.bonus),
    ...row("change", done.change),
  ];
};

interface Filled {
  readonly id: string;
  readonly account: Account;
  readonly money: IssueMoney;
  readonly application: Application;
}

/** The card itself and its receipt. */
const handOut = (params: IssueParams, filled: Filled, at: { view: View; context: Context }) => {
  const { view, context } = at;
  const { terms, file, tier } = filled.application;
  const made = issuedCard(view, context, {
    account: filled.id,
    tier,
    file: { ...file, paidFee: terms.fee },
    ...(params.trial === undefined || terms.waivedBy === undefined
      ? {}
      : { trialBill: params.trial.bill }),
  });
  const receipt = cardReceipt(view, context, {
    accountId: filled.id,
    account: filled.account,
    cardId: made.card,
    card: made.file,
    rows: issueRows(params, context, { ...filled.money, fee: terms.fee }),
    ...(params.firstTopUp === undefined
      ? {}
      : { invoiceable: { as: "topup" as const, amount: params.firstTopUp.amount } }),
  });
  return { made, receipt };
};

const figures = (filled: Filled, context: Context) => {
  const { terms, file } = filled.application;
  const { bonus, commission, change } = filled.money;
  const asset = context.programme.storedAsset?.id ?? "";
  const when = context.moment;
  return {
    fee: terms.fee,
    bonus,
    validTo: file.validTo,
    commission,
    available: availableOf(context, filled.account, { asset, when }),
    ...(terms.waivedBy === undefined ? {} : { waivedBy: { ...terms.waivedBy } }),
    ...(change === 0 ? {} : { change }),
  };
};

/** → `{card, account, number, fee, bonus, validTo, commission, available, receipt}` */
export const issue: Decider<IssueParams> = {
  roots: (params) => [
    { kind: "member", id: params.member },
    ...newCardRoots(params.token),
    ...sellerRoots(params.seller),
    ...trialRoots(params.trial?.bill),
  ],
  decide: (params, view, context) => {
    const applied = applyFor(params, view, context);
    if (!applied.ok) return refused(applied.error);
    const application = applied.value;
    const { businessDate } = context.moment;
    const { member } = params;
    const opened = openedAccount(businessDate, { member, card: "", tier: application.tier });
    const id = context.newId("a");
    const book = createBook(id, opened);
    const settled = settleIssue(book, view, { context, params, application });
    if (!settled.ok) return refused(settled.error);
    const filled = { id, account: book.account, money: settled.value, application };
    const result = figures(filled, context);
    if (params.dryRun === true) {
      return accepted({ events: [], lines: [], result: { card: "", account: "", ...result } });
    }
    const { made, receipt } = handOut(params, filled, { view, context });
    return accepted({
      events: [...made.events, ...book.events, ...receipt.events],
      lines: book.lines,
      result: {
        card: made.card,
        account: id,
        number: made.file.number,
        ...result,
        receipt: receipt.facts.receipt,
      },
      member,
      account: id,
      receipt: receipt.facts,
    });
  },
};
