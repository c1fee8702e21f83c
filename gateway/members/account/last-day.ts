// Until when what is given now may be used: the term of its asset or of its giver, and where the
// programme extends periods over holidays, the next workday. Fixed days of the year stay where they are.
import { addPeriod, overHolidays } from "../../programme/calendar.ts";
import type { AssetTerms, Expiry } from "../../programme/format.ts";
import { type LotDates, lastGoodDay } from "../../programme/lots.ts";
import type { Context } from "../contract.ts";

export type Dated = Pick<Context, "programme" | "calendar"> & Partial<Pick<Context, "store">>;

/** Last good day of units of an asset, or undefined when they never lapse. `expiry`: the giver's own. */
export const lastDayOfUnits = (
  { programme, calendar }: Dated,
  asset: AssetTerms,
  given: LotDates & { readonly expiry?: Expiry | undefined },
): string | undefined => {
  const { expiry = asset.expiry, ...dates } = given;
  const last = lastGoodDay(programme, expiry, dates);
  return last === undefined || expiry?.rule === "fixed_day"
    ? last
    : overHolidays(programme, last, calendar);
};

/** Last good day of a card or of a product with a term of its own. */
export const lastDayOfTerm = (
  { programme, calendar }: Dated,
  from: string,
  duration: string,
): string =>
  overHolidays(programme, addPeriod(from, duration, programme.file.period.style), calendar);
