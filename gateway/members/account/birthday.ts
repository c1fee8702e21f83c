// Whether a day is somebody's birthday, by the sun or by the moon, as the member chose.
import { Solar } from "lunar-typescript";
import { civil, monthLength } from "../../programme/dates.ts";
import type { Member } from "../state.ts";

type Birthday = NonNullable<Member["birthday"]>;

interface MonthDay {
  readonly month: number;
  readonly day: number;
  /** days of that month in that year */
  readonly length: number;
}

/** The day in the calendar the birthday is kept in. A leap month is kept like the month it repeats. */
const dayIn = (calendar: Birthday["calendar"], date: string): MonthDay => {
  const { year, month, day } = civil(date);
  if (calendar === "solar") return { month, day, length: monthLength(year, month) };
  const lunar = Solar.fromYmd(year, month, day).getLunar();
  const lastDay = lunar.next(1).getDay() === 1 && lunar.getDay() === 29 ? 29 : 30;
  return { month: Math.abs(lunar.getMonth()), day: lunar.getDay(), length: lastDay };
};

/** A day that this year's month does not have is kept on its last one (29 February, lunar 30th). */
export const isBirthday = (birthday: Birthday, date: string): boolean => {
  const today = dayIn(birthday.calendar, date);
  return today.month === birthday.month && today.day === Math.min(birthday.day, today.length);
};

export const isBirthdayMonth = (birthday: Birthday, date: string): boolean =>
  dayIn(birthday.calendar, date).month === birthday.month;
