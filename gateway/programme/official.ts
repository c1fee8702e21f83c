// Official workday calendars as data: which days differ from Monday to Friday, and by which notice.
// A year that is not in the file is unknown, not free of holidays: `coversYear` tells.
import type { CalendarDay } from "./calendar.ts";
import mainlandChina from "./calendars/cn.json" with { type: "json" };
import { dateOfDay, dayNumber, isDate } from "./dates.ts";

/** One year's notice: spans of days off, both ends off, and make-up workdays (调休上班). */
export interface OfficialYear {
  readonly year: number;
  /** title, number and date of the notice */
  readonly source: string;
  readonly off: readonly (readonly string[])[];
  readonly work: readonly string[];
}

/** The file format for any country. */
export interface OfficialCalendar {
  readonly calendar: string;
  readonly years: readonly OfficialYear[];
}

const shipped: readonly OfficialCalendar[] = [mainlandChina];

/** A shipped calendar by its name (`CN`), or undefined. */
export const officialCalendar = (name: string): OfficialCalendar | undefined =>
  shipped.find((one) => one.calendar === name);

const spanDays = ([from = "", to = from]: readonly string[]): readonly string[] => {
  if (!isDate(from) || !isDate(to) || to < from)
    throw new RangeError(`no such days: ${from}…${to}`);
  const [first, last] = [dayNumber(from), dayNumber(to)];
  return Array.from({ length: last - first + 1 }, (_, index) => dateOfDay(first + index));
};

/** Its days one by one, for `createCalendar` or `calendar.put`; a span that cannot be is a fault. */
export const officialDays = (calendar: OfficialCalendar): readonly CalendarDay[] =>
  calendar.years.flatMap((year) => [
    ...year.off.flatMap(spanDays).map((date) => ({ date, workday: false })),
    ...year.work.flatMap((date) => spanDays([date])).map((date) => ({ date, workday: true })),
  ]);

export const coversYear = (calendar: OfficialCalendar, year: number): boolean =>
  calendar.years.some((one) => one.year === year);
