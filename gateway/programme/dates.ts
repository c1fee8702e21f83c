// Calendar dates as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar.

export interface CivilDate {
  readonly year: number;
  /** 1…12 */
  readonly month: number;
  /** 1…31 */
  readonly day: number;
}

const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of a month; `month` may lie outside 1…12 only by mistake of the caller. */
export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);

/** The parts of `YYYY-MM-DD`, or undefined where there is no such day (2023-02-29). */
export const partsOf = (date: string): CivilDate | undefined => {
  const match = dateShape.exec(date);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return undefined;
  return { year, month, day };
};

export const isDate = (date: string): boolean => partsOf(date) !== undefined;

/** Parts of a date that is known to exist; anything else is a bug. */
export const civil = (date: string): CivilDate => {
  const parts = partsOf(date);
  if (parts === undefined) throw new RangeError(`no such date: ${date}`);
  return parts;
};

export const dateText = ({ year, month, day }: CivilDate): string =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Howard Hinnant's days_from_civil: March-based years make the leap day the last of its year. */
export const dayNumber = (date: string): number => {
  const { year, month, day } = civil(date);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** The inverse of `dayNumber`. */
export const dateOfDay = (days: number): string => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return dateText({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
};

export const addDays = (date: string, days: number): string => dateOfDay(dayNumber(date) + days);

/** The same day so many months on; where the month is too short, its last day (civil code §202). */
export const addMonths = (date: string, months: number): string => {
  const { year, month, day } = civil(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  return dateText({ ...target, day: Math.min(day, monthLength(target.year, target.month)) });
};

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

export const weekdayOf = (date: string): Weekday =>
  weekdays[(((dayNumber(date) + 4) % 7) + 7) % 7] ?? "sun";
