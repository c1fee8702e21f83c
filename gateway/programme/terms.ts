// What the programme says about one act outside a bill: issue, top-up, reward, benefit, commission.
import type { Programme } from "./compile.ts";
import type {
  Benefit,
  CommissionTerms,
  Denied,
  Facts,
  Grant,
  IssueTerms,
  RewardTerms,
  TopUpTerms,
} from "./contract.ts";
import { grantsOf } from "./earn.ts";
import type { GroupChoice, Rule, SpendEffect, Stage } from "./format.ts";
import { appliedOf } from "./lines.ts";
import { conditionsHold, failingFact, matches, unmetFacts } from "./match.ts";
import { programmeRatio } from "./savings.ts";

const actingAt = (programme: Programme, stage: Stage, facts: Facts): readonly Rule[] =>
  programme.rulesAt(stage).filter((rule) => matches(rule.when, facts));

const denialOf = (rules: readonly Rule[]): { readonly denied?: Denied } => {
  const rule = rules.find((one) => one.then.deny !== undefined);
  if (rule?.then.deny === undefined) return {};
  const cite = rule.cite === undefined ? {} : { cite: rule.cite };
  return { denied: { code: rule.then.deny, rule: rule.id, ...cite } };
};

interface Worth {
  readonly rule: Rule;
  readonly amount: number;
}

/** Rules with what each is worth, one of each exclusive group; ties go to the earlier. */
const throughGroups = (programme: Programme, worths: readonly Worth[]): readonly Worth[] => {
  const choice = (group: string): GroupChoice =>
    programme.file.groups?.[group] ?? "best_for_member";
  const winners = new Map<string, Worth>();
  for (const worth of worths) {
    const group = worth.rule.group;
    if (group === undefined || choice(group) === "all") continue;
    const best = winners.get(group);
    const wins = best === undefined || (choice(group) !== "first" && worth.amount > best.amount);
    if (wins) winners.set(group, worth);
  }
  return worths.filter(({ rule }) => {
    if (rule.group === undefined || choice(rule.group) === "all") return true;
    return winners.get(rule.group)?.rule === rule;
  });
};

const numberOf = (facts: Facts, name: string): number => {
  const value = facts[name];
  return typeof value === "number" ? value : 0;
};

/** Conditions, fee and gifts of a new card of this type; `firstTopup` is a fact like the others. */
export const issueTerms = (programme: Programme, cardType: string, facts: Facts): IssueTerms => {
  const card = programme.cardType(cardType);
  if (card === undefined) return { met: false, fee: 0, grants: [], unmet: ["card"] };
  // nobody referred her: known to be nobody, so that a rule may ask for anybody by `none: [""]`
  const referredBy = facts["referredBy"] ?? "";
  const own = { card: cardType, tier: card.tier, ...facts, referredBy };
  const acting = actingAt(programme, "issue", own);
  const waiver = acting.find((rule) => rule.then.waive === "card_fee");
  const fee = card.fee ?? 0;
  const tier = acting.find((rule) => rule.then.tier !== undefined)?.then.tier?.to ?? card.tier;
  return {
    met: conditionsHold(card.issue, own),
    unmet: unmetFacts(card.issue, own),
    fee: waiver === undefined ? fee : 0,
    ...(waiver === undefined ? {} : { waivedBy: appliedOf(waiver, fee) }),
    grants: grantsThroughGroups(programme, acting),
    ...(tier === undefined ? {} : { tier }),
    ...denialOf(acting),
  };
};

const grantsThroughGroups = (programme: Programme, acting: readonly Rule[]): readonly Grant[] => {
  const worths = acting
    .filter((rule) => rule.then.grant !== undefined)
    .map((rule) => ({ rule, amount: rule.then.grant?.qty ?? 0 }));
  return grantsOf(throughGroups(programme, worths).map(({ rule }) => rule));
};

/** Points for money paid in: whole steps of the amount, nothing carried. */
const topUpPoints = (rule: Rule, amount: number): readonly Grant[] => {
  const effect = rule.then.points;
  if (effect === undefined) return [];
  const quantity = Math.floor(amount / effect.per) * effect.give;
  if (quantity === 0) return [];
  const cite = rule.cite === undefined ? {} : { cite: rule.cite };
  return [{ asset: effect.asset, quantity, rule: rule.id, ...cite }];
};

const bonusOf = (programme: Programme, rule: Rule, amount: number): number => {
  const { rate = 0, fixed = 0, max } = rule.then.bonus ?? {};
  const bonus = programmeRatio(programme, amount, rate) + fixed;
  return max === undefined ? bonus : Math.min(bonus, max);
};

