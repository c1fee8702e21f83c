// The store's workday calendar, kept in step with the ledger: read at start, then changed by each commit.
import type { Entry } from "../ledger/entry.ts";
import { calendarDays } from "../members/calendar/calendar.ts";
import { type CalendarDay, type WorkdayCalendar, createCalendar } from "../programme/calendar.ts";
import type { Store } from "../store/contract.ts";

export interface StoreCalendar {
  readonly current: () => WorkdayCalendar;
  /** told of every commit */
  readonly follow: (entries: readonly Entry[]) => void;
  /** reads all again, after the store was emptied */
  readonly reload: () => Promise<void>;
}

export const openCalendar = async (store: Store): Promise<StoreCalendar> => {
  let days: readonly CalendarDay[] = [];
  let calendar = createCalendar([]);
  const take = (next: readonly CalendarDay[]): void => {
    days = next;
    calendar = createCalendar(days);
  };
  const reload = async (): Promise<void> => {
    const settings = await store.list("setting");
    const calendars = settings.filter(({ id }) => id.startsWith("calendar:"));
    take(calendars.flatMap(({ entity }) => calendarDays(entity)));
  };
  await reload();
  return {
    current: () => calendar,
    reload,
    follow: (entries) => {
      for (const { body } of entries)
        for (const event of body.events)
          if (event.type === "CalendarPut" && isDays(event["days"]))
            take(days.concat(event["days"]));
    },
  };
};

/** Written by `calendar.put`, whose schema has checked them. */
const isDays = (days: unknown): days is CalendarDay[] => Array.isArray(days);
