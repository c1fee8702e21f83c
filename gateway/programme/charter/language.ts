// Amounts, ratios, durations and names as a member reads them, in Chinese and English.
import type { Programme } from "../compile.ts";
import { durationOf } from "../calendar.ts";
import type { Words } from "../format.ts";
import { WHOLE } from "../money.ts";

export type Language = "zh" | "en";

/** A text in one language; where English is missing, the Chinese one. */
export const said = (words: Words | undefined, language: Language, fallback: string): string => {
  if (words === undefined) return fallback;
  if (typeof words === "string") return words;
  return language === "en" ? (words.en ?? words.zh) : words.zh;
};

const signs: Readonly<Record<string, string>> = {
  CNY: "¥",
  EUR: "€",
  GBP: "£",
  JPY: "¥",
  USD: "$",
};
const withoutMinor = new Set(["JPY", "KRW", "VND"]);

/** Decimal digits of a whole number of hundredths: `12345` → `123.45`, thousands set apart. */
const hundredths = (value: number, digits: 0 | 2): string => {
  const text = String(value).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? grouped : `${grouped}.${text.slice(-digits)}`;
};

/** An amount in minor units with its currency: `¥5,000.00`. */
export const amountText = (programme: Programme, minor: number): string => {
  const { currency } = programme;
  const text = hundredths(minor, withoutMinor.has(currency) ? 0 : 2);
  return `${signs[currency] ?? `${currency} `}${text}`;
};

const trimmed = (value: number): string => hundredths(value, 2).replace(/\.?0+$/, "");

/** Basis points as a percentage: `1250` → `12.5 %`. */
export const percentText = (basisPoints: number): string => `${trimmed(basisPoints)} %`;

/** `8800` → `8.8`, `8550` → `8.55`: tenths of the price, as shops write them. */
const tenthsText = (basisPoints: number): string => {
  const text = String(basisPoints).padStart(4, "0");
  const rest = text.slice(-3).replace(/0+$/, "");
  const whole = text.slice(0, -3);
  return rest === "" ? whole : `${whole}.${rest}`;
};

/** A ratio to pay: `8.8折`, `12 % off`. */
export const ratioText = (basisPoints: number, language: Language): string => {
  if (basisPoints === 0) return language === "zh" ? "免费" : "free";
  if (language === "en") return `${percentText(WHOLE - basisPoints)} off`;
  return `${tenthsText(basisPoints)}折`;
};

const unitWords = {
  zh: { years: "年", months: "个月", days: "天", hours: "小时", minutes: "分钟" },
  en: { years: "year", months: "month", days: "day", hours: "hour", minutes: "minute" },
} as const;

/** A duration in words: `P1Y` → `1年`, `one year` is `1 year`. */
export const durationText = (duration: string, language: Language): string => {
  const parts = durationOf(duration) ?? { months: 0, days: 0, minutes: 0 };
  const counts = {
    years: Math.floor(parts.months / 12),
    months: parts.months % 12,
    days: parts.days,
    hours: Math.floor(parts.minutes / 60),
    minutes: parts.minutes % 60,
  };
  const words = (Object.keys(counts) as (keyof typeof counts)[])
    .filter((unit) => counts[unit] > 0)
    .map((unit) =>
      language === "zh"
        ? `${counts[unit]}${unitWords.zh[unit]}`
        : `${counts[unit]} ${unitWords.en[unit]}${counts[unit] === 1 ? "" : "s"}`,
    );
  return words.join(language === "zh" ? "" : " ");
};

/** Several names in one sentence. */
export const listText = (names: readonly string[], language: Language): string =>
  names.join(language === "zh" ? "、" : ", ");
