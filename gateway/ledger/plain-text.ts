// The journal as a plain-text accounting file that hledger reads, so that anybody can check our sums without us.
import type { EntryBody, Posting } from "./entry.ts";

/** Minor digits of a currency's unit, by ISO 4217 code; a unit that is not here is counted whole. */
export type MinorDigits = Readonly<Record<string, number>>;

/** The head of a file: how amounts of each currency are written. */
export const plainTextHead = (storeId: string, minorDigits: MinorDigits): string =>
  [
    `; ledger of the store ${storeId}, exported by Tallygate`,
    ...Object.entries(minorDigits).map(
      ([unit, digits]) =>
        `commodity 1${digits === 0 ? "." : `.${"0".repeat(digits)}`} ${named(unit)}`,
    ),
    "",
    "",
  ].join("\n");

/** One entry as a transaction; empty where it moves nothing. */
export const plainTextEntry = (body: EntryBody, minorDigits: MinorDigits): string => {
  if (body.lines.length === 0) return "";
  return [
    `${body.businessDate} * (${body.seq}) ${body.op}  ; ${body.id}`,
    ...body.lines.map((line) => `    ${line.account}  ${amountText(line, minorDigits)}`),
    "",
    "",
  ].join("\n");
};

const amountText = ({ unit, amount }: Posting, minorDigits: MinorDigits): string => {
  const digits = minorDigits[unit] ?? 0;
  if (digits === 0) return `${amount} ${named(unit)}`;
  const whole = Math.abs(amount)
    .toString()
    .padStart(digits + 1, "0");
  const sign = amount < 0 ? "-" : "";
  return `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)} ${named(unit)}`;
};

/** hledger wants quotes round names that hold more than letters. */
const named = (unit: string): string => (/^[A-Za-z]+$/u.test(unit) ? unit : `"${unit}"`);
