// The stages `price` and `discount`: one price source a line, then at most one offer of each exclusive
// group, then what the bill as a whole gets. Every saving is taken from the price after the price
// stage, so the order of rules and of lines changes nothing.
import type { BillInput } from "./contract.ts";
import type { GroupChoice, Rule } from "./format.ts";
import type { WorkBill, WorkLine } from "./lines.ts";
import { judge, noteOf } from "./lines.ts";
import type { Scale } from "./savings.ts";
import { lineSaving, ratioSaving } from "./savings.ts";
import type { NotApplied } from "./contract.ts";

/** What one rule or house offer takes off one line; `amount` is scaled. */
export interface Saving {
  readonly rule: string;
  readonly cite?: string;
  readonly amount: number;
}

export interface PricedLine {
  readonly savings: readonly Saving[];
  readonly refused: readonly NotApplied[];
  /** scaled, after the price stage: what every discount is taken from */
  readonly base: number;
  /** scaled, after price and line discounts */
  readonly net: number;
}

/** House offers of the till live in this group: at most one offer of it a line. */
export const offerGroup = "offer";

export const choiceOf = (bill: WorkBill, group: string): GroupChoice =>
  bill.programme.file.groups?.[group] ?? "best_for_member";

const savingOf = (rule: Rule, amount: number): Saving => ({
  rule: rule.id,
  ...(rule.cite === undefined ? {} : { cite: rule.cite }),
  amount,
});

interface Candidate {
  readonly rule: Rule;
  readonly amount: number;
}

const better = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || one.amount > best.amount ? one : best),
    undefined,
  );

const beatenBy = (
  bill: WorkBill,
  losers: readonly Candidate[],
  winner: string,
): readonly NotApplied[] =>
  bill.quiet ? [] : losers.map(({ rule }) => noteOf(rule, "beaten", { by: winner }));

/** Splits the candidates of one group into those that count and those that stand back. */
const chosenOf = (
  bill: WorkBill,
  group: string | undefined,
  candidates: readonly Candidate[],
): { readonly chosen: readonly Candidate[]; readonly refused: readonly NotApplied[] } => {
  const choice: GroupChoice = group === undefined ? "all" : choiceOf(bill, group);
  if (choice === "all") return { chosen: candidates, refused: [] };
  const winner = choice === "first" ? candidates[0] : better(candidates);
  if (winner === undefined) return { chosen: [], refused: [] };
  const losers = candidates.filter((one) => one !== winner);
  return { chosen: [winner], refused: beatenBy(bill, losers, winner.rule.id) };
};

const candidatesOf = (
  bill: WorkBill,
  line: WorkLine,
  ask: { readonly rules: readonly Rule[]; readonly base: number },
): { readonly candidates: readonly Candidate[]; readonly refused: readonly NotApplied[] } => {
  const candidates: Candidate[] = [];
  const refused: NotApplied[] = [];
  const agreement = bill.input.agreementPrices?.[line.input.sku ?? ""];
  const price = { base: ask.base, quantity: line.input.quantity, agreement };
  for (const rule of ask.rules) {
    const verdict = judge(bill, rule, line);
    if (verdict !== "acts") {
      if (verdict !== "silent") refused.push(verdict);
      continue;
    }
    const amount = lineSaving(bill.programme, rule.then, price);
    if (amount === undefined) continue;
    if (amount > 0) candidates.push({ rule, amount });
    else if (!bill.quiet) refused.push(noteOf(rule, "no_gain"));
  }
  return { candidates, refused };
};

const byGroup = (candidates: readonly Candidate[]): ReadonlyMap<string | undefined, Candidate[]> =>
  Map.groupBy(candidates, (one) => one.rule.group);

/**
 * One source a line: the price rules that their groups let through, best first, and the list price
 * last. The first is what a line takes unless its discounts make another one come out lower.
 */
const priceSources = (bill: WorkBill, line: WorkLine, base: number): readonly PricedLine[] => {
  const rules = bill.programme.rulesAt("price");
  const { candidates, refused } = candidatesOf(bill, line, { rules, base });
  const survivors: Candidate[] = [];
  const notes = [...refused];
  for (const [group, members] of byGroup(candidates)) {
    const split = chosenOf(bill, group, members);
    survivors.push(...split.chosen);
    notes.push(...split.refused);
  }
  const open = candidates
    .filter((one) => survivors.includes(one))
    .toSorted((left, right) => right.amount - left.amount);
  const sources = open.map((one): PricedLine => {
    const others = beatenBy(
      bill,
      open.filter((other) => other !== one),
      one.rule.id,
    );
    const net = base - one.amount;
    const savings = [savingOf(one.rule, one.amount)];
    return { savings, refused: [...notes, ...others], base: net, net };
  });
  const listed = {
    savings: [],
    refused: [...notes, ...beatenBy(bill, open, "list")],
    base,
    net: base,
  };
  return [...sources, listed];
};

