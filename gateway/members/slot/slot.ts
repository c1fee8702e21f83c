// slot.*: times booked at the desk and arrivals. A service takes so many parties at once; who comes too late to book is
// told so, nobody is put on top of somebody else.
import { isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { accepted, type Decider, type Ref, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { lookup, point } from "../member/lookups.ts";
import type { Booking } from "../trade-state.ts";

/** What can be booked, and when. Times `HH:MM` of the store. */
export interface Service {
  readonly name: string;
  readonly minutes: number;
  /** parties at once */
  readonly capacity: number;
  readonly opens: string;
  readonly closes: string;
}

type ServiceOffered = { type: "ServiceOffered"; service: string; file: Service };
type ServiceWithdrawn = { type: "ServiceWithdrawn"; service: string };
type SlotBooked = { type: "SlotBooked"; booking: string; file: Booking };
type BookingMoved = { type: "BookingMoved"; booking: string; state: Booking["state"] };

const servicesId = "slots";
const servicesMax = 50;

export const servicesRoots: readonly Ref[] = [{ kind: "setting", id: servicesId }];

/** Services by id. */
export const servicesIn = (view: Pick<View, "get">): ReadonlyMap<string, Service> => {
  // Only ServiceOffered writes here.
  const kept = (view.get("setting", servicesId) ?? {}) as unknown as Record<string, Service>;
  return new Map(Object.entries(kept));
};

export const dayLookup = (on: string): string => `slots:${on}`;

export const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

export interface OfferParams extends Service {
  readonly service: string;
  readonly withdrawn?: boolean;
}

/** → `{service}` */
export const offerService: Decider<OfferParams> = {
  roots: () => servicesRoots,
  decide: ({ service, withdrawn, ...given }, view) => {
    const known = servicesIn(view);
    const result = { service };
    if (withdrawn === true) {
      if (!known.has(service)) return refused(refusal("not_found", { service }));
      const event = happened<ServiceWithdrawn>({ type: "ServiceWithdrawn", service });
      return accepted({ events: [event], lines: [], result });
    }
    if (!known.has(service) && known.size >= servicesMax)
      return refused(refusal("limit.reached", { limit: servicesMax }));
    const { name, minutes, capacity, opens, closes } = given;
    if (minuteOf(opens) + minutes > minuteOf(closes))
      return refused(refusal("not_permitted", { why: "hours" }));
    const file = { name, minutes, capacity, opens, closes };
    const event = happened<ServiceOffered>({ type: "ServiceOffered", service, file });
    return accepted({ events: [event], lines: [], result });
  },
};

export interface BookParams {
  readonly service: string;
  readonly on: string;
  readonly at: string;
  readonly party?: number;
  readonly member?: string;
  /** masked by the server */
  readonly guest?: string;
  readonly phoneIndex?: string;
}

const takesPlace = ({ state }: Booking): boolean => state === "booked" || state === "arrived";

/** Most parties there are at once between two minutes of the day: counted where each begins. */
const mostAtOnce = (
  bookings: readonly Booking[],
  { from, to }: { readonly from: number; readonly to: number },
): number => {
  const there = bookings
    .map((booking) => ({
      begins: minuteOf(booking.at),
      ends: minuteOf(booking.at) + booking.minutes,
    }))
    .filter(({ begins, ends }) => begins < to && ends > from);
  const moments = [from, ...there.map(({ begins }) => begins).filter((begins) => begins > from)];
  return Math.max(
    0,
    ...moments.map(
      (moment) => there.filter(({ begins, ends }) => begins <= moment && ends > moment).length,
    ),
  );
};

/** Bookings of a day that were loaded with its list. */
export const bookingsOf = (
  view: Pick<View, "get">,
  on: string,
): readonly { readonly booking: string; readonly file: Booking }[] =>
  (view.get("lookup", dayLookup(on))?.ids ?? []).flatMap((booking) => {
    const file = view.get("booking", booking);
    return file === undefined ? [] : [{ booking, file }];
  });

/** → `{booking, until}` */
export const bookSlot: Decider<BookParams> = {
  roots: ({ on, member }) => [
    ...servicesRoots,
    lookup(dayLookup(on)),
    ...(member === undefined ? [] : [{ kind: "member" as const, id: member }]),
  ],
  decide: ({ service, on, at, party = 1, ...who }, view, context) => {
    const offered = servicesIn(view).get(service);
    if (offered === undefined) return refused(refusal("not_found", { service }));
    const member = who.member === undefined ? undefined : view.get("member", who.member);
    if (who.member !== undefined && (member === undefined || member.erased === true))
      return refused(refusal("not_found", { member: who.member }));
    if (member === undefined && who.guest === undefined)
      return refused(refusal("not_permitted", { why: "nobody" }));
    if (!isDate(on) || on < context.moment.date)
      return refused(refusal("not_permitted", { why: "past" }));
    const { minutes, capacity, opens, closes } = offered;
    const from = minuteOf(at);
    if (from < minuteOf(opens) || from + minutes > minuteOf(closes))
      return refused(refusal("outside_hours", { from: opens, to: closes }));
    const others = bookingsOf(view, on)
      .map(({ file }) => file)
      .filter((file) => file.service === service && takesPlace(file));
    if (mostAtOnce(others, { from, to: from + minutes }) >= capacity)
      return refused(refusal("limit.reached", { limit: capacity }));
    const booking = context.newId("bk");
    const file: Booking = { service, on, at, minutes, party, state: "booked", ...who };
    return accepted({
      events: [happened<SlotBooked>({ type: "SlotBooked", booking, file })],
      lines: [],
      result: { booking },
      ...(who.member === undefined ? {} : { member: who.member }),
    });
  },
};

export interface MoveBookingParams {
  readonly booking: string;
  readonly state: Exclude<Booking["state"], "booked">;
}

/** → `{booking, state}`; only what is still booked arrives, is cancelled or did not come */
export const moveBooking: Decider<MoveBookingParams> = {
  roots: ({ booking }) => [{ kind: "booking", id: booking }],
  decide: ({ booking, state }, view) => {
    const file = view.get("booking", booking);
    if (file === undefined) return refused(refusal("not_found", { booking }));
    if (file.state !== "booked") return refused(refusal("not_permitted", { state: file.state }));
    return accepted({
      events: [happened<BookingMoved>({ type: "BookingMoved", booking, state })],
      lines: [],
      result: { booking, state },
      ...(file.member === undefined ? {} : { member: file.member }),
    });
  },
};

export const slotEvolvers = {
  ServiceOffered: evolver<ServiceOffered>((draft, { service, file }) =>
    draft.put("setting", servicesId, {
      ...draft.get("setting", servicesId),
      [service]: { ...file },
    }),
  ),
  ServiceWithdrawn: evolver<ServiceWithdrawn>((draft, { service }) => {
    const { [service]: _gone, ...others } = draft.get("setting", servicesId) ?? {};
    draft.put("setting", servicesId, others);
  }),
  SlotBooked: evolver<SlotBooked>((draft, { booking, file }) => {
    draft.put("booking", booking, file);
    point(draft, dayLookup(file.on), { kind: "booking", id: booking });
  }),
  BookingMoved: evolver<BookingMoved>((draft, { booking, state }) => {
    const file = draft.get("booking", booking);
    if (file !== undefined) draft.put("booking", booking, { ...file, state });
  }),
};
