// Closes the business days that have ended: walks all accounts in batches and leaves the idle ones alone.
// One run at a time; a day is closed once.
import { closeBatchMax, dayId, isDue } from "../members/close/day-close.ts";
import { isBearerDue } from "../members/close/expire.ts";
import type { Moment } from "../members/contract.ts";
import { closeDay } from "../members/close/day-close.ts";
import type { WorkdayCalendar } from "../programme/calendar.ts";
import { addDays } from "../programme/dates.ts";
import type { Programme } from "../programme/programme.ts";
import type { Store } from "../store/contract.ts";
import { bearerVouchers } from "./bearer-vouchers.ts";
import { sweepMergedAccounts } from "./sweep-merged.ts";

export interface DayCloser {
  /** Closes every open day up to and including `last`; resolves with the number of entries written. */
  readonly closeThrough: (last: string) => Promise<number>;
  /** The first day nobody has closed. */
  readonly firstOpen: () => Promise<string>;
}

interface Parts {
  readonly store: Store;
  /** the programme in force on a day: it closes under its own rules, however late */
  readonly programmeOn: (day: string) => Programme;
  readonly storeId: string;
  readonly moment: () => Moment;
  readonly calendar: () => WorkdayCalendar;
  /** the store's first business day */
  readonly openedOn: () => Promise<string>;
  /** told before a day is closed: the simulated clock goes to its end */
  readonly beforeDay?: (day: string) => void;
}

const pageSize = 1_000;
const actor = { station: "gateway", role: "gateway", rights: [] };

const dueAccounts = async (parts: Parts, day: string): Promise<readonly string[]> => {
  const due: string[] = [];
  const context = {
    programme: parts.programmeOn(day),
    moment: parts.moment(),
    calendar: parts.calendar(),
  };
  for (let after: string | undefined; ;) {
    const page = await parts.store.list("account", after, pageSize);
    for (const { id, entity } of page) if (isDue(context, entity, day)) due.push(id);
    after = page.at(-1)?.id;
    if (page.length < pageSize) return due;
  }
};

/** Bearer vouchers that lapse at the close of a day: they are in no account's file. */
const dueVouchers = async (
  { store, storeId }: Pick<Parts, "store" | "storeId">,
  on: string,
): Promise<readonly string[]> => {
  const due: string[] = [];
  for await (const { id, entity } of bearerVouchers(store))
    if (isBearerDue(entity, { on, store: storeId })) due.push(id);
  return due;
};

export const createDayCloser = (parts: Parts): DayCloser => {
  const { store } = parts;
  let running: Promise<unknown> = Promise.resolve();

  const firstOpen = async (): Promise<string> => {
    const view = await store.view([{ kind: "setting", id: dayId }]);
    const closed = view.get("setting", dayId)?.["closed"];
    return typeof closed === "string" ? addDays(closed, 1) : parts.openedOn();
  };

  const close = async (
    businessDate: string,
    batch: { readonly accounts: readonly string[]; readonly vouchers: readonly string[] },
    last: boolean,
  ) => {
    const { accounts, vouchers } = batch;
    const closed = await store.execute({
      op: "day.close",
      params: {
        businessDate,
        accounts,
        ...(vouchers.length === 0 ? {} : { vouchers }),
        last,
        programmeVersion: parts.programmeOn(businessDate).version,
      },
      decider: closeDay,
      actor,
    });
    if (!closed.ok) throw new Error(`close of ${businessDate} refused: ${closed.error.code}`);
  };

  const run = async (last: string): Promise<number> => {
    let entries = await sweepMergedAccounts(store);
    for (let day = await firstOpen(); day <= last; day = addDays(day, 1)) {
      parts.beforeDay?.(day);
      const [due, vouchers] = [await dueAccounts(parts, day), await dueVouchers(parts, day)];
      const length = Math.max(due.length, vouchers.length);
      // an idle day leaves no entry of its own; the last one says how far the closes have come
      if (length === 0 && day !== last) continue;
      for (let from = 0; from === 0 || from < length; from += closeBatchMax) {
        const to = from + closeBatchMax;
        const batch = { accounts: due.slice(from, to), vouchers: vouchers.slice(from, to) };
        await close(day, batch, to >= length);
        entries++;
      }
    }
    return entries;
  };

  return {
    firstOpen,
    closeThrough: (last) => {
      const next = running.then(() => run(last));
      running = next.catch(() => undefined);
      return next;
    },
  };
};

const openedRow = "opened";

/** The store's first business day, noted when it was new. */
export const noteOpening = (store: Store, on: string): Promise<void> =>
  store.side([{ table: "meta", id: openedRow, body: { on } }]);

export const openingOf = async (store: Store): Promise<string | undefined> => {
  const on = (await store.sideRow("meta", openedRow))?.["on"];
  return typeof on === "string" ? on : undefined;
};
