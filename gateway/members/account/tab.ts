// tab.settle: a member pays what she owes. Only with money from outside: a tab is not paid by a tab.
import { refusal } from "../../refusals.ts";
import { accepted, type Decider, refused } from "../contract.ts";
import { issueReceipt } from "../receipt.ts";
import type { Tender } from "../sealed.ts";
import { accountRoots, holderOf } from "./access.ts";
import { createBook } from "./book.ts";
import { offlineRefusal } from "./spend.ts";
import { takeOutsideTenders, tillLines } from "./tenders.ts";

export interface SettleTabParams {
  readonly account: string;
  readonly amount: number;
  readonly tenders: readonly Tender[];
}

/** Paying a debt is open whatever the state of the card. */
export const settleTab: Decider<SettleTabParams> = {
  roots: (params) => accountRoots(params.account),
  decide: (params, view, context) => {
    const holder = holderOf(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const offline = offlineRefusal(context, "tab");
    if (offline !== undefined) return refused(offline);
    const { account, amount } = params;
    const owed = holder.value.account.receivable ?? 0;
    if (amount > owed || amount <= 0) return refused(refusal("amount.out_of_range", { owed }));
    const paid = takeOutsideTenders(context, amount, params.tenders);
    if (!paid.ok) return refused(paid.error);
    const book = createBook(account, holder.value.account);
    const unit = context.programme.currency;
    book.post(tillLines(context, paid.value.outside));
    book.post([{ account: `asset:receivable:${account}`, unit, amount: -amount }]);
    const receipt = issueReceipt(view, context, {
      kind: "topup",
      account,
      rows: [
        {
          label: "tender.tab",
          amount: { value: amount, unit },
          before: owed,
          after: owed - amount,
        },
      ],
    });
    return accepted({
      events: [...book.events, ...receipt.events],
      lines: book.lines,
      member: holder.value.account.member,
      account,
      receipt: receipt.facts,
      result: {
        settled: amount,
        owed: owed - amount,
        receipt: receipt.facts.receipt,
        ...(paid.value.change === 0 ? {} : { change: paid.value.change }),
      },
    });
  },
};
