// What a rule gives, as words.
import type { Programme } from "../compile.ts";
import type { Benefit } from "../contract.ts";
import type { Effect, PickEffect, PointsEffect, Rule, SpendEffect, TaskReward } from "../format.ts";
import type { Language } from "./language.ts";
import { amountText, durationText, listText, percentText, ratioText, said } from "./language.ts";

const pick = (language: Language, zh: string, en: string): string => (language === "zh" ? zh : en);

const assetName = (programme: Programme, id: string, language: Language): string =>
  said(programme.asset(id)?.name, language, id);

const tierName = (programme: Programme, id: string, language: Language): string =>
  said(programme.tier(id)?.name, language, id);

const benefitNames: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  late_checkout: { zh: "延迟退房", en: "late check-out" },
  hold_until: { zh: "保留预订", en: "booking kept" },
  booking_priority: { zh: "优先订房", en: "booking priority" },
  birthday_gift: { zh: "生日礼物", en: "birthday gift" },
  welcome_fruit: { zh: "迎宾水果", en: "welcome fruit" },
  two_breakfasts: { zh: "双份早餐", en: "two breakfasts" },
  room_upgrade: { zh: "免费升级房型", en: "room upgrade" },
  gift_gold_tier: { zh: "赠亲友黄金会员", en: "a gold tier to give" },
  gift_diamond_tier: { zh: "赠亲友钻石会员", en: "a diamond tier to give" },
};

export const benefitText = (benefit: Benefit, language: Language): string => {
  const name = benefitNames[benefit.code]?.[language] ?? benefit.code;
  const until = benefit["until"];
  const perYear = benefit["perYear"];
  const to = typeof until === "string" ? pick(language, `至${until}`, ` until ${until}`) : "";
  const times =
    typeof perYear === "number"
      ? pick(language, `（每年${perYear}次）`, ` (${perYear} a year)`)
      : "";
  return `${name}${to}${times}`;
};

const pointsText = (programme: Programme, effect: PointsEffect, language: Language): string => {
  const name = assetName(programme, effect.asset, language);
  const base = effect.base ?? "eligible_net";
  const per = base === "eligible_net" ? amountText(programme, effect.per) : String(effect.per);
  const units = {
    eligible_net: pick(language, `每消费${per}`, `every ${per} spent`),
    visit: pick(language, "每次消费", "every visit"),
    unit: pick(language, `每${per}件`, `every ${per} units`),
    night: pick(language, `每${per}晚`, `every ${per} nights`),
  };
  const carry =
    effect.carry === true
      ? pick(language, "，余额累计", "; the rest is carried")
      : pick(language, "，按单计算", "; per bill");
  return (
    pick(
      language,
      `${units[base]}得${name}${effect.give}`,
      `${units[base]}: ${effect.give} ${name}`,
    ) + carry
  );
};

const spendText = (programme: Programme, spend: SpendEffect, language: Language): string => {
  const price = pick(
    language,
    `${spend.qty}${assetName(programme, spend.asset, "zh")}`,
    `${spend.qty} ${assetName(programme, spend.asset, "en")}`,
  );
  const granted = spend.for;
  if (granted?.amount !== undefined) {
    return pick(
      language,
      `${price}抵${amountText(programme, granted.amount)}`,
      `${price} pay ${amountText(programme, granted.amount)}`,
    );
  }
  if (granted === undefined) return pick(language, `以${price}抵付一份`, `${price} pay for one`);
  const units = granted.nights ?? granted.quantity ?? 1;
  const grant =
    granted.grant === undefined
      ? (granted.reward ?? "")
      : assetName(programme, granted.grant, language);
  const named = said(
    granted.name,
    language,
    granted.grant === undefined ? grant : `${grant} ×${units}`,
  );
  const skus = granted.sku ?? [];
  const kinds = skus.map((sku) =>
    said(programme.file.goods?.find((one) => one.sku === sku)?.name, language, sku),
  );
  const choice =
    skus.length === 0
      ? ""
      : pick(language, `（${listText(kinds, "zh")}任选）`, ` (choice of ${listText(kinds, "en")})`);
  const open = granted.grant === undefined && spend.qty === 1;
  return open
    ? pick(
        language,
        `积分可兑换${named}，按目录所列分值`,
        `points for ${named}, at the price of the catalogue`,
      )
    : pick(language, `${price}兑换${named}${choice}`, `${price} for ${named}${choice}`);
};

