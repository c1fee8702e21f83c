// What a guest pays with: adds up to what is due, change only out of cash, and where each kind is booked.
import type { Posting } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context } from "../contract.ts";
import type { Tender } from "../sealed.ts";

/** A tender that is an asset of the programme carries its kind; all others are money from outside. */
export interface Payment {
  /** money from outside, change taken off, by type */
  readonly outside: readonly { readonly type: string; readonly amount: number }[];
  /** stored value, by asset */
  readonly stored: readonly {
    readonly asset: string;
    readonly amount: number;
    readonly hold?: string;
  }[];
  /** put on the member's tab, by credit asset */
  readonly tab: readonly { readonly asset: string; readonly amount: number }[];
  readonly change: number;
}

export type PayingTender = Tender & { readonly hold?: string };

/** Names of tills' accounts are made of these; `receivable` is a member's tab. */
const outsideType = /^(?!receivable$)[a-z][a-z0-9_.-]{0,31}$/;

const sum = (tenders: readonly { readonly amount: number }[]): number =>
  tenders.reduce((total, tender) => total + tender.amount, 0);

/** Tenders must cover `due` exactly; what is over must be cash and becomes change. */
export const takeTenders = (
  context: Pick<Context, "programme">,
  due: number,
  given: readonly PayingTender[],
): Result<Payment, Refusal> => {
  const tenders = given.filter(({ amount }) => amount > 0);
  const kindOf = ({ type }: PayingTender): string =>
    context.programme.asset(type)?.kind ?? "outside";
  const unknown = tenders.find(
    (tender) =>
      !["money", "credit", "outside"].includes(kindOf(tender)) ||
      (kindOf(tender) === "outside" && !outsideType.test(tender.type)),
  );
  if (unknown !== undefined) return err(refusal("not_permitted", { tender: unknown.type }));
  const change = sum(tenders) - due;
  const cash = sum(tenders.filter(({ type }) => type === "cash"));
  if (change < 0 || change > cash) {
    return err(refusal("tender.mismatch", { due, tendered: sum(tenders) }));
  }
  const named = (kind: string) => tenders.filter((tender) => kindOf(tender) === kind);
  return ok({
    outside: withoutChange(named("outside"), change),
    stored: named("money").map(({ type, amount, hold }) => ({
      asset: type,
      amount,
      ...(hold === undefined ? {} : { hold }),
    })),
    tab: named("credit").map(({ type, amount }) => ({ asset: type, amount })),
    change,
  });
};

const withoutChange = (
  tenders: readonly PayingTender[],
  change: number,
): readonly { type: string; amount: number }[] => {
  let open = change;
  return tenders
    .map(({ type, amount }) => {
      const back = type === "cash" ? Math.min(open, amount) : 0;
      open -= back;
      return { type, amount: amount - back };
    })
    .filter(({ amount }) => amount > 0);
};

/** Only money from outside: for top-ups and fees, which stored value cannot pay. */
export const takeOutsideTenders = (
  context: Pick<Context, "programme">,
  due: number,
  given: readonly PayingTender[],
): Result<Payment, Refusal> => {
  const inner = given.find(({ type }) => context.programme.asset(type) !== undefined);
  if (inner !== undefined) return err(refusal("not_permitted", { tender: inner.type }));
  return takeTenders(context, due, given);
};

/** Lines that put money into the till of the acting station (`sign` 1) or take it out (−1). */
export const tillLines = (
  context: Pick<Context, "programme" | "actor">,
  money: readonly { readonly type: string; readonly amount: number }[],
  sign: 1 | -1 = 1,
): readonly Posting[] =>
  money.map(({ type, amount }) => ({
    account: `asset:${type}:${ledgerName(context.actor.station)}`,
    unit: context.programme.currency,
    amount: sign * amount,
  }));

/** An id as a segment of a ledger account's name, where ":" separates segments. */
export const ledgerName = (id: string): string => id.replaceAll(":", "%3A");
