// calendar.put: official days off and make-up days, as data on top of Monday to Friday.
import type { JsonObject } from "../../json.ts";
import { isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";

export interface CalendarDay {
  readonly date: string;
  readonly workday: boolean;
}

export interface CalendarPutParams {
  /** ISO country or any name; all calendars of a store count together */
  readonly calendar: string;
  readonly days: readonly CalendarDay[];
}

type CalendarPut = { type: "CalendarPut"; calendar: string; days: readonly CalendarDay[] };

/** The entity of a calendar: `{days: {<date>: workday}}`. */
export const calendarId = (calendar: string): string => `calendar:${calendar}`;

/** Days of a calendar entity, for `createCalendar`. */
export const calendarDays = (setting: JsonObject | undefined): readonly CalendarDay[] =>
  Object.entries(setting?.["days"] ?? {}).map(([date, workday]) => ({
    date,
    workday: workday === true,
  }));

/** → `{days}`: how many were put; a day put again takes the new word */
export const putCalendar: Decider<CalendarPutParams> = {
  roots: ({ calendar }) => [{ kind: "setting", id: calendarId(calendar) }],
  decide: ({ calendar, days }) => {
    const odd = days.find(({ date }) => !isDate(date));
    if (odd !== undefined) return refused(refusal("not_permitted", { date: odd.date }));
    return accepted({
      events: [happened<CalendarPut>({ type: "CalendarPut", calendar, days })],
      lines: [],
      result: { days: days.length },
    });
  },
};

export const calendarEvolvers = {
  CalendarPut: evolver<CalendarPut>((draft, { calendar, days }) => {
    const id = calendarId(calendar);
    const known = Object.fromEntries(
      calendarDays(draft.get("setting", id)).map((day) => [day.date, day.workday]),
    );
    const put = Object.fromEntries(days.map((day) => [day.date, day.workday]));
    draft.put("setting", id, { days: { ...known, ...put } });
  }),
};
