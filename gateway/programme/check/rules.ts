// Rules against each other and against their stage: what can never act, what can never win, what ties.
import { isRefusalCode } from "../../refusals.ts";
import { isLineFact } from "../facts.ts";
import type { Effect, Match, ProgrammeFile, Rule, Stage } from "../format.ts";
import { isBillRule, plansMax } from "../discounts.ts";
import type { Finding } from "./finding.ts";
import { error, pointer, warning } from "./finding.ts";

type EffectName = keyof Effect;

const priceEffects: readonly EffectName[] = ["price", "payRatio", "off", "deny"];

/** What each stage can do; anything else there would do nothing, so it is refused. */
export const effectsAt: Readonly<Record<Stage, readonly EffectName[]>> = {
  issue: ["waive", "grant", "tier", "deny"],
  topup: ["bonus", "points", "grant", "tier", "deny"],
  price: priceEffects,
  discount: [...priceEffects, "pick"],
  entitle: [...priceEffects, "spend"],
  voucher: ["voucher", "deny"],
  points_pay: ["spend", "deny"],
  tender: ["tender", "deny"],
  earn: ["points", "multiply", "grant", "task", "tier", "deny"],
  redeem: ["spend", "deny"],
  benefit: ["benefit", "task"],
  commission: ["pay"],
  close: ["tier", "grant", "benefit", "task"],
  arrival: ["grant"],
};

const effectName = (rule: Rule): EffectName | undefined =>
  Object.keys(rule.then).find((name): name is EffectName => name in rule.then);

const checkStage = (rule: Rule, index: number): readonly Finding[] => {
  const name = effectName(rule);
  const allowed = effectsAt[rule.at];
  if (name === undefined || allowed.includes(name)) return [];
  const message = `"${name}" does nothing at stage ${rule.at}; there: ${allowed.join(", ")}`;
  return [error("effect_at_stage", pointer("rules", index, "then", name), message)];
};

/** Whether every bill that `inner` matches is matched by `outer`: outer asks nothing that inner does not. */
const covers = (outer: Match | undefined, inner: Match | undefined): boolean =>
  Object.entries(outer ?? {}).every(
    ([fact, matcher]) => JSON.stringify(inner?.[fact]) === JSON.stringify(matcher),
  );

/** Whether `left` takes at least as much off as `right` whenever both act. */
const atLeast = (left: Effect, right: Effect): boolean => {
  if (left.payRatio !== undefined && right.payRatio !== undefined)
    return left.payRatio <= right.payRatio;
  if (left.off !== undefined && right.off !== undefined) return left.off >= right.off;
  if (typeof left.price === "number" && typeof right.price === "number")
    return left.price <= right.price;
  if (left.multiply !== undefined && right.multiply !== undefined)
    return left.multiply >= right.multiply;
  return JSON.stringify(left) === JSON.stringify(right);
};

const rivalsBefore = (file: ProgrammeFile, index: number): readonly Rule[] => {
  const rule = file.rules[index];
  return file.rules
    .slice(0, index)
    .filter((one) => one.at === rule?.at && one.group !== undefined && one.group === rule.group);
};

/** A later rule of an exclusive group that an earlier one always beats, or exactly equals. */
const checkRivals = (file: ProgrammeFile, rule: Rule, index: number): readonly Finding[] => {
  const choice = file.groups?.[rule.group ?? ""];
  if (choice === "all" || rule.then.deny !== undefined) return [];
  const at = pointer("rules", index);
  for (const rival of rivalsBefore(file, index)) {
    if (!covers(rival.when, rule.when)) continue;
    const same = covers(rule.when, rival.when) && atLeast(rule.then, rival.then);
    if (same && atLeast(rival.then, rule.then)) {
      return [warning("tie", at, `always ties with "${rival.id}", which stands earlier and wins`)];
    }
    if (choice === "first" || atLeast(rival.then, rule.then)) {
      return [warning("unreachable", at, `never counts: "${rival.id}" always goes before it`)];
    }
  }
  return [];
};

