// Element strings of GS1 codes (General Specifications, section 3) as values by application identifier, cut apart by
// a library; check digits and dates, which it takes as they come, are examined here.
import { parseBarcode } from "gs1-barcode-parser-mod";

/** Application identifier → value as it stands in the code, e.g. `{"01": "06901234567892", "10": "A7"}`. */
export type Gs1Values = Readonly<Record<string, string>>;

/** Identifiers whose last digit is the check digit of a key. */
const keys = new Set(["00", "01", "02", "410", "411", "412", "413", "414", "415", "416", "417"]);
const dates = new Set(["11", "12", "13", "15", "16", "17"]);

/** Modulo 10 with weights 3 and 1 from the right. */
const hasCheckDigit = (digits: string): boolean => {
  if (!/^\d{8,18}$/u.test(digits)) return false;
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
};

/** YYMMDD; day 00 stands for the whole month. */
const isDate = (text: string): boolean => {
  const [, month = 0, day = 0] = /^\d\d(\d\d)(\d\d)$/u.exec(text)?.map(Number) ?? [];
  const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (daysOfMonth[month - 1] ?? -1);
};

const isSound = (ai: string, value: string): boolean =>
  value !== "" && (!keys.has(ai) || hasCheckDigit(value)) && (!dates.has(ai) || isDate(value));

/** Undefined when the code is no sound element string: a misread label must not pass for another product. */
export const gs1Values = (code: string): Gs1Values | undefined => {
  try {
    const items = parseBarcode(code).parsedCodeItems;
    return items.length > 0 && items.every(({ ai, raw }) => isSound(ai, raw))
      ? Object.fromEntries(items.map(({ ai, raw }) => [ai, raw]))
      : undefined;
  } catch {
    // The library throws texts and numbers at what it cannot cut.
    return undefined;
  }
};
