// The stage `earn`: points on what was paid and counts, carried remainders, multipliers, gifts of units.
import type { Applied, BillQuote, Grant } from "./contract.ts";
import type { PointsEffect, Rule } from "./format.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { appliedOf, judge, linesOf, refreshNets } from "./lines.ts";
import { mulDiv, WHOLE } from "./money.ts";
import { choiceOf } from "./price.ts";

type Earns = BillQuote["earns"];

/** A line's base for points: its net less what voucher and points paid of it. */
export const earningBase = (line: WorkLine): number => line.net - line.unearning;

const baseOf = (effect: PointsEffect, lines: readonly WorkLine[]): number => {
  switch (effect.base ?? "eligible_net") {
    case "eligible_net":
      return lines.reduce((sum, line) => sum + earningBase(line), 0);
    case "visit":
      return lines.length > 0 ? 1 : 0;
    case "unit":
    case "night":
      return lines.reduce((sum, line) => sum + line.input.quantity, 0);
  }
};

/** Of the rules of each exclusive group the one the group lets through; the others as they are. */
const throughGroups = (
  bill: WorkBill,
  rules: readonly Rule[],
  worth: (rule: Rule) => number,
): readonly Rule[] =>
  rules.filter((rule) => {
    if (rule.group === undefined || choiceOf(bill, rule.group) === "all") return true;
    const rivals = rules.filter((one) => one.group === rule.group);
    if (choiceOf(bill, rule.group) === "first") return rivals[0] === rule;
    const best = rivals.reduce((left, right) => (worth(right) > worth(left) ? right : left), rule);
    return worth(best) === worth(rule) && rivals.find((one) => worth(one) === worth(best)) === rule;
  });

interface Tally {
  quantity: number;
  carry: number;
  readonly rules: Applied[];
  own?: Grant[];
}

const addPoints = (bill: WorkBill, rule: Rule, effect: PointsEffect, tally: Tally): void => {
  if (effect.per <= 0) return;
  const base = baseOf(effect, linesOf(bill, rule));
  const start = effect.carry === true ? tally.carry + base : base;
  const steps = Math.floor(start / effect.per);
  if (effect.carry === true) tally.carry = start - steps * effect.per;
  const points = steps * effect.give;
  tally.quantity += points;
  tally.rules.push(appliedOf(rule, points));
};

const worthOf =
  (bill: WorkBill) =>
  (rule: Rule): number => {
    const effect = rule.then.points;
    if (effect === undefined || effect.per <= 0)
      return rule.then.multiply ?? rule.then.grant?.qty ?? 0;
    const carry = effect.carry === true ? (bill.input.carry[effect.asset] ?? 0) : 0;
    return Math.floor((baseOf(effect, linesOf(bill, rule)) + carry) / effect.per) * effect.give;
  };

/** Multipliers (of points, never of progress) in file order on the sum of all points rules, exact, floored once. */
const multiplied = (quantity: number, factors: readonly number[]): number => {
  const exact = factors.reduce((product, factor) => product * BigInt(factor), BigInt(quantity));
  const whole = exact / BigInt(WHOLE) ** BigInt(factors.length);
  return Number(whole);
};

const explain = (bill: WorkBill, rules: readonly Rule[]): void => {
  for (const rule of rules) {
    if (rule.then.deny !== undefined) continue;
    for (const line of bill.lines) {
      const verdict = judge(bill, rule, line);
      if (verdict !== "acts" && verdict !== "silent") line.refused.push(verdict);
    }
  }
};

/** Runs the stage. A bill without a card that counts earns nothing and names no asset. */
export const applyEarning = (
  bill: WorkBill,
): { readonly earns: Earns; readonly grants: readonly Grant[] } => {
  refreshNets(bill);
  const rules = bill.programme.rulesAt("earn");
  explain(bill, rules);
  if (!bill.recognised) return { earns: {}, grants: [] };
  const tallies = new Map<string, Tally>(
    bill.programme.earnedAssets.map((asset) => [
      asset.id,
      { quantity: 0, carry: bill.input.carry[asset.id] ?? 0, rules: [] },
    ]),
  );
  const acting = throughGroups(
    bill,
    rules.filter((rule) => linesOf(bill, rule).length > 0),
    worthOf(bill),
  );
  for (const rule of acting) {
    const effect = rule.then.points;
    const tally = effect === undefined ? undefined : tallies.get(effect.asset);
    if (effect !== undefined && tally !== undefined) addPoints(bill, rule, effect, tally);
  }
  const multipliers = acting.filter((rule) => rule.then.multiply !== undefined);
  for (const { id } of bill.programme.pointsAssets) {
    const tally = tallies.get(id);
    if (tally !== undefined) multiplyTally(tally, multipliers);
  }
  const grants = grantsOf(acting);
  for (const grant of grants) {
    const tally = tallies.get(grant.asset);
    if (tally === undefined) continue;
    tally.quantity += grant.quantity;
    if (grant.expiry !== undefined) tally.own = [...(tally.own ?? []), grant];
    tally.rules.push(appliedOf({ id: grant.rule, cite: grant.cite }, grant.quantity));
  }
  return {
    earns: Object.fromEntries(tallies),
    grants: grants.filter((grant) => !tallies.has(grant.asset)),
  };
};

const multiplyTally = (tally: Tally, multipliers: readonly Rule[]): void => {
  if (multipliers.length === 0 || tally.quantity === 0) return;
  const after = multiplied(
    tally.quantity,
    multipliers.map((rule) => rule.then.multiply ?? WHOLE),
  );
  let before = tally.quantity;
  for (const rule of multipliers) {
    const next =
      rule === multipliers.at(-1)
        ? after
        : mulDiv(before, { numerator: rule.then.multiply ?? WHOLE, divisor: WHOLE }, "floor");
    tally.rules.push(appliedOf(rule, next - before));
    before = next;
  }
  tally.quantity = after;
};

/** Units that rules of any stage give, in file order. */
export const grantsOf = (rules: readonly Rule[]): readonly Grant[] =>
  rules.flatMap((rule) =>
    rule.then.grant === undefined
      ? []
      : [
          {
            asset: rule.then.grant.asset,
            quantity: rule.then.grant.qty,
            rule: rule.id,
            ...(rule.cite === undefined ? {} : { cite: rule.cite }),
            ...(rule.then.grant.expiry === undefined ? {} : { expiry: rule.then.grant.expiry }),
          },
        ],
  );
