// Numbers of members and cards from a mask. Two stores never give the same one, also while apart,
// because the store's own prefix is part of every mask.
import type { View } from "../contract.ts";

/** `{store}` prefix · `{year}` of the business date · `{seq:N}` N digits, more when full · `{check}` Luhn digit. */
export const defaultFormats = {
  member: "{store}{seq:6}{check}",
  card: "{store}-{year}-{seq:6}{check}",
} as const;

export type Numbered = keyof typeof defaultFormats;

/** The entity that keeps the store's counters and masks. */
export const numberingId = "numbering";

/** Next number in the row, from 1. */
export const nextSequence = (view: View, what: Numbered): number => {
  const given = view.get("setting", numberingId)?.[what];
  return (typeof given === "number" ? given : 0) + 1;
};

export const formatOf = (view: View, what: Numbered): string => {
  const format = view.get("setting", numberingId)?.[`${what}Format`];
  return typeof format === "string" ? format : defaultFormats[what];
};

/** A mask must hold the store and a sequence, else two numbers could be the same. */
export const isNumberFormat = (format: string): boolean =>
  format.includes("{store}") &&
  /\{seq:\d{1,2}\}/.test(format) &&
  format.replaceAll(/\{(store|year|check|seq:\d{1,2})\}/g, "").search(/[{}]/) === -1;

/** Digit that makes a row of digits pass the Luhn test; letters count by their code. */
export const luhnDigit = (text: string): number => {
  const digits = text
    .split("")
    .flatMap((sign) =>
      /\d/.test(sign) ? [Number(sign)] : /[A-Za-z]/.test(sign) ? [sign.charCodeAt(0) % 10] : [],
    );
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const weighed = index % 2 === 0 ? digit * 2 : digit;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return (10 - (sum % 10)) % 10;
};

/** The number for place `sequence` of a row. */
export const numberOf = (
  format: string,
  from: { readonly prefix: string; readonly businessDate: string; readonly sequence: number },
): string => {
  const bare = format
    .replaceAll("{store}", from.prefix)
    .replaceAll("{year}", from.businessDate.slice(0, 4))
    .replaceAll(/\{seq:(\d{1,2})\}/g, (_, width: string) =>
      String(from.sequence).padStart(Number(width), "0"),
    );
  return bare.replaceAll("{check}", String(luhnDigit(bare.replaceAll("{check}", ""))));
};
