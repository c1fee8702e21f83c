// Workdays, periods, desk hours and the store's wall clock. Dates are `YYYY-MM-DD`; knows no clock.
import { Temporal } from "temporal-polyfill";
import type { Programme } from "./compile.ts";
import { addDays, addMonths, civil, dateOfDay, dateText, monthLength, weekdayOf } from "./dates.ts";
import type { PeriodStyle } from "./format.ts";

export interface WorkdayCalendar {
  isWorkday(date: string): boolean;
}

/** One official day that differs from Monday to Friday: a day off, or a make-up day (调休). */
export interface CalendarDay {
  readonly date: string;
  readonly workday: boolean;
}

export interface StoreMoment {
  readonly epochMs: number;
  /** RFC 3339 with the store's offset, seconds precision */
  readonly at: string;
  readonly businessDate: string;
  readonly date: string;
  /** `HH:MM` */
  readonly time: string;
}

/** Monday to Friday, but for the days listed; a later entry for the same date wins. */
export const createCalendar = (days: readonly CalendarDay[]): WorkdayCalendar => {
  const official = new Map(days.map((day) => [day.date, day.workday]));
  return {
    isWorkday: (date) => {
      const weekday = weekdayOf(date);
      return official.get(date) ?? (weekday !== "sat" && weekday !== "sun");
    },
  };
};

const durationShape = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly minutes: number;
}

/** Parts of an ISO 8601 duration, or undefined where it is none or names no unit. */
export const durationOf = (text: string): Duration | undefined => {
  const match = durationShape.exec(text);
  if (match === null || match.slice(1).every((part) => part === undefined)) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  return {
    months: part(1) * 12 + part(2),
    days: part(3) * 7 + part(4),
    minutes: part(5) * 60 + part(6),
  };
};

/** How long a duration of weeks, days and hours lasts, in milliseconds; months have no fixed length. */
export const durationMs = (text: string): number => {
  const duration = durationOf(text);
  if (duration === undefined || duration.months > 0) throw new RangeError(`not a span: ${text}`);
  return (duration.days * 1_440 + duration.minutes) * 60_000;
};

/**
 * Last day of a period of `duration` that starts on `date`.
 * `civil_code` (民法典 §§201-202): the first day does not count, so a year from 10 January ends on
 * 10 January, and where the month has no such day, on its last. `half_open`: the day before.
 * Hours do not move a date: a period of hours only ends on its own day.
 */
export const addPeriod = (date: string, duration: string, style: PeriodStyle): string => {
  const parts = durationOf(duration);
  if (parts === undefined) throw new RangeError(`not a duration: ${duration}`);
  const anniversary = addDays(addMonths(date, parts.months), parts.days);
  const moved = parts.months > 0 || parts.days > 0;
  return style === "half_open" && moved ? addDays(anniversary, -1) : anniversary;
};

const workdaySearchDaysMax = 366;

const nextWorkday = (calendar: WorkdayCalendar, date: string): string => {
  let day = addDays(date, 1);
  for (let tries = 0; !calendar.isWorkday(day); tries += 1) {
    if (tries > workdaySearchDaysMax) throw new RangeError(`no workday within a year of ${date}`);
    day = addDays(day, 1);
  }
  return day;
};

/** The n-th workday after `date`, which itself is not counted; `date` when `count` is 0. */
export const addWorkdays = (calendar: WorkdayCalendar, date: string, count: number): string => {
  let day = date;
  for (let left = count; left > 0; left -= 1) day = nextWorkday(calendar, day);
  return day;
};

/** First workday after `count` full workdays have passed; the same day when nothing is to pass. */
export const afterFullWorkdays = (calendar: WorkdayCalendar, date: string, count: number): string =>
  count <= 0 ? date : addWorkdays(calendar, date, count + 1);

/** Whether an `hours` block of the programme holds this minute; its last minute is inside. */
export const withinHours = (
  programme: Programme,
  name: string,
  at: { readonly date: string; readonly time: string },
  calendar: WorkdayCalendar,
): boolean => {
  const block = programme.file.hours?.[name];
  if (block === undefined) return false;
  if (block.days === "workday" && !calendar.isWorkday(at.date)) return false;
  const minute = at.time.slice(0, 5);
  return block.from <= block.to
    ? block.from <= minute && minute <= block.to
    : block.from <= minute || minute <= block.to;
};

/**
 * Where the programme extends periods over holidays (民法典 §203), a last day that is no workday moves
 * to the next one; everywhere else it stays.
 */
export const overHolidays = (
  programme: Programme,
  date: string,
  calendar: WorkdayCalendar,
): string =>
  programme.file.period.holidayExtension === true && !calendar.isWorkday(date)
    ? nextWorkday(calendar, date)
    : date;

const monthsOf = { month: 1, quarter: 3, half: 6, year: 12 } as const;
export type Every = keyof typeof monthsOf;

/** Last day of the calendar month, quarter, half-year or year that holds `date`. */
export const periodEnd = (date: string, every: Every): string => {
  const { year, month } = civil(date);
  const span = monthsOf[every];
  const last = Math.ceil(month / span) * span;
  return dateText({ year, month: last, day: monthLength(year, last) });
};

/** Offsets of time zones change on quarter hours only, so one look-up serves its quarter hour. */
const offsetBucketMs = 900_000;
const offsets = new Map<string, { readonly bucket: number; readonly offsetMs: number }>();

/** Offset of a time zone from UTC at an instant, in milliseconds; the last answer is remembered. */
const offsetMsOf = (epochMs: number, timeZone: string): number => {
  const bucket = Math.floor(epochMs / offsetBucketMs);
  const known = offsets.get(timeZone);
  if (known?.bucket === bucket) return known.offsetMs;
  const wall = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  const offsetMs = wall.offsetNanoseconds / 1_000_000;
  offsets.set(timeZone, { bucket, offsetMs });
  return offsetMs;
};

const twoDigits = (value: number): string => String(value).padStart(2, "0");

const clockText = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** The store's wall clock at an instant; before `cutOver` (`HH:MM`) it is still yesterday's business. */
export const momentOf = (epochMs: number, timeZone: string, cutOver = "00:00"): StoreMoment => {
  const offsetMs = offsetMsOf(epochMs, timeZone);
  const seconds = Math.floor((epochMs + offsetMs) / 1_000);
  const days = Math.floor(seconds / 86_400);
  const secondOfDay = seconds - days * 86_400;
  const date = dateOfDay(days);
  const time = clockText(Math.floor(secondOfDay / 60));
  const offset = clockText(Math.floor(Math.abs(offsetMs) / 60_000));
  return {
    epochMs,
    at: `${date}T${time}:${twoDigits(secondOfDay % 60)}${offsetMs < 0 ? "-" : "+"}${offset}`,
    businessDate: time < cutOver ? dateOfDay(days - 1) : date,
    date,
    time,
  };
};

/** The instant at which a wall clock reads this; in a gap the later, in an overlap the earlier one. */
export const instantOf = (date: string, time: string, timeZone: string): number =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).epochMilliseconds;

/** Whether `timeZone` is one this machine's tables know. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
};
