// Days, workdays, periods and the store's wall clock. Dates are `YYYY-MM-DD` in the business calendar.
import type { Programme } from "./compile.ts";
import type { PeriodStyle } from "./format.ts";

export interface WorkdayCalendar {
  isWorkday(date: string): boolean;
}

export interface StoreMoment {
  readonly epochMs: number;
  readonly at: string;
  readonly businessDate: string;
  readonly date: string;
  readonly time: string;
}

/** Monday to Friday, but for the days listed. */
export const createCalendar = (
  _days: readonly { readonly date: string; readonly workday: boolean }[],
): WorkdayCalendar => {
  throw new Error("not built yet");
};
/** Last day of a period of `duration` that starts on `date`. */
export const addPeriod = (_date: string, _duration: string, _style: PeriodStyle): string => {
  throw new Error("not built yet");
};
/** The n-th workday after `date`, which itself is not counted. */
export const addWorkdays = (_calendar: WorkdayCalendar, _date: string, _count: number): string => {
  throw new Error("not built yet");
};
/** First workday after `count` full workdays have passed; the same day when `count` is 0. */
export const afterFullWorkdays = (_calendar: WorkdayCalendar, _date: string, _count: number): string => {
  throw new Error("not built yet");
};
/** Whether an `hours` block of the programme holds this minute; its last minute is inside. */
export const withinHours = (
  _programme: Programme,
  _name: string,
  _at: { readonly date: string; readonly time: string },
  _calendar: WorkdayCalendar,
): boolean => {
  throw new Error("not built yet");
};
export const periodEnd = (_date: string, _every: "month" | "quarter" | "half" | "year"): string => {
  throw new Error("not built yet");
};
/** The store's wall clock at an instant; before `cutOver` (`HH:MM`) it is still yesterday's business. */
export const momentOf = (_epochMs: number, _timeZone: string, _cutOver = "00:00"): StoreMoment => {
  throw new Error("not built yet");
};
