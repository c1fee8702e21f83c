// The stages `voucher`, `points_pay` and `tender`: who pays how much of the bill, line by line.
import type { BillQuote, Denied } from "./contract.ts";
import type { Rule, VoucherEffect } from "./format.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { actsOnLine, linesOf } from "./lines.ts";
import { shareOut } from "./money.ts";

type VoucherUse = BillQuote["voucherUse"];
type Redeemed = BillQuote["redeemed"];
type Tenders = BillQuote["tenders"];

/** What of a line nobody has paid yet. */
const unpaid = (line: WorkLine): number => line.net - line.voucherShare - line.pointsShare;

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0);

const share = (lines: readonly WorkLine[], amount: number): readonly number[] =>
  shareOut(amount, lines.map(unpaid));

const denied = (code: string, rule?: Rule): Denied => ({
  code,
  ...(rule?.cite === undefined ? {} : { cite: rule.cite }),
  ...(rule === undefined ? {} : { rule: rule.id }),
});

/** Where the programme says nothing: one a bill, no change, and what it pays earns nothing. */
const plainVoucher: VoucherEffect = { change: false, earns: false, perBill: 1 };

/** Uses the vouchers of the bill in the order given; `denied` when the programme does not take them. */
export const payByVoucher = (
  bill: WorkBill,
): { readonly use: VoucherUse; readonly denied?: Denied } => {
  const { vouchers } = bill.input;
  if (vouchers.length === 0) return { use: [] };
  const rules = bill.programme.rulesAt("voucher").filter((rule) => rule.then.voucher !== undefined);
  const rule = rules.find((one) => linesOf(bill, one).length > 0);
  if (rules.length > 0 && rule === undefined) {
    return { use: [], denied: denied("coupon.not_applicable", rules[0]) };
  }
  const terms = rule?.then.voucher ?? plainVoucher;
  if (vouchers.length > (terms.perBill ?? 1)) {
    return { use: [], denied: denied("coupon.not_applicable", rule) };
  }
  const lines = rule === undefined ? bill.lines : linesOf(bill, rule);
  const use = vouchers.map(({ coupon, value }) => {
    const used = Math.min(value, sumOf(lines.map(unpaid)));
    share(lines, used).forEach((part, index) => {
      const line = lines[index];
      if (line === undefined) return;
      line.voucherShare += part;
      if (terms.earns !== true) line.unearning += part;
    });
    return { coupon, used, forfeited: terms.change === true ? 0 : value - used };
  });
  return { use };
};

/** Pays with the points the guest asked to use, in whole steps, never more than is due. */
export const payByPoints = (bill: WorkBill): Redeemed => {
  const redeemed: { asset: string; quantity: number; amount: number }[] = [];
  for (const rule of bill.programme.rulesAt("points_pay")) {
    const spend = rule.then.spend;
    const worth = spend?.for?.amount ?? 0;
    if (spend === undefined || spend.qty <= 0 || worth <= 0) continue;
    const lines = linesOf(bill, rule);
    const asked = sumOf(
      bill.input.redeem.filter((wish) => wish.asset === spend.asset).map((wish) => wish.quantity),
    );
    const already = sumOf(
      redeemed.filter((use) => use.asset === spend.asset).map((use) => use.quantity),
    );
    const may = Math.min(asked - already, bill.left[spend.asset] ?? 0);
    const steps = Math.min(
      Math.floor(may / spend.qty),
      Math.floor(sumOf(lines.map(unpaid)) / worth),
    );
    if (steps <= 0) continue;
    const amount = steps * worth;
    share(lines, amount).forEach((part, index) => {
      const line = lines[index];
      if (line === undefined) return;
      line.pointsShare += part;
      line.unearning += part;
    });
    bill.left[spend.asset] = (bill.left[spend.asset] ?? 0) - steps * spend.qty;
    redeemed.push({ asset: spend.asset, quantity: steps * spend.qty, amount });
  }
  return redeemed;
};

/** What takes the rest where the programme names nothing. */
const restTender = "cash";

interface Proposal {
  readonly tenders: Tenders;
  readonly payable: BillQuote["payable"];
}

interface Slice {
  readonly order: readonly string[];
  readonly partial: boolean;
  readonly amount: number;
}

/** The bill cut by the tender rule that rules each line: the first that acts on it. */
const slicesOf = (bill: WorkBill): readonly Slice[] => {
  const rules = bill.programme.rulesAt("tender").filter((rule) => rule.then.tender !== undefined);
  const amounts = new Map<Rule | undefined, number>(rules.map((rule) => [rule, 0]));
  for (const line of bill.lines) {
    const rule = rules.find((one) => actsOnLine(one, line));
    amounts.set(rule, (amounts.get(rule) ?? 0) + unpaid(line));
  }
  return [...amounts].map(([rule, amount]) => ({
    order: rule?.then.tender?.order ?? [restTender],
    partial: rule?.then.tender?.partial ?? true,
    amount,
  }));
};

/** A purse is an asset that holds or lends money; what only points or vouchers pay comes earlier. */
const isPurse = (bill: WorkBill, tender: string): boolean => {
  const kind = bill.programme.asset(tender)?.kind;
  return kind === "money" || kind === "credit";
};

const isPaidBefore = (bill: WorkBill, tender: string): boolean =>
  tender === "voucher" ||
  tender === "points" ||
  (bill.programme.asset(tender) !== undefined && !isPurse(bill, tender));

/** Proposes tenders in the programme's order: what the account holds first where it stands first. */
export const proposeTenders = (bill: WorkBill): Proposal => {
  const amounts = new Map<string, number>();
  const payable: Record<string, number> = {};
  const add = (type: string, amount: number): void => {
    amounts.set(type, (amounts.get(type) ?? 0) + amount);
  };
  for (const slice of slicesOf(bill)) {
    let left = slice.amount;
    for (const type of slice.order) {
      if (left === 0) break;
      if (isPaidBefore(bill, type)) continue;
      if (!isPurse(bill, type)) {
        add(type, left);
        left = 0;
        break;
      }
      const holds = bill.left[type] ?? 0;
      const pays = !slice.partial && holds < left ? 0 : Math.min(Math.max(0, holds), left);
      bill.left[type] = holds - pays;
      if (pays > 0) add(type, pays);
      left -= pays;
    }
    if (left > 0) add(restTender, left);
    for (const type of slice.order.filter((one) => isPurse(bill, one))) {
      payable[type] = (payable[type] ?? 0) + slice.amount;
    }
  }
  return { tenders: [...amounts].map(([type, amount]) => ({ type, amount })), payable };
};