/** What one top-up brings; facts hold its `amount`. */
export const topUpTerms = (programme: Programme, facts: Facts): TopUpTerms => {
  const asset = programme.storedAsset;
  const acting = actingAt(programme, "topup", facts);
  const amount = numberOf(facts, "amount");
  const worths = acting
    .filter((rule) => rule.then.bonus !== undefined)
    .map((rule) => ({ rule, amount: bonusOf(programme, rule, amount) }));
  const bonuses = throughGroups(programme, worths);
  const tier = acting.find((rule) => rule.then.tier !== undefined)?.then.tier;
  return {
    minimum: asset?.minTopup ?? 0,
    bonus: bonuses.reduce((sum, one) => sum + one.amount, 0),
    rules: bonuses.map((one) => appliedOf(one.rule, one.amount)),
    grants: [
      ...grantsThroughGroups(programme, acting),
      ...acting.flatMap((rule) => topUpPoints(rule, amount)),
    ],
    ...(asset?.limit === undefined ? {} : { limit: asset.limit }),
    ...(tier === undefined ? {} : { tier }),
    ...denialOf(acting),
  };
};

const rewardNameOf = (spend: SpendEffect): string | undefined =>
  spend.for?.reward ?? spend.for?.grant;

/** Rewards a member can ask for, in file order: name, price in units of an asset, what is given. */
export const rewards = (
  programme: Programme,
): readonly { readonly reward: string; readonly rule: Rule; readonly spend: SpendEffect }[] =>
  programme.rulesAt("redeem").flatMap((rule) => {
    const spend = rule.then.spend;
    const reward = spend === undefined ? undefined : rewardNameOf(spend);
    return spend === undefined || reward === undefined ? [] : [{ reward, rule, spend }];
  });

/**
 * Terms of a reward, or undefined when the programme has none of that name. A reward that gives no
 * asset is priced by the owner's catalogue: `points` is then what is taken, else the rule's own price.
 * Conditions that do not hold, and `deny` rules of the stage, come back as `denied`.
 */
export const rewardTerms = (
  programme: Programme,
  reward: string,
  ask: { readonly quantity: number; readonly points?: number; readonly facts: Facts },
): RewardTerms | undefined => {
  const named = rewards(programme).filter((one) => one.reward === reward);
  const facts = { ...ask.facts, reward, quantity: ask.quantity };
  const open = named.find(({ rule }) => matches(rule.when, facts));
  const found = open ?? named[0];
  if (found === undefined) return undefined;
  const { rule, spend } = found;
  const granted = spend.for;
  const priced = granted?.grant === undefined ? ask.points : undefined;
  const units = granted?.nights ?? granted?.quantity ?? 1;
  const denied = denialOf(actingAt(programme, "redeem", facts));
  const missing = open === undefined ? failingFact(rule.when, facts) : undefined;
  const code = missing === "stock" ? "stock.empty" : "not_permitted";
  const closed = open === undefined ? { denied: { code, rule: rule.id } } : {};
  return {
    rule: rule.id,
    ...(rule.cite === undefined ? {} : { cite: rule.cite }),
    spend: {
      asset: spend.asset,
      quantity: priced ?? spend.qty * ask.quantity,
      clears: spend.clears ?? "used",
    },
    ...(granted?.grant === undefined
      ? {}
      : { grant: { asset: granted.grant, quantity: units * ask.quantity } }),
    ...(granted?.sku === undefined ? {} : { choices: granted.sku }),
    ...closed,
    ...denied,
  };
};

/**
 * Benefits whose rules match, in file order. With `used` (times given in the benefit's period) the
 * answer tells what is `left` and leaves out what is used up.
 */
export const benefits = (
  programme: Programme,
  facts: Facts,
  used?: { readonly [code: string]: number },
): readonly Benefit[] => {
  const worths = actingAt(programme, "benefit", facts)
    .filter((rule) => rule.then.benefit !== undefined)
    .map((rule) => ({ rule, amount: 0 }));
  return throughGroups(programme, worths).flatMap(({ rule }): readonly Benefit[] => {
    const benefit = rule.then.benefit;
    if (benefit === undefined) return [];
    const perYear = benefit["perYear"];
    if (used === undefined || typeof perYear !== "number") return [benefit];
    const left = perYear - (used[benefit.code] ?? 0);
    return left > 0 ? [{ ...benefit, left }] : [];
  });
};

/** What signing in for the day brings. */
export const arrivalGrants = (programme: Programme, facts: Facts): readonly Grant[] =>
  grantsThroughGroups(programme, actingAt(programme, "arrival", facts));

/** What the seller earns by one `event`; `perAmount` counts whole steps of the fact `amount`. */
export const commission = (programme: Programme, facts: Facts): CommissionTerms => {
  const base = numberOf(facts, "amount") || numberOf(facts, "billNet");
  const worths = actingAt(programme, "commission", facts)
    .filter((rule) => rule.then.pay !== undefined)
    .map((rule) => {
      const { give = 0, perAmount } = rule.then.pay ?? {};
      const steps = perAmount === undefined || perAmount <= 0 ? 1 : Math.floor(base / perAmount);
      return { rule, amount: steps * give };
    });
  const paid = throughGroups(programme, worths);
  return {
    amount: paid.reduce((sum, one) => sum + one.amount, 0),
    rules: paid.map((one) => appliedOf(one.rule, one.amount)),
  };
};

export { nextTier } from "./tiers.ts";
