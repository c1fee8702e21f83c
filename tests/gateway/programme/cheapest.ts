// The cheapest way to pay a bill, by trying every allowed combination. Written from the rules of the
// format alone; shares no code with the interpreter but the rounding of money.
import type { BillInput, BillLine } from "../../../gateway/programme/contract.ts";
import type { Effect, ProgrammeFile, Rule } from "../../../gateway/programme/format.ts";
import { mulDiv, ratio, shareOut } from "../../../gateway/programme/money.ts";

/** One way to price one line: its price after the price stage and what is left after line discounts. */
interface Way {
  readonly base: number;
  readonly net: number;
}

const speaksOf = (rule: Rule, line: BillLine): boolean => {
  const { venue, tags } = rule.when ?? {};
  if (typeof venue === "string" && venue !== line.venue) return false;
  if (typeof tags === "object" && "none" in tags) {
    return !(tags.none ?? []).some((tag) => line.tags?.includes(tag) === true);
  }
  return true;
};

const isForBill = (rule: Rule): boolean =>
  rule.then.pick !== undefined ||
  rule.when?.["billNet"] !== undefined ||
  (rule.then.off !== undefined && rule.when?.["venue"] === undefined);

const takesOff = (effect: Effect, base: number, quantity: number): number => {
  if (effect.payRatio !== undefined)
    return Math.max(0, base - ratio(base, effect.payRatio, "half_up"));
  if (effect.off !== undefined) return Math.min(base, effect.off);
  if (typeof effect.price === "number") return Math.max(0, base - effect.price * quantity);
  return 0;
};

const reduced = (base: number, savings: readonly number[]): Way => ({
  base,
  net: Math.max(0, base - savings.reduce((sum, one) => sum + one, 0)),
});

/** Every choice of at most one element of each list. */
const choices = <T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  lists.reduce<readonly (readonly T[])[]>(
    (made, list) => made.flatMap((start) => [start, ...list.map((one) => [...start, one])]),
    [[]],
  );

const waysOf = (
  file: ProgrammeFile,
  input: BillInput,
  ask: { readonly line: BillLine; readonly taken: ReadonlySet<string> },
): readonly Way[] => {
  const { line, taken } = ask;
  const list = line.list * line.quantity;
  const own = file.rules.filter((rule) => speaksOf(rule, line) && !isForBill(rule));
  const discounts = own.filter((rule) => rule.at === "discount");
  const groups = [...new Set(discounts.flatMap((rule) => rule.group ?? []))];
  const always = discounts.filter((rule) => rule.group === undefined);
  const bases = [
    list,
    ...own
      .filter((rule) => rule.at === "price")
      .map((rule) => list - takesOff(rule.then, list, line.quantity)),
  ];
  const offers = input.offers.filter(
    (offer) => offer.venue === undefined || offer.venue === line.venue,
  );
  const open = groups.filter((group) => !taken.has(group));
  const picks = (names: readonly string[]) =>
    choices(names.map((group) => discounts.filter((rule) => rule.group === group)));
  const priced = bases.flatMap((base) =>
    picks(open).map((chosen) =>
      reduced(
        base,
        [...always, ...chosen].map((rule) => takesOff(rule.then, base, line.quantity)),
      ),
    ),
  );
  if (taken.has("offer")) return priced;
  const offered = offers.flatMap((offer) =>
    picks(open.filter((group) => group !== "offer")).map((chosen) =>
      reduced(list, [
        list - ratio(list, offer.payRatio, "half_up"),
        ...[...always, ...chosen].map((rule) => takesOff(rule.then, list, line.quantity)),
      ]),
    ),
  );
  return [...priced, ...offered];
};

const pickSaving = (
  rule: Rule,
  lines: readonly BillLine[],
  nets: readonly number[],
): readonly number[] => {
  const { from = 2, take = 1, payRatio = 0, times = Infinity } = rule.then.pick ?? {};
  const unitOf = (index: number): number => (nets[index] ?? 0) / (lines[index]?.quantity ?? 1);
  const units = lines
    .flatMap((line, index) =>
      speaksOf(rule, line) ? Array.from({ length: line.quantity }, () => index) : [],
    )
    .toSorted((left, right) => unitOf(right) - unitOf(left));
  const picked = lines.map(() => 0);
  units.forEach((index, place) => {
    const run = Math.floor(place / from);
    const counts = place % from >= from - take && (run + 1) * from <= units.length && run < times;
    if (counts) picked[index] = (picked[index] ?? 0) + 1;
  });
  return lines.map((line, index) => {
    const by = { numerator: picked[index] ?? 0, divisor: line.quantity };
    const share = mulDiv(nets[index] ?? 0, by, "half_up");
    return share - ratio(share, payRatio, "half_up");
  });
};

const fulfils = (rule: Rule, billNet: number): boolean => {
  const asked = rule.when?.["billNet"];
  return (
    typeof asked !== "object" ||
    !("gte" in asked) ||
    typeof asked.gte !== "number" ||
    billNet >= asked.gte
  );
};

/** What is due when lines are priced so and these rules of the whole bill act. */
const dueOf = (
  lines: readonly BillLine[],
  ways: readonly Way[],
  billRules: readonly Rule[],
): number => {
  const nets = ways.map((way) => way.net);
  const billNet = nets.reduce((sum, net) => sum + net, 0);
  for (const rule of billRules) {
    if (!fulfils(rule, billNet)) continue;
    const left = nets.reduce((sum, net) => sum + net, 0);
    const parts =
      rule.then.pick === undefined
        ? shareOut(Math.min(left, rule.then.off ?? 0), nets)
        : pickSaving(rule, lines, nets);
    parts.forEach((part, index) => {
      nets[index] = Math.max(0, (nets[index] ?? 0) - part);
    });
  }
  return nets.reduce((sum, net) => sum + net, 0);
};

/** The least that is due over all allowed combinations of price sources, offers and discounts. */
export const cheapestDue = (file: ProgrammeFile, input: BillInput): number => {
  const billRules = file.rules.filter((rule) => rule.at === "discount" && isForBill(rule));
  const groups = [...new Set(billRules.flatMap((rule) => rule.group ?? []))];
  const plans = choices(groups.map((group) => billRules.filter((rule) => rule.group === group)));
  let least = Infinity;
  for (const plan of plans) {
    const taken = new Set(plan.flatMap((rule) => rule.group ?? []));
    const acting = billRules.filter((rule) => rule.group === undefined || plan.includes(rule));
    const combinations = input.lines.reduce<readonly (readonly Way[])[]>(
      (made, line) => {
        const ways = waysOf(file, input, { line, taken });
        return made.flatMap((start) => ways.map((way) => [...start, way]));
      },
      [[]],
    );
    for (const ways of combinations) least = Math.min(least, dueOf(input.lines, ways, acting));
  }
  return least;
};
