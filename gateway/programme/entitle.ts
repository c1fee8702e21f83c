// The stage `entitle`: free nights, punches and passes pay for units of a line, dearest units first.
import type { Rule } from "./format.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { appliedOf, judge, noteOf, refreshHoldings, refreshNets } from "./lines.ts";
import { mulDiv } from "./money.ts";
import { lineSaving, scaleOf } from "./savings.ts";

/** Units of an asset the bill may take: what is left, and no more than the guest asked for, if she did. */
const allowance = (bill: WorkBill, asset: string, taken: number): number => {
  const asked = bill.input.redeem.filter((wish) => wish.asset === asset);
  const left = bill.left[asset] ?? 0;
  if (asked.length === 0) return left;
  return Math.min(left, asked.reduce((sum, wish) => sum + wish.quantity, 0) - taken);
};

/**
 * A count that a reward grants for named skus pays for them on request even where the file has no
 * entitle rule: otherwise nobody could use what the programme gives.
 */
const impliedRules = (bill: WorkBill): readonly Rule[] => {
  const ruled = new Set(bill.programme.rulesAt("entitle").map((rule) => rule.then.spend?.asset));
  return bill.programme.rulesAt("redeem").flatMap((rule): readonly Rule[] => {
    const granted = rule.then.spend?.for;
    if (granted?.grant === undefined || granted.sku === undefined || ruled.has(granted.grant)) {
      return [];
    }
    if (!bill.input.redeem.some((wish) => wish.asset === granted.grant)) return [];
    const when = { sku: granted.sku, [`has.${granted.grant}`]: { gte: 1 } };
    // oxlint-disable-next-line unicorn/no-thenable -- the format's own word
    return [{ ...rule, at: "entitle", when, then: { spend: { asset: granted.grant, qty: 1 } } }];
  });
};

interface Taken {
  readonly [asset: string]: number;
}

const cover = (
  bill: WorkBill,
  rule: Rule,
  at: { readonly line: WorkLine; readonly taken: Taken; readonly open: number },
): { readonly units: number; readonly quantity: number; readonly asset: string } | undefined => {
  const spend = rule.then.spend;
  if (spend === undefined || spend.qty <= 0) return undefined;
  const may = allowance(bill, spend.asset, at.taken[spend.asset] ?? 0);
  const units = Math.min(at.open, Math.floor(may / spend.qty));
  return units <= 0 ? undefined : { units, quantity: units * spend.qty, asset: spend.asset };
};

/** Units of the line that nothing pays for yet. */
const openUnits = (line: WorkLine, covered: ReadonlyMap<WorkLine, number>): number =>
  line.input.quantity - (covered.get(line) ?? 0);

const reduce = (bill: WorkBill, rule: Rule, line: WorkLine): void => {
  const scale = scaleOf(bill.programme);
  const price = { base: line.net * scale, quantity: line.input.quantity };
  const saving = Math.floor((lineSaving(bill.programme, rule.then, price) ?? 0) / scale);
  if (saving === 0) {
    line.refused.push(noteOf(rule, "no_gain"));
    return;
  }
  line.net -= saving;
  line.applied.push(appliedOf(rule, saving));
};

/** Dearest unit first, compared without dividing. */
const byUnitPrice = (left: WorkLine, right: WorkLine): number =>
  right.net * left.input.quantity - left.net * right.input.quantity;

/** Runs the stage; groups let their first rule through on each line. */
export const applyEntitlements = (bill: WorkBill): void => {
  const rules = [...bill.programme.rulesAt("entitle"), ...impliedRules(bill)];
  if (rules.length === 0) return;
  const covered = new Map<WorkLine, number>();
  const taken: Record<string, number> = {};
  for (const line of bill.lines.toSorted(byUnitPrice)) {
    const busy = new Map<string, string>();
    for (const rule of rules) {
      const verdict = judge(bill, rule, line);
      if (verdict !== "acts") {
        if (verdict !== "silent") line.refused.push(verdict);
        continue;
      }
      const by = rule.group === undefined ? undefined : busy.get(rule.group);
      if (by !== undefined) {
        line.refused.push(noteOf(rule, "beaten", { by }));
        continue;
      }
      if (rule.group !== undefined) busy.set(rule.group, rule.id);
      const open = openUnits(line, covered);
      const use = cover(bill, rule, { line, taken, open });
      if (use === undefined) {
        if (rule.then.spend === undefined) reduce(bill, rule, line);
        continue;
      }
      const saving =
        line.net - mulDiv(line.net, { numerator: open - use.units, divisor: open }, "floor");
      line.net -= saving;
      line.applied.push(appliedOf(rule, saving));
      line.used.push({ asset: use.asset, quantity: use.quantity });
      covered.set(line, (covered.get(line) ?? 0) + use.units);
      taken[use.asset] = (taken[use.asset] ?? 0) + use.quantity;
      bill.left[use.asset] = (bill.left[use.asset] ?? 0) - use.quantity;
      refreshHoldings(bill, use.asset);
    }
  }
  refreshNets(bill);
};
