// One bill priced, discounted, paid and rewarded by the programme: a pure function of facts. The order
// is price → discount → entitle → by hand → voucher → points_pay → tender → earn → benefit.
import type { Programme } from "./compile.ts";
import type { BillInput, BillQuote, Denied, QuotedLine } from "./contract.ts";
import { applyPrices } from "./discount.ts";
import { applyEarning, earningBase } from "./earn.ts";
import { applyEntitlements } from "./entitle.ts";
import type { Stage } from "./format.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { billNet, linesOf, openBill } from "./lines.ts";
import { AMOUNT_MAX } from "./money.ts";
import { takeOff } from "./off.ts";
import { payByPoints, payByVoucher, proposeTenders } from "./pay.ts";
import { benefits } from "./terms.ts";

/** Stages of a bill in which a `deny` rule refuses the whole bill. */
const billStages: readonly Stage[] = [
  "price",
  "discount",
  "entitle",
  "voucher",
  "points_pay",
  "tender",
  "earn",
];

const nothing: Omit<BillQuote, "denied"> = {
  lines: [],
  due: 0,
  tenders: [],
  earns: {},
  benefits: [],
  voucherUse: [],
  redeemed: [],
  grants: [],
  payable: {},
};

const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isQuantity = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** Whether every amount of the bill, and their sum, stays where arithmetic is exact. */
const inRange = (input: BillInput): boolean => {
  let sum = 0;
  for (const line of input.lines) {
    if (!isQuantity(line.quantity) || !isAmount(line.list) || !isAmount(line.off ?? 0))
      return false;
    sum += line.list * line.quantity;
    if (!Number.isSafeInteger(sum) || sum > AMOUNT_MAX) return false;
  }
  return (
    input.vouchers.every(({ value }) => isQuantity(value) && value <= AMOUNT_MAX) &&
    input.redeem.every(({ quantity }) => isQuantity(quantity))
  );
};

const denial = (bill: WorkBill): Denied | undefined => {
  for (const stage of billStages) {
    for (const rule of bill.programme.rulesAt(stage)) {
      if (rule.then.deny === undefined || linesOf(bill, rule).length === 0) continue;
      const { id, cite } = rule;
      return { code: rule.then.deny, rule: id, ...(cite === undefined ? {} : { cite }) };
    }
  }
  return undefined;
};

const quoted = (line: WorkLine): QuotedLine => ({
  list: line.list,
  net: line.net,
  applied: line.applied,
  refused: line.refused,
  used: line.used,
  voucherShare: line.voucherShare,
  pointsShare: line.pointsShare,
  earningBase: earningBase(line),
});

const usedByLines = (bill: WorkBill): BillQuote["redeemed"] => {
  const totals = new Map<string, number>();
  for (const { asset, quantity } of bill.lines.flatMap((line) => line.used)) {
    totals.set(asset, (totals.get(asset) ?? 0) + quantity);
  }
  return [...totals].map(([asset, quantity]) => ({ asset, quantity, amount: 0 }));
};

const benefitsOf = (bill: WorkBill, due: number): BillQuote["benefits"] => {
  const spent = bill.facts["spentToday"];
  const today = (typeof spent === "number" ? spent : 0) + due;
  const facts = bill.recognised ? { ...bill.facts, spentToday: today } : bill.facts;
  return benefits(bill.programme, facts, bill.input.benefitsUsed);
};

/**
 * Quotes a bill. Never changes anything, never refuses by exception: a bill the programme does not
 * take comes back with `denied`. Equal bills give equal quotes whatever the order of their lines.
 */
export const quoteBill = (programme: Programme, input: BillInput): BillQuote => {
  if (!inRange(input)) return { ...nothing, denied: { code: "amount.out_of_range" } };
  const bill = openBill(programme, input);
  applyPrices(bill);
  applyEntitlements(bill);
  takeOff(bill);
  const voucher = payByVoucher(bill);
  const redeemed = [...usedByLines(bill), ...payByPoints(bill)];
  const { tenders, payable } = proposeTenders(bill);
  const { earns, grants } = applyEarning(bill);
  const due = billNet(bill);
  const paid = [
    { type: "voucher", amount: voucher.use.reduce((sum, use) => sum + use.used, 0) },
    ...redeemed.map(({ asset, amount }) => ({ type: asset, amount })),
    ...tenders,
  ].filter((tender) => tender.amount > 0);
  const denied = voucher.denied ?? denial(bill);
  return {
    lines: bill.lines.toSorted((left, right) => left.index - right.index).map(quoted),
    due,
    tenders: paid,
    earns,
    benefits: benefitsOf(bill, due),
    voucherUse: voucher.use,
    redeemed,
    grants,
    payable,
    ...(denied === undefined ? {} : { denied }),
  };
};
