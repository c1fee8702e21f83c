// Discounts of the whole bill (money off above an amount, buy three pay two) beside those of its lines:
// tries every way the exclusive groups allow and takes the one that is best for the member.
import type { NotApplied } from "./contract.ts";
import type { PickEffect, Rule } from "./format.ts";
import { isGuestFact } from "./facts.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { actsOnLine, concerns, noteOf, refreshNets } from "./lines.ts";
import { failingFact } from "./match.ts";
import { mulDiv, shareOut, WHOLE } from "./money.ts";
import type { PricedLine, Saving, Without } from "./price.ts";
import { plansMax } from "./discounts.ts";
import { choiceOf, priceLine, total } from "./price.ts";
import type { Scale } from "./savings.ts";
import { lineSaving, ratioSaving, roundScaled, scaleOf } from "./savings.ts";

/** For each group with bill rules: the rule that takes the group's place, or null for its line rules. */
type Plan = ReadonlyMap<string, Rule | null>;

interface Outcome {
  readonly lines: readonly PricedLine[];
  /** savings of bill rules: per rule its part of each line, scaled */
  readonly billSavings: readonly { readonly rule: Rule; readonly parts: readonly number[] }[];
  readonly refused: readonly { readonly rule: Rule; readonly note: NotApplied }[];
  readonly net: number;
  /** a bill rule that a plan relies on does act */
  readonly holds: boolean;
}

const without = (plan: Plan): Without =>
  new Map([...plan].flatMap(([group, rule]) => (rule === null ? [] : [[group, rule.id]])));

/**
 * Units of the lines at what is left of their price stand dearest first, in runs of `from`; the last
 * `take` of each run are picked. Counted, not laid out: a line may hold a million units.
 */
const pickParts = (
  bill: WorkBill,
  effect: PickEffect,
  at: { readonly acting: readonly boolean[]; readonly nets: readonly number[] },
): readonly number[] => {
  const { acting, nets } = at;
  const lines = bill.lines
    .map(({ input: { quantity } }, index) => ({ index, quantity, net: nets[index] ?? 0 }))
    .filter(({ index }) => acting[index] === true)
    .toSorted((a, b) => b.net * a.quantity - a.net * b.quantity || a.index - b.index);
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const runs = Math.min(Math.floor(units / effect.from), effect.times ?? units);
  const pickedBelow = (place: number): number => {
    const end = Math.min(place, runs * effect.from);
    const rest = end % effect.from;
    return (
      ((end - rest) / effect.from) * effect.take + Math.max(0, rest - effect.from + effect.take)
    );
  };
  const parts = nets.map(() => 0);
  let place = 0;
  for (const { index, quantity, net } of lines) {
    const picked = pickedBelow(place + quantity) - pickedBelow(place);
    const share = mulDiv(net, { numerator: picked, divisor: quantity }, "half_up");
    parts[index] = ratioSaving(bill.programme, share, effect.payRatio);
    place += quantity;
  }
  return parts;
};

/** What a bill rule takes off each line, scaled; `nets` is what is left of them so far. */
const partsOf = (
  bill: WorkBill,
  rule: Rule,
  at: { readonly lines: readonly PricedLine[]; readonly nets: readonly number[] },
): readonly number[] => {
  const { lines: priced, nets } = at;
  const scale = scaleOf(bill.programme);
  const acting = bill.lines.map((line) => actsOnLine(rule, line));
  const weights = nets.map((net, index) => (acting[index] === true ? net : 0));
  const open = weights.reduce((sum, weight) => sum + weight, 0);
  const { pick, off } = rule.then;
  if (pick !== undefined) return pickParts(bill, pick, { acting, nets });
  if (off !== undefined) {
    const amount = Math.min(Math.max(0, off), Math.floor(open / scale));
    return shareOut(amount, weights).map((part) => part * scale);
  }
  return bill.lines.map((line, index) => {
    if (acting[index] !== true) return 0;
    const price = { base: priced[index]?.base ?? 0, quantity: line.input.quantity };
    return lineSaving(bill.programme, rule.then, price) ?? 0;
  });
};

/** The line rule that stands in a bill rule's place, where the group's line rules were better. */
const rivalOf = (lines: readonly PricedLine[], bill: WorkBill, rule: Rule): string | undefined => {
  const rivals = bill.programme.rulesAt("discount").filter((one) => one.group === rule.group);
  return rivals.find(({ id }) =>
    lines.some((line) => line.savings.some((saving) => saving.rule === id)),
  )?.id;
};

