// Benefits that are won once (a gift tier for sixty nights, the prize of a task) and wait to be handed over.
import type { Benefit } from "../../programme/contract.ts";
import type { Book } from "../account/book.ts";
import type { BenefitUsed } from "../account/events.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Account } from "../state.ts";

type BenefitEarned = {
  type: "BenefitEarned";
  account: string;
  benefit: Benefit;
  rule: string;
  on: string;
  /** how many of it */
  quantity: number;
};
export type EarnedBenefitGiven = { type: "EarnedBenefitGiven"; account: string; code: string };

/** `perYear` of a benefit that is won says how many it is. */
const quantityOf = ({ perYear }: Benefit): number => (typeof perYear === "number" ? perYear : 1);

export const earnBenefit = (
  book: Book,
  won: { readonly benefit: Benefit; readonly rule: string; readonly on: string },
): void => {
  const quantity = quantityOf(won.benefit);
  book.happen([
    happened<BenefitEarned>({ type: "BenefitEarned", account: book.id, ...won, quantity }),
  ]);
};

/** Benefits of the `close` stage: each rule gives its own once in a calendar year. */
export const earnAtClose = (
  book: Book,
  on: string,
  offered: readonly { readonly benefit: Benefit; readonly rule: string }[],
): void => {
  const period = on.slice(0, 4);
  for (const { benefit, rule } of offered) {
    const code = `close:${rule}`;
    if (book.account.benefitsUsed[`${code}:${period}`] !== undefined) continue;
    book.happen([happened<BenefitUsed>({ type: "BenefitUsed", account: book.id, code, period })]);
    earnBenefit(book, { benefit, rule, on });
  }
};

const change = (account: Account, code: string): Account => {
  const earned = account.benefitsEarned ?? [];
  const at = earned.findIndex(({ benefit }) => benefit.code === code);
  const won = earned[at];
  if (won === undefined) return account;
  const left = won.left - 1;
  return {
    ...account,
    benefitsEarned: left > 0 ? earned.with(at, { ...won, left }) : earned.toSpliced(at, 1),
  };
};

export const earnedEvolvers = {
  BenefitEarned: evolver<BenefitEarned>((draft, { account: id, benefit, rule, on, quantity }) => {
    const account = must(draft.get("account", id), `account ${id}`);
    const won = { benefit, rule, on, left: quantity };
    draft.put("account", id, {
      ...account,
      benefitsEarned: [...(account.benefitsEarned ?? []), won],
    });
  }),
  EarnedBenefitGiven: evolver<EarnedBenefitGiven>((draft, { account: id, code }) =>
    draft.put("account", id, change(must(draft.get("account", id), `account ${id}`), code)),
  ),
};