/** A better rule that stands later still wins a best-for-member group; an earlier weaker one never does. */
const checkOvertaken = (file: ProgrammeFile, rule: Rule, index: number): readonly Finding[] => {
  if (rule.group === undefined || file.groups?.[rule.group] !== "best_for_member") return [];
  const later = file.rules
    .slice(index + 1)
    .find(
      (one) =>
        one.at === rule.at &&
        one.group === rule.group &&
        covers(one.when, rule.when) &&
        atLeast(one.then, rule.then) &&
        !atLeast(rule.then, one.then),
    );
  return later === undefined
    ? []
    : [
        warning(
          "unreachable",
          pointer("rules", index),
          `never counts: "${later.id}" is always better`,
        ),
      ];
};

const checkSense = (rule: Rule, index: number): readonly Finding[] => {
  const at = pointer("rules", index);
  const when = Object.keys(rule.when ?? {});
  const findings: Finding[] = [];
  if (rule.then.deny !== undefined && when.length === 0) {
    findings.push(warning("always_denies", at, "denies everything: it has no condition"));
  }
  if (rule.then.deny !== undefined && !isRefusalCode(rule.then.deny)) {
    const message = `"${rule.then.deny}" is no code of the closed table: guests hear not_permitted`;
    findings.push(warning("unknown_code", `${at}/then/deny`, message));
  }
  if (rule.then.multiply !== undefined && when.some(isLineFact)) {
    const message = "multiplies the whole bill as soon as one line matches";
    findings.push(warning("multiplies_bill", `${at}/when`, message));
  }
  if (rule.at === "price" && when.includes("billNet")) {
    findings.push(
      warning("never_fires", `${at}/when/billNet`, "billNet is not known before discounts"),
    );
  }
  const pick = rule.then.pick;
  if (pick !== undefined && pick.take > pick.from) {
    findings.push(error("wrong_pick", `${at}/then/pick/take`, "takes more units than it counts"));
  }
  return findings;
};

/** Bill discounts of exclusive groups multiply the ways a bill can be read; there is a bound. */
const checkPlans = (file: ProgrammeFile): readonly Finding[] => {
  const ways = new Map<string, number>();
  for (const rule of file.rules) {
    if (rule.at !== "discount" || rule.group === undefined || !isBillRule(rule)) continue;
    if (file.groups?.[rule.group] === "all") continue;
    ways.set(rule.group, (ways.get(rule.group) ?? 1) + 1);
  }
  const plans = [...ways.values()].reduce((product, one) => product * one, 1);
  if (plans <= plansMax) return [];
  const message = `${plans} ways to combine discounts of the whole bill; at most ${plansMax}`;
  return [error("too_many_ways", "/groups", message)];
};

/** Two carrying rules for one asset that can both act share one remainder. */
const checkCarry = (file: ProgrammeFile): readonly Finding[] => {
  const steps = new Map<string, number>();
  return file.rules.flatMap((rule, index) => {
    const effect = rule.then.points;
    if (effect?.carry !== true) return [];
    const per = steps.get(effect.asset) ?? effect.per;
    steps.set(effect.asset, per);
    if (per === effect.per) return [];
    const at = pointer("rules", index, "then", "points", "per");
    return [
      warning("mixed_carry", at, `carries in steps of ${effect.per}, an earlier rule of ${per}`),
    ];
  });
};

/** How rules stand to their stages and to one another. */
export const checkRules = (file: ProgrammeFile): readonly Finding[] => [
  ...file.rules.flatMap((rule, index) => [
    ...checkStage(rule, index),
    ...checkSense(rule, index),
    ...checkRivals(file, rule, index),
    ...checkOvertaken(file, rule, index),
  ]),
  ...checkPlans(file),
  ...checkCarry(file),
];