export const total = (savings: readonly Saving[]): number =>
  savings.reduce((sum, saving) => sum + saving.amount, 0);

/** Later savings give way where all together would pull the line below zero. */
const clamped = (savings: readonly Saving[], base: number): readonly Saving[] => {
  let left = base;
  return savings.map((saving) => {
    const amount = Math.min(left, saving.amount);
    left -= amount;
    return { ...saving, amount };
  });
};

const discountStage = (
  bill: WorkBill,
  line: WorkLine,
  ask: { readonly base: number; readonly without: Without },
): PricedLine => {
  const rules = bill.programme.lineDiscounts;
  const { candidates, refused } = candidatesOf(bill, line, { rules, base: ask.base });
  const notes = [...refused];
  const chosen = new Set<Candidate>();
  for (const [group, members] of byGroup(candidates)) {
    const taker = ask.without.get(group ?? "");
    if (taker !== undefined) {
      notes.push(...beatenBy(bill, members, taker));
      continue;
    }
    const split = chosenOf(bill, group, members);
    for (const one of split.chosen) chosen.add(one);
    notes.push(...split.refused);
  }
  const savings = clamped(
    candidates.filter((one) => chosen.has(one)).map(({ rule, amount }) => savingOf(rule, amount)),
    ask.base,
  );
  return { savings, refused: notes, base: ask.base, net: ask.base - total(savings) };
};

/** Groups whose place on a line something else has taken, and what. */
export type Without = ReadonlyMap<string, string>;

type Offer = BillInput["offers"][number];

const offersFor = (bill: WorkBill, line: WorkLine): readonly Offer[] =>
  bill.input.offers
    .filter((offer) => offer.venue === undefined || offer.venue === line.input.venue)
    .toSorted((left, right) => left.payRatio - right.payRatio || (left.id < right.id ? -1 : 1));

const offerRule = (offer: Offer): string => `offer:${offer.id}`;

const standBack = (saving: Saving, by: string): NotApplied => ({
  rule: saving.rule,
  ...(saving.cite === undefined ? {} : { cite: saving.cite }),
  why: "beaten",
  by,
});

const join = (priced: PricedLine, discounted: PricedLine): PricedLine => ({
  savings: [...priced.savings, ...discounted.savings],
  refused: [...priced.refused, ...discounted.refused],
  base: discounted.base,
  net: discounted.net,
});

/**
 * One line priced. `without` names groups whose place a rule of the whole bill has taken.
 * A house offer counts on the list price and stands alone: neither a member price nor another offer
 * of its group goes with it; the line takes whichever is lower, the programme's own on a tie.
 */
export const priceLine = (
  bill: WorkBill,
  line: WorkLine,
  ask: { readonly scale: Scale; readonly without: Without },
): PricedLine => {
  const list = line.list * ask.scale;
  const sources = priceSources(bill, line, list);
  const own = sources
    .map((priced) => {
      line.facts["lineNet"] = Math.floor(priced.net / ask.scale);
      return join(priced, discountStage(bill, line, { base: priced.net, without: ask.without }));
    })
    .reduce((best, one) => (one.net < best.net ? one : best));
  const offer = ask.without.has(offerGroup) ? undefined : offersFor(bill, line)[0];
  if (offer === undefined) return own;
  const amount = ratioSaving(bill.programme, list, offer.payRatio);
  line.facts["lineNet"] = Math.floor((list - amount) / ask.scale);
  const beside = new Map([...ask.without, [offerGroup, offerRule(offer)]]);
  const rest = discountStage(bill, line, { base: list, without: beside });
  const savings = clamped([{ rule: offerRule(offer), amount }, ...rest.savings], list);
  const theirs = list - total(savings);
  const first = choiceOf(bill, offerGroup) === "first" && own.savings.length > 0;
  if (first || theirs >= own.net) {
    const by = own.savings[0]?.rule ?? "list";
    return { ...own, refused: [...own.refused, { rule: offerRule(offer), why: "beaten", by }] };
  }
  const [priced] = sources;
  const losers = priced?.savings.map((saving) => standBack(saving, offerRule(offer))) ?? [];
  const refused = [...(priced?.refused ?? []), ...losers, ...rest.refused];
  return { savings, refused, base: list, net: theirs };
};
