// What the law asks of prepaid paper in nobody's name, where the programme names that law. Sources: check/law.ts.
import { addMonths } from "./dates.ts";
import type { ProgrammeFile } from "./format.ts";

export interface BearerLimits {
  /** of one voucher, minor units */
  readonly valueMax?: number;
  /** sold to one buyer who gives no name, minor units */
  readonly saleMax?: number;
  /** it must be good at least until this day */
  readonly goodUntil?: string;
}

const valueMax = 100_000;
/** From 10,000.00 on the buyer's name would have to be taken down. */
const saleMax = 999_999;
const monthsMin = 36;

/** For what is sold on a day; what is given away for nothing is not prepaid. */
export const bearerLimits = ({ law = [] }: ProgrammeFile, on: string): BearerLimits => ({
  ...(law.includes("CN-prepaid-cap") ? { valueMax } : {}),
  ...(law.includes("CN-realname") ? { saleMax } : {}),
  ...(law.includes("CN-no-expiry-named") ? { goodUntil: addMonths(on, monthsMin) } : {}),
});
