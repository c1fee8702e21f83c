// Figures and days as people read them: tabular, "−" for minus, "—" for nothing, the currency in the head.
import type { Cell } from "../charts/office/chart.ts";

export interface Reading {
  readonly language: string;
  readonly currency: string;
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

const grouped = (value: number, digits: number, language: string): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value)
    .replace("-", "−");

/** Minor units → "1,234.50". */
export const moneyText = (minor: number, { language, currency }: Reading): string => {
  const digits = digitsOf(currency);
  return grouped(minor / 10 ** digits, digits, language);
};

export const countText = (value: number, language: string): string => grouped(value, 0, language);

/** A cell by its column's kind. */
export const cellText = (kind: string, value: Cell, reading: Reading): string => {
  if (value === null) return "—";
  if (typeof value === "string") return value === "" ? "—" : value;
  if (kind === "money") return moneyText(value, reading);
  if (kind === "share") return `${grouped(value / 100, 1, reading.language)}%`;
  if (kind === "hour") return `${String(value).padStart(2, "0")}:00`;
  return grouped(value, 0, reading.language);
};

/** Short for an axis: 12,000 → 1.2 万 or 12K. */
export const axisText = (kind: string, value: number, { language, currency }: Reading): string => {
  const real = kind === "money" ? value / 10 ** digitsOf(currency) : value;
  return new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 })
    .format(real)
    .replace("-", "−");
};

export const isFigure = (kind: string): boolean =>
  ["money", "units", "count", "share", "hour"].includes(kind);

/** The currency as a head says it. */
export const currencyName = ({ language, currency }: Reading): string =>
  language.startsWith("zh") && currency === "CNY" ? "元" : currency;

const dayMs = 86_400_000;

/** Business dates are dates: counted in UTC, shown as they are. */
export const daysLater = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

export const weekdayText = (date: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