const billRefusal = (bill: WorkBill, rule: Rule): NotApplied => {
  const guest = !bill.recognised && Object.keys(rule.when ?? {}).some(isGuestFact);
  if (guest) return noteOf(rule, bill.unrecognisedWhy);
  const fact = failingFact(rule.when, bill.lines[0]?.facts ?? bill.facts);
  return fact === undefined ? noteOf(rule, "no_gain") : noteOf(rule, "not_met", { fact });
};

/** Why a rule that the plan leaves out did nothing: it does not match, or another was better. */
const standBack = (bill: WorkBill, rule: Rule, by: string | undefined): NotApplied =>
  bill.lines.some((line) => actsOnLine(rule, line))
    ? noteOf(rule, "beaten", by === undefined ? {} : { by })
    : billRefusal(bill, rule);

const setNets = (bill: WorkBill, lines: readonly PricedLine[], scale: Scale): void => {
  bill.lines.forEach((line, index) => {
    line.net = Math.floor((lines[index]?.net ?? 0) / scale);
  });
  refreshNets(bill);
};

/** The bill under one plan: line discounts first, then bill rules in file order. */
const outcomeOf = (bill: WorkBill, plan: Plan): Outcome => {
  const scale = scaleOf(bill.programme);
  for (const line of bill.lines) line.facts["billNet"] = undefined;
  const lines = bill.lines.map((line) => priceLine(bill, line, { scale, without: without(plan) }));
  setNets(bill, lines, scale);
  const nets = lines.map((line) => line.net);
  const billSavings: { rule: Rule; parts: readonly number[] }[] = [];
  const refused: { rule: Rule; note: NotApplied }[] = [];
  let holds = true;
  for (const rule of bill.programme.billDiscounts) {
    const planned = rule.group === undefined ? rule : plan.get(rule.group);
    const free = rule.group === undefined || choiceOf(bill, rule.group) === "all";
    if (!free && planned !== rule) {
      refused.push({
        rule,
        note: standBack(bill, rule, planned?.id ?? rivalOf(lines, bill, rule)),
      });
      continue;
    }
    const parts = partsOf(bill, rule, { lines, nets }).map((part, index) =>
      Math.min(part, nets[index] ?? 0),
    );
    const saved = parts.reduce((sum, part) => sum + part, 0);
    if (saved === 0) {
      refused.push({ rule, note: billRefusal(bill, rule) });
      holds &&= free;
      continue;
    }
    parts.forEach((part, index) => (nets[index] = (nets[index] ?? 0) - part));
    billSavings.push({ rule, parts });
  }
  const net = nets.reduce((sum, one) => sum + one, 0);
  return { lines, billSavings, refused, net, holds };
};

const exclusiveGroups = (bill: WorkBill): ReadonlyMap<string, readonly (Rule | null)[]> => {
  const options = new Map<string, (Rule | null)[]>();
  for (const rule of bill.programme.rulesAt("discount")) {
    if (rule.group === undefined || choiceOf(bill, rule.group) === "all") continue;
    const known = options.get(rule.group) ?? [];
    const option = bill.programme.billDiscounts.includes(rule) ? rule : null;
    if (!known.includes(option)) known.push(option);
    options.set(rule.group, known);
  }
  for (const [group, known] of options) {
    if (known.every((option) => option === null)) options.delete(group);
    else if (!known.includes(null)) known.push(null);
  }
  return options;
};

/** Every way to give each group its line rules or one of its bill rules, at most `plansMax`. */
export const plansOf = (bill: WorkBill): readonly Plan[] => {
  let plans: Plan[] = [new Map()];
  for (const [group, options] of exclusiveGroups(bill)) {
    plans = plans.flatMap((plan) => options.map((option) => new Map([...plan, [group, option]])));
  }
  return plans.slice(0, plansMax);
};

/** Where a group takes the first that acts, a plan loses to one that gives that group an earlier rule. */
const lineRulesAct = (outcome: Outcome, bill: WorkBill, group: string): boolean => {
  const members = new Set(
    bill.programme
      .rulesAt("discount")
      .filter((rule) => rule.group === group)
      .map((rule) => rule.id),
  );
  return outcome.lines.some((line) => line.savings.some((saving) => members.has(saving.rule)));
};

