// The official workday calendar, day by day against an independent table.
import { HolidayUtil } from "lunar-typescript";
import { describe, expect, it } from "vitest";
import { createCalendar } from "../../../gateway/programme/calendar.ts";
import { dateOfDay, dayNumber, weekdayOf } from "../../../gateway/programme/dates.ts";
import { coversYear, officialCalendar, officialDays } from "../../../gateway/programme/official.ts";

const china = officialCalendar("CN");
if (china === undefined) throw new Error("no calendar CN");

describe("mainland China's workdays", () => {
  const calendar = createCalendar(officialDays(china));

  it.each(china.years.map((one) => one.year))(
    "%i agrees with an independent table day by day",
    (year) => {
      const first = dayNumber(`${year}-01-01`);
      const last = dayNumber(`${year}-12-31`);
      for (let day = first; day <= last; day += 1) {
        const date = dateOfDay(day);
        const holiday = HolidayUtil.getHoliday(date);
        const weekend = ["sat", "sun"].includes(weekdayOf(date));
        const wanted = holiday === null ? !weekend : holiday.isWork();
        expect(calendar.isWorkday(date), date).toBe(wanted);
      }
    },
  );

  it("every make-up day is a weekend, and every year names its notice", () => {
    for (const year of china.years) {
      expect(year.source).toMatch(/国办发明电〔\d{4}〕\d+号/);
      for (const date of year.work) expect(["sat", "sun"]).toContain(weekdayOf(date));
    }
  });

  it("a year without a notice is unknown", () => {
    expect(coversYear(china, 2026)).toBe(true);
    expect(coversYear(china, 2035)).toBe(false);
    expect(officialCalendar("XX")).toBeUndefined();
  });

  it("a calendar with days that do not exist is refused", () => {
    const broken = {
      calendar: "XX",
      years: [{ year: 2024, source: "x", off: [["2024-02-30"]], work: [] }],
    };
    expect(() => officialDays(broken)).toThrow(RangeError);
  });
});
