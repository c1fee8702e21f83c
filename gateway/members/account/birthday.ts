// Whether a day is somebody's birthday, by the sun or by the moon, as the member chose. Feasts are kept the same way.
import { Solar } from "lunar-typescript";
import { civil, monthLength } from "../../programme/dates.ts";
import type { Member } from "../state.ts";

/** A day that comes round every year. */
export type YearlyDay = Pick<NonNullable<Member["birthday"]>, "month" | "day" | "calendar">;

interface MonthDay {
  readonly month: number;
  readonly day: number;
  /** days of that month in that year */
  readonly length: number;
}

/** One date as both calendars know it: worked out once where many people are asked about it. */
export interface KnownDay {
  readonly date: string;
  readonly in: Readonly<Record<YearlyDay["calendar"], MonthDay>>;
}

/** A leap month is kept like the month it repeats. */
const lunarDay = (date: string): MonthDay => {
  const { year, month, day } = civil(date);
  const lunar = Solar.fromYmd(year, month, day).getLunar();
  const length = lunar.next(1).getDay() === 1 && lunar.getDay() === 29 ? 29 : 30;
  return { month: Math.abs(lunar.getMonth()), day: lunar.getDay(), length };
};

const solarDay = (date: string): MonthDay => {
  const { year, month, day } = civil(date);
  return { month, day, length: monthLength(year, month) };
};

const dayIn = (calendar: YearlyDay["calendar"], date: string): MonthDay =>
  calendar === "solar" ? solarDay(date) : lunarDay(date);

export const knownDay = (date: string): KnownDay => ({
  date,
  in: { solar: solarDay(date), lunar: lunarDay(date) },
});

const falls = ({ month, day }: YearlyDay, today: MonthDay): boolean =>
  today.month === month && today.day === Math.min(day, today.length);

export const fallsOn = (day: YearlyDay, known: KnownDay): boolean =>
  falls(day, known.in[day.calendar]);

/** A day that this year's month does not have is kept on its last one (29 February, lunar 30th). */
export const isBirthday = (birthday: YearlyDay, date: string): boolean =>
  falls(birthday, dayIn(birthday.calendar, date));

export const isBirthdayMonth = (birthday: YearlyDay, date: string): boolean =>
  dayIn(birthday.calendar, date).month === birthday.month;