const acts = (outcome: Outcome, bill: WorkBill, plan: Plan): boolean =>
  outcome.holds &&
  [...plan].every(
    ([group, rule]) =>
      rule !== null || choiceOf(bill, group) !== "first" || lineRulesAct(outcome, bill, group),
  );

/** The plan that is best for the member among those that hold; groups that take the first keep to it. */
const bestPlan = (bill: WorkBill, plans: readonly Plan[]): Plan | undefined => {
  bill.quiet = true;
  const tried = plans.map((plan) => ({ plan, outcome: outcomeOf(bill, plan) }));
  bill.quiet = false;
  const open = tried.filter(({ plan, outcome }) => acts(outcome, bill, plan));
  const firsts = [...(plans[0]?.keys() ?? [])].filter((group) => choiceOf(bill, group) === "first");
  const narrowed = firsts.reduce((left, group) => {
    const earliest = left[0]?.plan.get(group);
    return left.filter(({ plan }) => plan.get(group) === earliest);
  }, open);
  const [start, ...others] = narrowed;
  if (start === undefined) return undefined;
  const best = others.reduce(
    (left, one) => (one.outcome.net < left.outcome.net ? one : left),
    start,
  );
  return best.plan;
};

const bestOutcome = (bill: WorkBill): Outcome => {
  const plans = plansOf(bill);
  const plain = plans.find((plan) => [...plan.values()].every((rule) => rule === null));
  const plan = plans.length === 1 ? plain : (bestPlan(bill, plans) ?? plain);
  return outcomeOf(bill, plan ?? new Map());
};

const write = (line: WorkLine, net: number, savings: readonly Saving[]): void => {
  const amounts = shareOut(
    line.list - net,
    savings.map((saving) => saving.amount),
  );
  line.net = net;
  line.applied.push(
    ...savings
      .map(({ rule, cite }, index) => ({
        rule,
        ...(cite === undefined ? {} : { cite }),
        amount: amounts[index] ?? 0,
      }))
      .filter((applied) => applied.amount !== 0),
  );
};

/**
 * Rounds the sum of exact line nets (scaled) once and gives the lines their parts: whole units down,
 * then one each to the largest rests; a coarser unit moves what it must, never a line above its list.
 */
const roundBill = (bill: WorkBill, exact: readonly number[]): readonly number[] => {
  const sum = exact.reduce((left, net) => left + net, 0);
  const fine = Math.round(sum / WHOLE);
  const nets = exact.map((net) => Math.floor(net / WHOLE));
  const rests = exact
    .map((net, index) => ({ index, rest: net % WHOLE }))
    .toSorted((left, right) => right.rest - left.rest || left.index - right.index);
  const extra = fine - nets.reduce((left, net) => left + net, 0);
  for (const { index } of rests.slice(0, extra)) nets[index] = (nets[index] ?? 0) + 1;
  const coarse = roundScaled(bill.programme, sum);
  const savings = bill.lines.map((line, index) => line.list - (nets[index] ?? 0));
  const up = Math.min(
    coarse - fine,
    savings.reduce((left, saving) => left + saving, 0),
  );
  const moved = up >= 0 ? shareOut(up, savings) : shareOut(up, nets);
  return nets.map((net, index) => net + (moved[index] ?? 0));
};

/** Runs the stages price and discount; afterwards every line has its net, its rules and its whys. */
export const applyPrices = (bill: WorkBill): void => {
  const outcome = bestOutcome(bill);
  const scale = scaleOf(bill.programme);
  const all = bill.lines.map((_, index) => [
    ...(outcome.lines[index]?.savings ?? []),
    ...outcome.billSavings.map(({ rule, parts }): Saving => ({
      rule: rule.id,
      ...(rule.cite === undefined ? {} : { cite: rule.cite }),
      amount: parts[index] ?? 0,
    })),
  ]);
  const exact = bill.lines.map((line, index) => line.list * scale - total(all[index] ?? []));
  const nets = scale === 1 ? exact : roundBill(bill, exact);
  bill.lines.forEach((line, index) => {
    write(line, nets[index] ?? 0, all[index] ?? []);
    const notes = outcome.refused.filter(({ rule }) => concerns(rule, line));
    line.refused.push(...(outcome.lines[index]?.refused ?? []), ...notes.map(({ note }) => note));
  });
  refreshNets(bill);
};
