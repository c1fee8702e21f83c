// The smaller bill that a reversal leaves: asked of the programme the bill was settled under, with the facts
// it was settled with.
import type { BillLine, BillQuote } from "../../programme/contract.ts";
import type { Programme } from "../../programme/programme.ts";
import { quoteBill } from "../../programme/quote.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Bill } from "../state.ts";
import { moneyGrants } from "./bonus.ts";
import { unitsOf } from "./earn.ts";

export interface LineReturn {
  /** counts from 0 */
  readonly line: number;
  readonly quantity: number;
}

export interface SmallerBill {
  readonly due: number;
  /** by line of the bill, 0 where nothing is left */
  readonly nets: readonly number[];
  readonly vouchers: Bill["vouchers"];
  /** money that points pay */
  readonly pointsPaid: number;
  /** units of counts and points it uses, by asset */
  readonly used: Readonly<Record<string, number>>;
  /** stored value it gives, minor units by rule */
  readonly bonuses: Readonly<Record<string, number>>;
  /** units earned and given, and the carry left */
  readonly earns: Readonly<
    Record<
      string,
      {
        readonly quantity: number;
        readonly carry: number;
        readonly own?: readonly { readonly rule: string; readonly quantity: number }[];
      }
    >
  >;
}

/** Units of each line that go back; refuses lines that are not there and more than is left. */
export const unitsReturned = (
  bill: Bill,
  lines: readonly LineReturn[] | undefined,
): Result<readonly number[], Refusal> => {
  const left = bill.rows.map(({ quantity, returned }) => quantity - returned);
  const asked =
    lines === undefined
      ? left
      : left.map((_, at) =>
          lines.reduce((sum, { line, quantity }) => (line === at ? sum + quantity : sum), 0),
        );
  const isKnown = (lines ?? []).every(
    ({ line, quantity }) => left[line] !== undefined && quantity > 0,
  );
  const isThere = asked.every((quantity, at) => quantity <= (left[at] ?? 0));
  return isKnown && isThere && asked.some((quantity) => quantity > 0)
    ? ok(asked)
    : err(refusal("not_permitted", { why: "nothing left to return" }));
};

export const paidByVouchers = (vouchers: Bill["vouchers"]): number =>
  vouchers.reduce((sum, { used }) => sum + used, 0);

export const paidByTenders = ({ tenders }: Pick<Bill, "tenders">): number =>
  tenders.reduce((sum, { amount }) => sum + amount, 0);

/** What points paid: the part of the bill that neither vouchers nor tenders covered. */
export const paidByPoints = (bill: Bill): number =>
  bill.due - paidByVouchers(bill.vouchers) - paidByTenders(bill);

const usedUnits = ({ redeemed }: BillQuote): Readonly<Record<string, number>> => {
  const units: Record<string, number> = {};
  for (const { asset, quantity } of redeemed) units[asset] = (units[asset] ?? 0) + quantity;
  return units;
};

/** Nothing is left: the carry is what it was before the bill. */
const nothing = (bill: Bill): SmallerBill => ({
  due: 0,
  nets: bill.rows.map(() => 0),
  vouchers: [],
  pointsPaid: 0,
  used: {},
  bonuses: {},
  earns: Object.fromEntries(
    Object.entries(bill.earned).map(([asset, { carryBefore }]) => [
      asset,
      { quantity: 0, carry: carryBefore },
    ]),
  ),
});

/** Of what was taken off by hand the units that stay keep their part. */
const offFor = ({ off, quantity: sold }: BillLine, quantity: number): Pick<BillLine, "off"> =>
  off === undefined ? {} : { off: Number((BigInt(off) * BigInt(quantity)) / BigInt(sold)) };

const quoteOf = (programme: Programme, bill: Bill, kept: readonly number[]): SmallerBill => {
  const lines = bill.input.lines.flatMap((line, at) => {
    const quantity = kept[at] ?? 0;
    if (quantity === 0) return [];
    return [{ ...line, quantity, ...offFor(line, quantity) }];
  });
  if (lines.length === 0) return nothing(bill);
  const quote = quoteBill(programme, { ...bill.input, lines });
  const earns = Object.entries(unitsOf({ programme }, quote)).map(
    ([asset, { quantity, carry = 0, own }]) =>
      [asset, { quantity, carry, ...(own === undefined ? {} : { own }) }] as const,
  );
  const nets = quote.lines.map(({ net }) => net);
  return {
    due: quote.due,
    nets: kept.map((quantity) => (quantity === 0 ? 0 : (nets.shift() ?? 0))),
    vouchers: quote.voucherUse.filter(({ used }) => used > 0),
    pointsPaid: quote.redeemed.reduce((sum, { amount }) => sum + amount, 0),
    used: usedUnits(quote),
    bonuses: Object.fromEntries(
      moneyGrants({ programme }, quote).map(({ rule, quantity }) => [rule, quantity]),
    ),
    earns: Object.fromEntries(earns),
  };
};

const usedBy = (bill: Bill): Readonly<Record<string, number>> => {
  const units: Record<string, number> = {};
  for (const { asset, amount } of bill.drawn) units[asset] = (units[asset] ?? 0) + amount;
  return units;
};

/**
 * A reversal never asks the guest for more. Where an offer is lost so that the smaller bill costs more,
 * nothing goes back; where points pay in steps too large for it, the points stay used.
 */
const neverMore = (bill: Bill, smaller: SmallerBill): SmallerBill => {
  const open = smaller.due - paidByVouchers(smaller.vouchers);
  const before = bill.due - paidByVouchers(bill.vouchers);
  const { due, vouchers } = bill;
  if (open > before) {
    const nets = bill.rows.map(({ net }) => net);
    const kept = { due, nets, vouchers, pointsPaid: paidByPoints(bill), used: usedBy(bill) };
    return { ...smaller, ...kept };
  }
  if (open - smaller.pointsPaid <= paidByTenders(bill)) return smaller;
  return { ...smaller, pointsPaid: Math.min(paidByPoints(bill), open), used: usedBy(bill) };
};

/** A voucher that an earlier return gave back is the member's again, and pays nothing here any more. */
const withItsVouchers = (bill: Bill, smaller: SmallerBill): SmallerBill => ({
  ...smaller,
  vouchers: smaller.vouchers.filter((one) =>
    bill.vouchers.some(({ coupon }) => coupon === one.coupon),
  ),
});

/** The bill without the units that go back. */
export const smallerBill = (
  programme: Programme,
  bill: Bill,
  returned: readonly number[],
): SmallerBill => {
  const kept = bill.rows.map((row, at) => row.quantity - row.returned - (returned[at] ?? 0));
  return neverMore(bill, withItsVouchers(bill, quoteOf(programme, bill, kept)));
};
