// Days, periods, workdays, desk hours and the wall clock, against the platform's own calendar where it has one.
import { fc } from "../../support/seeded.ts";
import { describe, expect, it } from "vitest";
import {
  addPeriod,
  addWorkdays,
  afterFullWorkdays,
  createCalendar,
  durationMs,
  instantOf,
  momentOf,
  overHolidays,
  periodEnd,
  withinHours,
} from "../../../gateway/programme/calendar.ts";
import {
  addMonths,
  dateOfDay,
  dayNumber,
  isDate,
  weekdayOf,
} from "../../../gateway/programme/dates.ts";
import { momentFacts } from "../../../gateway/programme/facts.ts";
import { programmeWith, shipped } from "./bills.ts";

const plain = createCalendar([]);
const anyDay = fc.integer({ min: -100_000, max: 400_000 });

describe("dates", () => {
  it("count as the platform's own calendar counts", () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const date = dateOfDay(days);
        expect(date).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
        expect(dayNumber(date)).toBe(days);
        expect(weekdayOf(date)).toBe(
          ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][
            new Date(days * 86_400_000).getUTCDay()
          ],
        );
      }),
    );
  });

  it("know which days there are", () => {
    expect(isDate("2024-02-29")).toBe(true);
    expect(isDate("2023-02-29")).toBe(false);
    expect(isDate("1900-02-29")).toBe(false);
    expect(isDate("2000-02-29")).toBe(true);
    expect(isDate("2024-13-01")).toBe(false);
    expect(isDate("2024-1-01")).toBe(false);
  });

  it("fall on the last day of a month that is too short", () => {
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2024-03-31", -1)).toBe("2024-02-29");
    expect(addMonths("2024-11-30", 3)).toBe("2025-02-28");
  });
});

describe("periods", () => {
  it("of the civil code end on the anniversary, or on the month's last day", () => {
    expect(addPeriod("2024-01-10", "P1Y", "civil_code")).toBe("2025-01-10");
    expect(addPeriod("2024-02-29", "P1Y", "civil_code")).toBe("2025-02-28");
    expect(addPeriod("2024-01-31", "P1M", "civil_code")).toBe("2024-02-29");
    expect(addPeriod("2024-01-10", "P10D", "civil_code")).toBe("2024-01-20");
    expect(addPeriod("2024-01-10", "P2W", "civil_code")).toBe("2024-01-24");
  });

  it("that are half open end the day before", () => {
    expect(addPeriod("2024-01-10", "P1Y", "half_open")).toBe("2025-01-09");
    expect(addPeriod("2024-01-10", "PT24H", "half_open")).toBe("2024-01-10");
  });

  it("close with the calendar's quarters and halves", () => {
    expect(periodEnd("2024-02-05", "month")).toBe("2024-02-29");
    expect(periodEnd("2024-02-05", "quarter")).toBe("2024-03-31");
    expect(periodEnd("2024-06-30", "half")).toBe("2024-06-30");
    expect(periodEnd("2024-07-01", "year")).toBe("2024-12-31");
  });

  it("of hours have a length, those of months have none", () => {
    expect(durationMs("PT24H")).toBe(86_400_000);
    expect(durationMs("P1DT30M")).toBe(88_200_000);
    expect(() => durationMs("P1M")).toThrow(RangeError);
    expect(() => addPeriod("2024-01-01", "P", "civil_code")).toThrow(RangeError);
  });
});

describe("workdays", () => {
  it("are Monday to Friday but for the official list", () => {
    const official = createCalendar([
      { date: "2024-06-10", workday: false },
      { date: "2024-02-18", workday: true },
    ]);
    expect(official.isWorkday("2024-06-10")).toBe(false);
    expect(official.isWorkday("2024-02-18")).toBe(true);
    expect(plain.isWorkday("2024-06-15")).toBe(false);
  });

  it("pass in full before a replacement: Monday and three of them is Friday", () => {
    expect(afterFullWorkdays(plain, "2024-06-03", 3)).toBe("2024-06-07");
    const holiday = createCalendar([{ date: "2024-06-10", workday: false }]);
    expect(afterFullWorkdays(holiday, "2024-06-06", 3)).toBe("2024-06-13");
    expect(afterFullWorkdays(plain, "2024-06-15", 0)).toBe("2024-06-15");
    expect(addWorkdays(plain, "2024-06-14", 1)).toBe("2024-06-17");
  });

  it("end a period that would end on a holiday, where the programme says so", () => {
    const period = { style: "civil_code" as const, holidayExtension: true };
    expect(overHolidays(programmeWith({ period }), "2024-06-15", plain)).toBe("2024-06-17");
    expect(overHolidays(programmeWith({ period }), "2024-06-14", plain)).toBe("2024-06-14");
    expect(overHolidays(programmeWith({}), "2024-06-15", plain)).toBe("2024-06-15");
  });

  it("that never come are a fault, not an endless search", () => {
    expect(() => addWorkdays({ isWorkday: () => false }, "2024-06-14", 1)).toThrow(RangeError);
  });
});

describe("desk hours", () => {
  const mudan = shipped("mudan");
  it("include their last minute and follow the workday calendar", () => {
    const at = (date: string, time: string): boolean =>
      withinHours(mudan, "desk", { date, time }, plain);
    expect(at("2024-01-15", "17:30")).toBe(true);
    expect(at("2024-01-15", "17:31")).toBe(false);
    expect(at("2024-01-13", "10:00")).toBe(false);
    expect(withinHours(mudan, "unknown", { date: "2024-01-15", time: "10:00" }, plain)).toBe(false);
  });

  it("become the facts of the moment", () => {
    const moment = { businessDate: "2024-06-14", date: "2024-06-14", time: "08:30" };
    expect(momentFacts(mudan, moment, plain)).toEqual({
      date: "2024-06-14",
      hour: 8,
      weekday: "fri",
      workday: true,
      hours: ["desk"],
      quarter: "2024Q2",
    });
  });
});

describe("the store's wall clock", () => {
  it("stands in the store's zone and offset", () => {
    expect(momentOf(Date.parse("2024-01-10T02:00:05Z"), "Asia/Shanghai")).toEqual({
      epochMs: 1_704_852_005_000,
      at: "2024-01-10T10:00:05+08:00",
      businessDate: "2024-01-10",
      date: "2024-01-10",
      time: "10:00",
    });
    expect(momentOf(Date.parse("2024-07-01T03:30:00Z"), "America/St_Johns").at).toBe(
      "2024-07-01T01:00:00-02:30",
    );
  });

  it("keeps the business day until the cut-over", () => {
    const at = (text: string) => momentOf(Date.parse(text), "Asia/Shanghai", "04:00");
    expect(at("2024-01-11T03:59:59+08:00").businessDate).toBe("2024-01-10");
    expect(at("2024-01-11T04:00:00+08:00").businessDate).toBe("2024-01-11");
  });

  it("agrees with the platform across a change to summer time, and comes back", () => {
    const start = Date.parse("2024-03-31T00:50:00Z");
    for (let minute = 0; minute < 20; minute += 1) {
      const moment = momentOf(start + minute * 60_000, "Europe/Berlin");
      expect(Date.parse(moment.at)).toBe(start + minute * 60_000);
      expect(instantOf(moment.date, moment.time, "Europe/Berlin")).toBe(start + minute * 60_000);
    }
  });
});