const pickText = (effect: PickEffect, language: Language): string => {
  const ratio = ratioText(effect.payRatio, language);
  const times =
    effect.times === undefined
      ? ""
      : pick(language, `，每单至多${effect.times}次`, `, at most ${effect.times} times a bill`);
  return (
    pick(
      language,
      `每${effect.from}件中价低的${effect.take}件${ratio}`,
      `of every ${effect.from} the ${effect.take} cheapest ${ratio}`,
    ) + times
  );
};

const rewardText = (programme: Programme, reward: TaskReward, language: Language): string => {
  if ("grant" in reward)
    return `${assetName(programme, reward.grant.asset, language)} ×${reward.grant.qty}`;
  if ("benefit" in reward) return benefitText(reward.benefit, language);
  return tierName(programme, reward.tier.to, language);
};

const voucherText = (effect: NonNullable<Effect["voucher"]>, language: Language): string =>
  listText(
    [
      effect.change === true
        ? pick(language, "可找零", "gives change")
        : pick(language, "不设找赎", "gives no change"),
      effect.cashable === true
        ? pick(language, "可兑现", "may be cashed")
        : pick(language, "不可兑换现金", "not for cash"),
      effect.earns === true
        ? pick(language, "用券部分积分", "earns")
        : pick(language, "用券部分不积分", "what it pays earns nothing"),
      pick(language, `每单限${effect.perBill ?? 1}张`, `${effect.perBill ?? 1} a bill`),
    ],
    language,
  );

const bonusText = (
  programme: Programme,
  effect: NonNullable<Effect["bonus"]>,
  language: Language,
): string => {
  const parts = [
    ...(effect.rate === undefined ? [] : [percentText(effect.rate)]),
    ...(effect.fixed === undefined ? [] : [amountText(programme, effect.fixed)]),
  ];
  const max =
    effect.max === undefined
      ? ""
      : pick(
          language,
          `，最多${amountText(programme, effect.max)}`,
          `, at most ${amountText(programme, effect.max)}`,
        );
  return pick(language, `赠送${parts.join("加")}`, `${parts.join(" and ")} on top`) + max;
};

const priceText = (
  programme: Programme,
  price: NonNullable<Effect["price"]>,
  language: Language,
): string => {
  if (price === "agreement") return pick(language, "按所签协议价", "the signed agreement price");
  return price === 0 ? pick(language, "免费", "free") : amountText(programme, price);
};

const valueEffects = (
  programme: Programme,
  effect: Effect,
  language: Language,
): string | undefined => {
  if (effect.price !== undefined) return priceText(programme, effect.price, language);
  if (effect.payRatio !== undefined) return ratioText(effect.payRatio, language);
  if (effect.off !== undefined)
    return pick(
      language,
      `减${amountText(programme, effect.off)}`,
      `${amountText(programme, effect.off)} off`,
    );
  if (effect.pick !== undefined) return pickText(effect.pick, language);
  if (effect.bonus !== undefined) return bonusText(programme, effect.bonus, language);
  if (effect.points !== undefined) return pointsText(programme, effect.points, language);
  if (effect.multiply !== undefined)
    return pick(
      language,
      `积分按${percentText(effect.multiply)}计`,
      `points at ${percentText(effect.multiply)}`,
    );
  if (effect.spend !== undefined) return spendText(programme, effect.spend, language);
  if (effect.grant !== undefined)
    return `${assetName(programme, effect.grant.asset, language)} ×${effect.grant.qty}`;
  return undefined;
};

const otherEffects = (
  programme: Programme,
  effect: Effect,
  language: Language,
): string | undefined => {
  if (effect.waive !== undefined) return pick(language, "免收工本费", "no card fee");
  if (effect.deny !== undefined) return pick(language, "不予办理", "not served");
  if (effect.voucher !== undefined) return voucherText(effect.voucher, language);
  if (effect.benefit !== undefined) return benefitText(effect.benefit, language);
  if (effect.tier !== undefined) {
    const time =
      effect.tier.for === undefined
        ? ""
        : pick(
            language,
            `（${durationText(effect.tier.for, "zh")}）`,
            ` for ${durationText(effect.tier.for, "en")}`,
          );
    return `${tierName(programme, effect.tier.to, language)}${time}`;
  }
  if (effect.task !== undefined) {
    return listText(
      [effect.task.reward].flat().map((reward) => rewardText(programme, reward, language)),
      language,
    );
  }
  return undefined;
};

/** What a rule gives; undefined for what is no member's business (payment order, commission). */
export const effectText = (
  programme: Programme,
  rule: Rule,
  language: Language,
): string | undefined =>
  valueEffects(programme, rule.then, language) ?? otherEffects(programme, rule.then, language);
