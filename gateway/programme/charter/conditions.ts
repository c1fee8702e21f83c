// A `when` as words: "VIP card, card shown, Chinese restaurant (not drinks, seafood)".
import type { Programme } from "../compile.ts";
import { factKind } from "../facts.ts";
import type { Conditions, Match, Matcher } from "../format.ts";
import type { Language } from "./language.ts";
import { amountText, listText, said } from "./language.ts";

interface Label {
  readonly zh: string;
  readonly en: string;
}

const label = (zh: string, en: string): Label => ({ zh, en });

/** What a fact is called; facts that only the till knows are left out of a charter (null). */
const labels: Readonly<Record<string, Label | null>> = {
  sku: label("品类", "kind"),
  brand: label("品牌", "brand"),
  hotel: label("门店", "hotel"),
  quantity: label("数量", "quantity"),
  lineNet: label("单项金额", "amount of the item"),
  billNet: label("整单金额", "amount of the bill"),
  amount: label("一次充值", "one top-up"),
  firstTopup: label("首次充值", "first top-up"),
  maxSingleTopup: label("曾一次充值", "a single top-up so far"),
  balanceBefore: label("消费前卡内余额", "balance before the bill"),
  spendInYear: label("全年消费", "spend of the year"),
  spend12m: label("近12个月消费", "spend of 12 months"),
  spentToday: label("当日消费", "spend of the day"),
  visits12m: label("近12个月消费次数", "visits in 12 months"),
  nightsInYear: label("年度住宿间夜", "nights of the year"),
  nightsInCycle: label("等级周期内间夜", "nights of the tier cycle"),
  staysInYear: label("年度入住次数", "stays of the year"),
  staysInQuarter: label("季度入住次数", "stays of the quarter"),
  noshowInCycle: label("预订未到次数", "no-shows"),
  pointsEarnedInCardYear: label("卡年度累计积分", "points earned in the card year"),
  basePointsInYear: label("年度基础积分", "base points of the year"),
  qualifyingPoints: label("成长值", "growth points"),
  hour: label("时段(点)", "hour"),
  date: label("日期", "date"),
  quarter: label("季度", "quarter"),
  weekday: label("星期", "weekday"),
  class: label("客户类别", "customer class"),
  "trialBill.date": label("体验日期", "date of the trial bill"),
  giftedTier: label("受赠等级", "tier given as a gift"),
  reward: label("礼品", "reward"),
  stock: label("库存", "stock"),
  event: null,
  member: null,
  referredBy: label("经会员推荐", "referred by a member"),
};

/** Facts that are true or false, as a clause each way; an empty text says nothing. */
const flags: Readonly<Record<string, { readonly yes: Label; readonly no: Label }>> = {
  authenticated: {
    yes: label("出示会员卡", "card shown"),
    no: label("未出示会员卡", "card not shown"),
  },
  guestIsMember: {
    yes: label("会员本人", "the member in person"),
    no: label("非会员本人", "another guest"),
  },
  birthdayToday: {
    yes: label("生日当天", "on the birthday"),
    no: label("非生日", "not on the birthday"),
  },
  birthdayMonth: {
    yes: label("生日当月", "in the month of the birthday"),
    no: label("非生日月", "in other months"),
  },
  workday: { yes: label("工作日", "on working days"), no: label("非工作日", "on days off") },
  cycleStart: { yes: label("等级周期首日", "on the first day of a cycle"), no: label("", "") },
  trial: { yes: label("体验期", "trial"), no: label("", "") },
  "trialBill.cardShown": {
    yes: label("", ""),
    no: label("体验消费未使用会员卡", "no card used on the trial bill"),
  },
  "trialBill.roomNightAtList": {
    yes: label("按执行房价入住一晚", "one night at the list price"),
    no: label("", ""),
  },
  gifted: { yes: label("赠卡", "card given"), no: label("非赠卡", "card sold") },
  paidUpgrade: { yes: label("付费升级", "paid upgrade"), no: label("", "") },
  invited: { yes: label("受邀", "by invitation"), no: label("", "") },
  identityVerified: { yes: label("出示有效证件", "valid document shown"), no: label("", "") },
  formFilled: { yes: label("如实填写申请表", "form filled in truthfully"), no: label("", "") },
  phoneConfirmed: { yes: label("电话确认", "confirmed by telephone"), no: label("", "") },
};

const valueNames: Readonly<Record<string, Label>> = {
  desk: label("前台", "front desk"),
  cashier: label("收银台", "till"),
  kiosk: label("自助机", "kiosk"),
  ota: label("网络公司", "online agencies"),
  corporate: label("协议公司", "agreement companies"),
  drinks: label("酒水", "drinks"),
  special: label("特价", "specials"),
  meeting: label("会议", "meetings"),
  group: label("团队", "groups"),
  wedding: label("婚宴", "weddings"),
  banquet: label("宴会", "banquets"),
  seafood: label("海鲜", "seafood"),
};

