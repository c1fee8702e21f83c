// slot.*, task.*: booked times and what is to be done. Guests are masked on the way in, words about people are sealed.
import { isBirthday } from "../../members/account/birthday.ts";
import {
  bookingsOf,
  dayLookup,
  minuteOf,
  servicesIn,
  servicesRoots,
} from "../../members/slot/slot.ts";
import { foundStays, stayRefs, staySearchRoots } from "../../members/stay/find.ts";
import { lookup } from "../../members/member/lookups.ts";
import { maskedMember } from "../../members/member/view.ts";
import { openTaskIds, openTaskRoots } from "../../members/task/task.ts";
import type { Booking } from "../../members/trade-state.ts";
import { ok } from "../../result.ts";
import type { ReadView } from "../../store/contract.ts";
import { maskedName } from "../../store/mask.ts";
import { everybody } from "../campaigns/audience.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { contextOf, plain, type Tools, withoutKey } from "../tools.ts";

type Names =
  | "slot.offer"
  | "slot.book"
  | "slot.move"
  | "slot.list"
  | "task.put"
  | "task.finish"
  | "task.list";

const clockTime = (minute: number): string =>
  [Math.floor(minute / 60) % 24, minute % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");

const bookingRow = (view: ReadView, booking: string, file: Booking) => {
  const { service, at, minutes, party, state, member } = file;
  const known = member === undefined ? undefined : view.get("member", member);
  return {
    booking,
    service,
    at,
    until: clockTime(minuteOf(at) + minutes),
    party,
    state,
    name: known?.person.maskedName ?? file.guest ?? "*",
    ...(known?.person.maskedPhone === undefined ? {} : { phone: known.person.maskedPhone }),
    ...(member === undefined ? {} : { member }),
  };
};

export const slotHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute } = tools;
  const birthdays = birthdaysToday(tools);
  return {
    "slot.offer": plain(tools, "slot.offer"),
    "slot.book": (params, caller) => {
      const { guest, phone, ...rest } = withoutKey(params);
      const sealed = {
        ...rest,
        ...(guest === undefined ? {} : { guest: maskedName(guest) }),
        ...(phone === undefined ? {} : { phoneIndex: house.vault.index("phone", phone) }),
      };
      return execute("slot.book", sealed, { params, caller });
    },
    "slot.move": plain(tools, "slot.move"),
    "slot.list": async ({ on }) => {
      const list = await house.store.view([...servicesRoots, lookup(dayLookup(on))]);
      const ids = list.get("lookup", dayLookup(on))?.ids ?? [];
      const view = await house.store.view([
        lookup(dayLookup(on)),
        ...ids.map((id) => ({ kind: "booking" as const, id })),
      ]);
      const bookings = bookingsOf(view, on)
        .map(({ booking, file }) => bookingRow(view, booking, file))
        .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
      const services = [...servicesIn(list)].map(([service, file]) => ({
        service,
        ...file,
      }));
      return ok({ services, bookings });
    },
    "task.put": (params, caller) => {
      const { what, ...rest } = withoutKey(params);
      const { person, row } = house.vault.seal({ name: "", contacts: { text: what } });
      const sealed = { ...rest, sealed: person.sealed };
      return execute("task.put", sealed, { params, caller, rows: [row] });
    },
    "task.finish": plain(tools, "task.finish"),
    "task.list": async (_params, caller) =>
      ok({
        tasks: await openTasks(tools),
        birthdays: await birthdays(caller),
        waiting: await waitingGuests(tools),
      }),
  };
};

const openTasks = async ({ house }: Tools) => {
  const list = await house.store.view(openTaskRoots);
  const ids = openTaskIds(list);
  const view = await house.store.view(ids.map((id) => ({ kind: "task", id })));
  const { businessDate } = house.momentAt(house.clock.nowMs());
  const rows = await Promise.all(
    ids.map(async (task) => {
      const file = view.get("task", task);
      if (file === undefined) return [];
      const words = (await house.vault.open(file.sealed))?.contacts?.["text"];
      const member = file.member === undefined ? undefined : view.get("member", file.member);
      return [
        {
          task,
          kind: file.kind,
          due: file.due,
          isLate: file.due < businessDate,
          ...(typeof words === "string" ? { what: words } : {}),
          ...(member === undefined || file.member === undefined
            ? {}
            : { member: maskedMember(file.member, member) }),
        },
      ];
    }),
  );
  return rows.flat().toSorted((one, other) => (one.due < other.due ? -1 : 1));
};

type Birthday = { readonly member: string; readonly name: string };

/** Birthdays a list shows at most. */
const birthdaysMax = 200;

/** Looked for once a business day, beside the other work; a member enrolled today is seen tomorrow. */
const birthdaysToday = ({ house }: Tools) => {
  let found: { readonly on: string; readonly list: Promise<readonly Birthday[]> } | undefined;
  const look = async (caller: Caller): Promise<readonly Birthday[]> => {
    const context = contextOf(house, caller);
    const today = context.moment.businessDate;
    const born = new Map<string, Birthday>();
    for await (const { memberId, member } of everybody(house.store, context)) {
      const { birthday, consent, person } = member;
      if (birthday === undefined || !consent.marketing || !isBirthday(birthday, today)) continue;
      born.set(memberId, { member: memberId, name: person.maskedName });
      if (born.size >= birthdaysMax) break;
    }
    return [...born.values()];
  };
  return (caller: Caller): Promise<readonly Birthday[]> => {
    const on = house.momentAt(house.clock.nowMs()).businessDate;
    if (found?.on !== on) found = { on, list: look(caller) };
    return found.list;
  };
};

/** The first who waits for each room type, how many do, and how many rooms of it are left today. */
const waitingGuests = async ({ house }: Tools) => {
  const stays = async (state: "waiting" | "in_house") => {
    const lists = await house.store.view(staySearchRoots({ state }));
    const refs = stayRefs(lists, { state });
    return foundStays(await house.store.view(refs), refs, { state }).stays;
  };
  const { date } = house.momentAt(house.clock.nowMs());
  const leaving = (await stays("in_house")).filter(({ depart }) => depart <= date);
  const byType = Map.groupBy(await stays("waiting"), ({ roomType }) => roomType);
  return [...byType].map(([roomType, waiting]) => ({
    roomType,
    count: waiting.length,
    stay: waiting[0]?.stay ?? "",
    ...(waiting[0]?.guest === undefined ? {} : { guest: waiting[0].guest }),
    leaving: leaving.filter((stay) => stay.roomType === roomType).length,
  }));
};
