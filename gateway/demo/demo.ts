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

/** how far one jump of the clock may go */
const jumpMaxMs = 30 * 366 * 86_400_000;

/** What every hand of the demonstration works with; the rooms come later than the hands. */
interface Bench extends Parts {
  readonly rooms: () => Rooms;
}

export const createDemo = (parts: Parts): Demo => {
  let entered: Rooms | undefined;
  const bench: Bench = {
    ...parts,
    rooms: () => {
      if (entered === undefined) throw new Error("the house does not stand yet");
      return entered;
    },
  };
  const { clock, tokens, book, setNetwork } = parts;
  return {
    tokens,
    staff: demoStaff.map(({ id, name, pin, role }) => ({ id, name, pin, role })),
    cards: demoCards,
    setNetwork,
    reset: (ask) => reset(bench, ask),
    setClock: (nowMs) => setClock(bench, nowMs),
    enter: (next) => {
      entered = next;
    },
    holdAtEndOf: (day) =>
      clock.hold(instantOf(addDays(day, 1), "00:00", book.current().timeZone) - 1),
    furnish: async (isNew) => {
      await putPeople(bench);
      if (isNew) await putGuests(bench);
    },
  };
};

const businessDateAt = ({ rooms }: Bench, nowMs: number): string =>
  rooms().house.momentAt(nowMs).businessDate;

const putPeople = async ({ rooms, tokens, clock }: Bench): Promise<void> => {
  const { house } = rooms();
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

/** A new store gets the official days of the country it plays in and, under the demo programme, its guests. */
const putGuests = async (bench: Bench): Promise<void> => {
  const { house, dispatch } = bench.rooms();
  const call = callBy(dispatch, house);
  await noteOpening(house.store, businessDateAt(bench, bench.clock.nowMs()));
  const official = officialCalendar("CN");
  if (official !== undefined) {
    const days = officialDays(official).map(({ date, workday }) => ({ date, workday }));
    await call("calendar.put", { calendar: "CN", days });
  }
  const programme = bench.book.current();
  // a chain has its members already: every store would enrol the same ones again
  if (programme.id !== "demo" || house.chain !== undefined) return;
  const type = programme.file.cards[0]?.type ?? "";
  const prices = Object.fromEntries(
    Object.entries(programme.file.passes ?? {}).map(([pass, { price }]) => [pass, price]),
  );
  await seedMembers(call, { type, prices });
};

type Reset = Simulation["reset"];

/** An empty store under another programme and clock; tokens and employees survive. */
const reset = async (bench: Bench, ask: Parameters<Reset>[0]): ReturnType<Reset> => {
  const { house, calendar } = bench.rooms();
  const chosen = chooseProgramme(ask);
  if (!chosen.ok) return chosen;
  const nowMs = Date.parse(ask.now);
  if (Number.isNaN(nowMs)) return err(refusal("not_permitted", { need: "instant" }));
  for (const station of house.stations.list()) house.visits.end(station.station);
  await house.store.reset();
  house.queue.forget();
  bench.clock.set(nowMs);
  bench.book.clear();
  await bench.book.put(chosen.value, house.store);
  await calendar.reload();
  bench.setNetwork(true);
  await house.stations.rewrite();
  await noteOpening(house.store, businessDateAt(bench, nowMs));
  await putPeople(bench);
  return ok({ programme: chosen.value.id });
};

/** Forward only; the days that end on the way are closed first, each at its own end. */
const setClock = async (
  bench: Bench,
  nowMs: number,
): Promise<Result<{ readonly now: string }, Refusal>> => {
  const { clock } = bench;
  const { house } = bench.rooms();
  const before = clock.nowMs();
  if (nowMs < before || nowMs - before > jumpMaxMs)
    return err(refusal("not_permitted", { need: "later" }));
  const last = addDays(businessDateAt(bench, nowMs), -1);
  try {
    if (last >= businessDateAt(bench, before)) await house.days.closeThrough(last);
  } finally {
    clock.set(nowMs);
  }
  return ok({ now: house.momentAt(nowMs).at });
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
