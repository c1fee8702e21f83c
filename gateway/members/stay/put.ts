// stay.put: a booking from the hotel's system, or a change of the named fields of one.
import type { DomainEvent } from "../../ledger/entry.ts";
import { isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { type Context, type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import type { ProgressMade } from "../account/events.ts";
import { counted } from "../account/progress.ts";
import { evolver, happened } from "../evolver.ts";
import { lookup } from "../member/lookups.ts";
import type { Stay } from "../state.ts";
import { type Booking, bookingAccountId, bookingPromise } from "./guest.ts";
import { keepStay, stayListRoots, stayLookup } from "./lists.ts";

/** Keeps the order of asking. */
const stayCounterId = "stays";

export interface StayPutParams {
  readonly stay?: string;
  readonly arrive?: string;
  readonly depart?: string;
  readonly roomType?: string;
  /** the price of the day before member prices, minor units a night */
  readonly nightly?: number;
  /** masked by the server; `guestIndex` finds it again */
  readonly guest?: string;
  readonly guestIndex?: string;
  readonly phoneIndex?: string;
  readonly code?: string;
  readonly member?: string;
  readonly channel?: string;
  readonly room?: string;
  readonly roomNote?: string;
  /** minor units to be set aside at check-in */
  readonly deposit?: number;
  readonly state?: "booked" | "waiting" | "cancelled" | "no_show";
  readonly facts?: { readonly phoneConfirmed?: boolean };
}

type StayPut = { type: "StayPut"; stay: string; file: Stay };

type Known = Omit<Stay, "priority" | "holdUntil" | "benefits">;

const named = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** The stay with the named fields changed; undefined where a new one lacks what it needs. */
const changed = (
  params: StayPutParams,
  before: Stay | undefined,
  place: number,
): Known | undefined => {
  const { stay: _, facts, state, ...fields } = params;
  const base = before ?? {
    state: "booked" as const,
    place,
    channel: "desk",
    phoneConfirmed: false,
  };
  const { arrive, depart, roomType, nightly } = { ...named(before ?? {}), ...named(fields) };
  if (arrive === undefined || depart === undefined) return undefined;
  if (roomType === undefined || nightly === undefined) return undefined;
  return {
    ...base,
    ...named(fields),
    arrive,
    depart,
    roomType,
    nightly,
    state: state ?? base.state,
    phoneConfirmed: facts?.phoneConfirmed ?? base.phoneConfirmed,
  };
};

const bookingOf = ({ member, arrive, channel, phoneConfirmed }: Known): Booking => ({
  member,
  arrive,
  channel,
  phoneConfirmed,
});

const nextPlace = (view: View): number => {
  const last = view.get("setting", stayCounterId)?.["last"];
  return (typeof last === "number" ? last : 0) + 1;
};

const putRoots = (params: StayPutParams): readonly Ref[] => [
  { kind: "setting", id: stayCounterId },
  ...stayListRoots,
  ...(params.stay === undefined ? [] : [{ kind: "stay" as const, id: params.stay }]),
  ...(params.member === undefined
    ? []
    : [{ kind: "member" as const, id: params.member }, lookup(stayLookup.member(params.member))]),
  ...(params.code === undefined ? [] : [lookup(stayLookup.code(params.code))]),
  ...(params.phoneIndex === undefined ? [] : [lookup(stayLookup.phone(params.phoneIndex))]),
];

/** A guest who did not come: it counts against the account she books on. */
const noShow = (stay: Stay, context: Context, view: View): readonly DomainEvent[] => {
  if (stay.state !== "no_show" || stay.member === undefined) return [];
  const account = bookingAccountId(view, stay.member);
  if (account === undefined) return [];
  const rows = [{ on: context.moment.businessDate, what: counted.noshow, quantity: 1 }];
  return [happened<ProgressMade>({ type: "ProgressMade", account, rows })];
};

const answer = (id: string, stay: Stay, context: Context, view: View) => {
  const file = stay;
  return accepted({
    events: [
      happened<StayPut>({ type: "StayPut", stay: id, file }),
      ...noShow(stay, context, view),
    ],
    lines: [],
    result: {
      stay: id,
      state: stay.state,
      holdUntil: stay.holdUntil,
      priority: stay.priority,
      benefits: stay.benefits,
    },
    ...(stay.member === undefined || view.get("member", stay.member) === undefined
      ? {}
      : { member: stay.member }),
    meta: { businessDate: context.moment.businessDate },
  });
};

/** Days that exist, in order. */
const isSpan = ({ arrive, depart }: Known): boolean =>
  isDate(arrive) && isDate(depart) && arrive <= depart;

/** → `{stay, state, holdUntil, priority, benefits}` */
export const putStay: Decider<StayPutParams> = {
  roots: putRoots,
  decide: (params, view, context) => {
    const before = params.stay === undefined ? undefined : view.get("stay", params.stay);
    if (params.stay !== undefined && before === undefined) {
      return refused(refusal("not_found", { stay: params.stay }));
    }
    if (before !== undefined && !["booked", "waiting"].includes(before.state)) {
      return refused(refusal("not_permitted", { state: before.state }));
    }
    if (params.member !== undefined && view.get("member", params.member) === undefined) {
      return refused(refusal("not_found", { member: params.member }));
    }
    const known = changed(params, before, nextPlace(view));
    if (known === undefined || !isSpan(known)) {
      return refused(refusal("not_permitted", { why: "dates" }));
    }
    const promise = bookingPromise(view, context, bookingOf(known));
    return answer(params.stay ?? context.newId("s"), { ...known, ...promise }, context, view);
  },
};

export const stayPutEvolvers = {
  StayPut: evolver<StayPut>((draft, { stay: id, file }) => {
    keepStay(draft, id, file);
    const counter = draft.get("setting", stayCounterId);
    const last = typeof counter?.["last"] === "number" ? counter["last"] : 0;
    draft.put("setting", stayCounterId, { ...counter, last: Math.max(last, file.place) });
  }),
};
