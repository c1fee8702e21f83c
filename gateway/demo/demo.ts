// The demonstration store: its stations, employees and guests, its clock, and how it is emptied and moved in time.
import type { JsonObject } from "../json.ts";
import { type Refusal, refusal } from "../refusals.ts";
import { type Result, err, ok } from "../result.ts";
import { addDays } from "../programme/dates.ts";
import { instantOf } from "../programme/calendar.ts";
import { officialCalendar, officialDays } from "../programme/official.ts";
import { parseProgramme, type Programme } from "../programme/programme.ts";
import type { Context } from "../members/contract.ts";
import { actorOf } from "../server/execute.ts";
import type { Caller } from "../server/caller.ts";
import type { StoreCalendar } from "../server/calendar.ts";
import { noteOpening } from "../server/day-close.ts";
import type { Dispatch } from "../server/dispatch.ts";
import type { House, Simulation } from "../server/house.ts";
import { type ProgrammeBook, shippedProgramme } from "../server/programme-book.ts";
import { deciders } from "../members/registry.ts";
import { type DemoCall, demoCards, seedMembers } from "./members.ts";
import type { SimulatedClock } from "./simulated-clock.ts";
import { type DemoTokens, demoStaff, demoStations, programStaff } from "./stations.ts";

interface Parts {
  readonly clock: SimulatedClock;
  readonly tokens: DemoTokens;
  readonly book: ProgrammeBook;
  /** a year's jump runs hundreds of closes: this is how far one may go */
  readonly setNetwork: (up: boolean) => void;
}

/** What only exists once the house stands. */
interface Rooms {
  readonly house: House;
  readonly dispatch: Dispatch;
  readonly calendar: StoreCalendar;
}

export interface Demo extends Simulation {
  readonly tokens: DemoTokens;
  readonly enter: (rooms: Rooms) => void;
  /** Stations and employees always; guests only where the store is new and runs the demo programme. */
  readonly furnish: (isNew: boolean) => Promise<void>;
  /** The simulated clock goes to the end of the day that is being closed. */
  readonly holdAtEndOf: (day: string) => void;
}

const yearsMaxMs = 30 * 366 * 86_400_000;

export const createDemo = ({ clock, tokens, book, setNetwork }: Parts): Demo => {
  let rooms: Rooms | undefined;
  const entered = (): Rooms => {
    if (rooms === undefined) throw new Error("the house does not stand yet");
    return rooms;
  };
  const businessDateAt = (nowMs: number): string => entered().house.momentAt(nowMs).businessDate;

  const putPeople = async (): Promise<void> => {
    const { house } = entered();
    for (const station of demoStations(tokens, house.momentAt(clock.nowMs()).at))
      await house.stations.put(station);
    for (const { id, name, rights, ...rest } of [...demoStaff, programStaff]) {
      const pin = "pin" in rest ? { pin: await house.pins.fresh(String(rest.pin)) } : {};
      const put = await house.store.execute({
        op: "staff.put",
        params: { staff: id, name, rights, ...pin },
        decider: deciders["staff.put"],
        actor: actorOf(managerAt()),
      });
      if (!put.ok) throw new Error(`demo employee ${id}: ${put.error.code}`);
    }
  };

  /** The official days off and make-up days of the country this demonstration plays in. */
  const putOfficialDays = async (): Promise<void> => {
    const official = officialCalendar("CN");
    if (official === undefined) return;
    await callBy(entered().dispatch, entered().house)("calendar.put", {
      calendar: "CN",
      days: officialDays(official).map(({ date, workday }) => ({ date, workday })),
    });
  };

  const reset: Simulation["reset"] = async (ask) => {
    const { house, calendar } = entered();
    const chosen = chooseProgramme(ask);
    if (!chosen.ok) return chosen;
    const nowMs = Date.parse(ask.now);
    if (Number.isNaN(nowMs)) return err(refusal("not_permitted", { need: "instant" }));
    for (const station of house.stations.list()) house.visits.end(station.station);
    await house.store.reset();
    house.queue.forget();
    clock.set(nowMs);
    book.clear();
    await book.put(chosen.value, house.store);
    await calendar.reload();
    setNetwork(true);
    await house.stations.rewrite();
    await noteOpening(house.store, businessDateAt(nowMs));
    await putPeople();
    return ok({ programme: chosen.value.id });
  };

  return {
    tokens,
    staff: demoStaff.map(({ id, name, pin, role }) => ({ id, name, pin, role })),
    cards: demoCards,
    setNetwork,
    reset,
    enter: (next) => {
      rooms = next;
    },
    holdAtEndOf: (day) =>
      clock.hold(instantOf(addDays(day, 1), "00:00", book.current().timeZone) - 1),
    setClock: async (nowMs) => {
      const { house } = entered();
      const before = clock.nowMs();
      if (nowMs < before || nowMs - before > yearsMaxMs)
        return err(refusal("not_permitted", { need: "later" }));
      const last = addDays(businessDateAt(nowMs), -1);
      try {
        if (last >= businessDateAt(before)) await house.days.closeThrough(last);
      } finally {
        clock.set(nowMs);
      }
      return ok({ now: house.momentAt(nowMs).at });
    },
    furnish: async (isNew) => {
      await putPeople();
      if (!isNew) return;
      const { house, dispatch } = entered();
      await noteOpening(house.store, businessDateAt(clock.nowMs()));
      await putOfficialDays();
      const programme = book.current();
      if (programme.id !== "demo") return;
      const type = programme.file.cards[0]?.type ?? "";
      const prices = Object.fromEntries(
        Object.entries(programme.file.passes ?? {}).map(([pass, { price }]) => [pass, price]),
      );
      await seedMembers(callBy(dispatch, house), { type, prices });
    },
  };
};

const chooseProgramme = (ask: {
  readonly programme?: string;
  readonly file?: JsonObject;
}): Result<Programme, Refusal> => {
  const parsed =
    ask.file === undefined ? shippedProgramme(ask.programme ?? "demo") : parseProgramme(ask.file);
  if (parsed.ok) return parsed;
  const findings = parsed.error.map(({ code, at, message }) => ({ code, at, message }));
  return err(refusal("programme.invalid", { findings }));
};

/** The demonstration store sets itself up in its own name: a program with a manager's rights. */
const managerAt = (): Caller => ({
  station: { station: "st_demo_setup", role: "test" },
  local: true,
  employee: () => ({
    id: programStaff.id,
    name: programStaff.name,
    rights: ["cashier", "sales", "manager"] satisfies Context["actor"]["rights"],
  }),
});

const callBy =
  (dispatch: Dispatch, { newId }: House): DemoCall =>
  async (op, params) => {
    const request = {
      jsonrpc: "2.0" as const,
      id: 1,
      method: op,
      params: { ...params, key: newId("demo") },
    };
    const answer = await dispatch(request, managerAt());
    if ("result" in answer && typeof answer.result === "object" && answer.result !== null)
      return { ...answer.result };
    throw new Error(
      `demo ${op}: ${"error" in answer ? JSON.stringify(answer.error) : "no result"}`,
    );
  };