/** The name of a value of a fact: cards, tiers, venues and desk hours are named by the file. */
const valueText =
  (programme: Programme, fact: string, value: string | number | boolean) =>
  (language: Language): string => {
    const text = String(value);
    const { file } = programme;
    if (typeof value === "number") {
      return factKind(fact)?.type === "money" ? amountText(programme, value) : text;
    }
    if (fact === "card") return said(programme.cardType(text)?.name, language, text);
    if (fact === "tier" || fact === "giftedTier") {
      return said(programme.tier(text)?.name, language, text);
    }
    if (fact === "venue") return said(file.venues?.[text], language, text);
    if (fact === "sku")
      return said(file.goods?.find((one) => one.sku === text)?.name, language, text);
    if (fact === "hours") {
      const block = file.hours?.[text];
      const days =
        block?.days === "workday"
          ? { zh: "工作日", en: "working days " }
          : { zh: "每日", en: "daily " };
      return block === undefined ? text : `${days[language]}${block.from}–${block.to}`;
    }
    return valueNames[text]?.[language] ?? text;
  };

const boundWords = {
  zh: {
    gte: (value: string) => `满${value}`,
    gt: (value: string) => `超过${value}`,
    lte: (value: string) => `不超过${value}`,
    lt: (value: string) => `不足${value}`,
  },
  en: {
    gte: (value: string) => `at least ${value}`,
    gt: (value: string) => `more than ${value}`,
    lte: (value: string) => `at most ${value}`,
    lt: (value: string) => `less than ${value}`,
  },
} as const;

const bounds = ["gte", "gt", "lte", "lt"] as const;

const matcherText =
  (programme: Programme, fact: string, matcher: Matcher) =>
  (language: Language): string => {
    const name = (value: string | number | boolean): string =>
      valueText(programme, fact, value)(language);
    const names = (values: readonly (string | number)[]): string =>
      listText(values.map(name), language);
    if (typeof matcher !== "object") return name(matcher);
    if (!("length" in matcher)) {
      const said_ = bounds.flatMap((bound) => {
        const value = matcher[bound];
        return value === undefined ? [] : [boundWords[language][bound](name(value))];
      });
      const any = matcher.any === undefined ? [] : [names(matcher.any)];
      const none = matcher.none?.filter((one) => one !== "") ?? [];
      const except =
        none.length === 0 ? [] : [language === "zh" ? `${names(none)}除外` : `not ${names(none)}`];
      return [...said_, ...any, ...except].join(language === "zh" ? "且" : " and ");
    }
    return names(matcher);
  };

/** Facts whose value says enough without a label. */
const bare = new Set(["venue", "card", "tier", "tags", "channel", "where", "hours"]);

const clauseText =
  (programme: Programme, fact: string, matcher: Matcher) =>
  (language: Language): string => {
    const flag = flags[fact];
    if (typeof matcher === "boolean" && flag !== undefined)
      return flag[matcher ? "yes" : "no"][language];
    if (labels[fact] === null) return "";
    if (fact === "hours" && typeof matcher === "object" && "none" in matcher) {
      const names = (matcher.none ?? []).map((name) => valueText(programme, fact, name)(language));
      const all = listText(names, language);
      return language === "zh" ? `${all}以外` : `outside ${all}`;
    }
    const text = matcherText(programme, fact, matcher)(language);
    if (bare.has(fact)) return text;
    const asset = fact.startsWith("has.") ? programme.asset(fact.slice("has.".length)) : undefined;
    if (asset !== undefined) {
      const name = said(asset.name, language, asset.id);
      return typeof matcher === "boolean"
        ? name
        : language === "zh"
          ? `${name}${text}`
          : `${name} ${text}`;
    }
    const venue = fact.startsWith("trialBill.list.")
      ? fact.slice("trialBill.list.".length)
      : undefined;
    const named =
      venue === undefined
        ? (labels[fact]?.[language] ?? fact)
        : said(programme.file.venues?.[venue], language, venue);
    return language === "zh" ? `${named}${text}` : `${named} ${text}`;
  };

/** All conditions of a match in one phrase; empty when there are none. */
export const matchText = (
  programme: Programme,
  match: Match | undefined,
  language: Language,
): string =>
  Object.entries(match ?? {})
    .map(([fact, matcher]) => clauseText(programme, fact, matcher)(language))
    .filter((text) => text !== "")
    .join(language === "zh" ? "，" : ", ");

/** Alternatives, one of which is enough. */
export const conditionsText = (
  programme: Programme,
  conditions: Conditions | undefined,
  language: Language,
): string =>
  (conditions?.any ?? [])
    .map((match) => matchText(programme, match, language))
    .filter((text) => text !== "")
    .join(language === "zh" ? "；或 " : "; or ");
