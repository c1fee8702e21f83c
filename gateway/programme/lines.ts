// The working copy of a bill while it is quoted: lines in canonical order, facts, what each line got.
import { canonicalJson } from "../json.ts";
import type { Programme } from "./compile.ts";
import type { Applied, BillInput, BillLine, Facts, FactValue, NotApplied } from "./contract.ts";
import { isGuestFact, withoutGuest } from "./facts.ts";
import type { Rule } from "./format.ts";
import { factMatches, failingFact } from "./match.ts";

/** Mutable while the quote is made; never leaves this room. */
export interface WorkLine {
  /** place in the bill as it was given */
  readonly index: number;
  readonly input: BillLine;
  readonly list: number;
  net: number;
  applied: Applied[];
  refused: NotApplied[];
  used: { asset: string; quantity: number }[];
  voucherShare: number;
  pointsShare: number;
  /** part of voucher and points shares that earns nothing */
  unearning: number;
  readonly facts: Record<string, FactValue | undefined>;
}

export interface WorkBill {
  readonly programme: Programme;
  readonly input: BillInput;
  readonly recognised: boolean;
  /** why nothing of a card counts; meaningless when recognised */
  readonly unrecognisedWhy: string;
  /** canonical order: equal bills give equal quotes, whatever the order of their lines */
  readonly lines: readonly WorkLine[];
  readonly facts: Record<string, FactValue | undefined>;
  /** nobody takes notes while ways to combine discounts are only tried */
  quiet: boolean;
  /** units left of each asset while the bill takes some */
  readonly left: Record<string, number>;
}

const holdingFacts = (programme: Programme, input: BillInput): Facts => {
  const facts: Record<string, FactValue> = {};
  for (const asset of programme.file.assets) {
    const held = input.holdings[asset.id] ?? 0;
    facts[`has.${asset.id}`] = asset.kind === "pass" ? held > 0 : held;
  }
  return facts;
};

const lineFacts = (
  line: BillLine,
  net: number,
  bill: Facts,
): Record<string, FactValue | undefined> => ({
  ...bill,
  venue: line.venue,
  sku: line.sku,
  tags: line.tags ?? [],
  quantity: line.quantity,
  lineNet: net,
});

/** Amounts must have been checked: every line and their sum within `AMOUNT_MAX`. */
export const openBill = (programme: Programme, input: BillInput): WorkBill => {
  const recognised = input.recognised === true;
  const facts: Record<string, FactValue | undefined> = recognised
    ? { ...holdingFacts(programme, input), ...input.facts }
    : withoutGuest(input.facts);
  const lines = input.lines
    .map((line, index) => ({ line, index, key: canonicalJson({ ...line }) }))
    .toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
    .map(({ line, index }): WorkLine => {
      const list = line.list * line.quantity;
      return {
        index,
        input: line,
        list,
        net: list,
        applied: [],
        refused: [],
        used: [],
        voucherShare: 0,
        pointsShare: 0,
        unearning: 0,
        facts: lineFacts(line, list, facts),
      };
    });
  return {
    programme,
    input,
    recognised,
    unrecognisedWhy: typeof input.recognised === "string" ? input.recognised : "missing.card",
    lines,
    facts,
    quiet: false,
    left: recognised ? { ...input.holdings } : {},
  };
};

/** Σ net. */
export const billNet = (bill: WorkBill): number =>
  bill.lines.reduce((sum, line) => sum + line.net, 0);

/** Sets `billNet` and each `lineNet` to what they are now. */
export const refreshNets = (bill: WorkBill): void => {
  const net = billNet(bill);
  bill.facts["billNet"] = net;
  for (const line of bill.lines) {
    line.facts["lineNet"] = line.net;
    line.facts["billNet"] = net;
  }
};

/** Sets `has.<asset>` to what is left. */
export const refreshHoldings = (bill: WorkBill, asset: string): void => {
  const left = bill.left[asset] ?? 0;
  const value = bill.programme.asset(asset)?.kind === "pass" ? left > 0 : left;
  bill.facts[`has.${asset}`] = value;
  for (const line of bill.lines) line.facts[`has.${asset}`] = value;
};

const identities = ["venue", "sku", "brand", "hotel"] as const;

/** Whether a rule speaks of this line at all: a rule for rooms has nothing to say about a dish. */
export const concerns = (rule: Rule, line: WorkLine): boolean => {
  const { when } = rule;
  if (when === undefined) return true;
  for (const name of identities) {
    const matcher = when[name];
    if (matcher !== undefined && !factMatches(matcher, line.facts[name])) return false;
  }
  return true;
};

export const noteOf = (
  rule: Rule,
  why: string,
  more: { readonly fact?: string; readonly by?: string } = {},
): NotApplied => ({
  rule: rule.id,
  ...(rule.cite === undefined ? {} : { cite: rule.cite }),
  why,
  ...more,
});

export const appliedOf = (
  rule: { readonly id: string; readonly cite?: string | undefined },
  amount: number,
): Applied => ({
  rule: rule.id,
  ...(rule.cite === undefined ? {} : { cite: rule.cite }),
  amount,
});

/** Whether a rule acts on a line, does not concern it, or why it does not act though it concerns it. */
export const judge = (
  bill: WorkBill,
  rule: Rule,
  line: WorkLine,
): NotApplied | "acts" | "silent" => {
  const fact = failingFact(rule.when, line.facts);
  if (fact === undefined) return "acts";
  if (bill.quiet || !concerns(rule, line)) return "silent";
  const guest = !bill.recognised && Object.keys(rule.when ?? {}).some(isGuestFact);
  return guest ? noteOf(rule, bill.unrecognisedWhy) : noteOf(rule, "not_met", { fact });
};

export const actsOnLine = (rule: Rule, line: WorkLine): boolean =>
  failingFact(rule.when, line.facts) === undefined;

/** Lines a rule acts on: those its line facts match, all when it names none and the bill matches. */
export const linesOf = (bill: WorkBill, rule: Rule): readonly WorkLine[] =>
  bill.lines.filter((line) => actsOnLine(rule, line));
