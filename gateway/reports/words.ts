// The words of reports that belong to no programme: bands, tenders, weekdays, what brought income about.
import type { Words } from "../programme/format.ts";

const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  ":unknown": { zh: "未填", en: "Not given" },
  ":none": { zh: "无等级", en: "No tier" },
  ":never": { zh: "不过期", en: "Never" },
  ":other": { zh: "无账单行（次卡、住宿等）", en: "Without a bill line (passes, stays)" },
  cash: { zh: "现金", en: "Cash" },
  bank: { zh: "银行卡", en: "Bank card" },
  card: { zh: "银行卡", en: "Bank card" },
  wechat: { zh: "微信支付", en: "WeChat Pay" },
  alipay: { zh: "支付宝", en: "Alipay" },
  transfer: { zh: "转账", en: "Transfer" },
  "weekday.1": { zh: "周一", en: "Monday" },
  "weekday.2": { zh: "周二", en: "Tuesday" },
  "weekday.3": { zh: "周三", en: "Wednesday" },
  "weekday.4": { zh: "周四", en: "Thursday" },
  "weekday.5": { zh: "周五", en: "Friday" },
  "weekday.6": { zh: "周六", en: "Saturday" },
  "weekday.7": { zh: "周日", en: "Sunday" },
  "band.0": { zh: "原价", en: "Full price" },
  "band.05": { zh: "5% 以内", en: "Up to 5%" },
  "band.10": { zh: "5%–10%", en: "5–10%" },
  "band.20": { zh: "10%–20%", en: "10–20%" },
  "band.50": { zh: "20%–50%", en: "20–50%" },
  "band.99": { zh: "50% 以上", en: "Over 50%" },
  region: { zh: "地区", en: "Region" },
  sex: { zh: "性别", en: "Sex" },
  age: { zh: "年龄", en: "Age" },
  "sex.female": { zh: "女", en: "Women" },
  "sex.male": { zh: "男", en: "Men" },
  "age.00": { zh: "18 岁以下", en: "Under 18" },
  "age.18": { zh: "18–24 岁", en: "18–24" },
  "age.25": { zh: "25–34 岁", en: "25–34" },
  "age.35": { zh: "35–44 岁", en: "35–44" },
  "age.45": { zh: "45–59 岁", en: "45–59" },
  "age.60": { zh: "60 岁以上", en: "60 and over" },
  "since.03": { zh: "0–3 个月", en: "0–3 months" },
  "since.06": { zh: "3–6 个月", en: "3–6 months" },
  "since.12": { zh: "6–12 个月", en: "6–12 months" },
  "since.24": { zh: "1–2 年", en: "1–2 years" },
  "since.99": { zh: "2 年以上", en: "Over 2 years" },
  "liability.principal": { zh: "储值本金", en: "Stored value, principal" },
  "liability.bonus": { zh: "储值赠送", en: "Stored value, bonus" },
  "liability.deferred": { zh: "已售未用的次卡", en: "Passes not yet used" },
  "liability.voucher": { zh: "代金券", en: "Vouchers" },
  "liability.bearer": { zh: "不记名券", en: "Bearer vouchers" },
  "bearer.sold": { zh: "售出（不记名）", en: "Sold (bearer)" },
  "liability.commission": { zh: "未付提成", en: "Commissions not paid" },
  "recent.007": { zh: "7 天内", en: "7 days" },
  "recent.030": { zh: "30 天内", en: "30 days" },
  "recent.060": { zh: "60 天内", en: "60 days" },
  "recent.120": { zh: "120 天内", en: "120 days" },
  "recent.999": { zh: "更久", en: "Longer" },
  "visits.01": { zh: "1 次", en: "Once" },
  "visits.03": { zh: "2–3 次", en: "2–3" },
  "visits.06": { zh: "4–6 次", en: "4–6" },
  "visits.11": { zh: "7–11 次", en: "7–11" },
  "visits.99": { zh: "12 次起", en: "12 and more" },
  "quadrant.core": { zh: "核心", en: "Core" },
  "quadrant.big": { zh: "大单", en: "Big spenders" },
  "quadrant.regular": { zh: "熟客", en: "Regulars" },
  "quadrant.passing": { zh: "过客", en: "Passing" },
  "day.close": { zh: "日结到期", en: "Lapsed at day close" },
  "bill.settle": { zh: "账单用券余额", en: "Voucher not used up" },
  "bill.reverse": { zh: "退货冲回", en: "Reversal" },
  "points.adjust": { zh: "人工调整", en: "Adjustment" },
  "tier.up": { zh: "▲ 升级", en: "▲ Rises" },
  "tier.down": { zh: "▼ 降级", en: "▼ Falls" },
  total: { zh: "合计", en: "Total" },
  before: { zh: "对比", en: "Compared with" },
};

/** A word of a table in one language; what has none stands as it is. */
export const wordIn = (key: string, lang: string): string => {
  const word = Object.hasOwn(words, key) ? words[key] : undefined;
  return word === undefined ? key : saidIn(word, lang);
};

/** Words of a definition in one language. */
export const saidIn = (said: Words, lang: string): string => {
  if (typeof said === "string") return said;
  return lang.startsWith("zh") ? said.zh : (said.en ?? said.zh);
};
