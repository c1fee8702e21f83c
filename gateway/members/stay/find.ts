// stay.find: bookings and the waiting list. Members' priority first, then the order of asking.
import type { Ref } from "../contract.ts";
import { lookup } from "../member/lookups.ts";
import type { Reader } from "../member/view.ts";
import type { Stay, StayState } from "../state.ts";
import { liveStates, stayLookup } from "./lists.ts";

export interface StaySearch {
  readonly state?: StayState;
  readonly roomType?: string;
  readonly arrive?: string;
  readonly member?: string;
  readonly guestIndex?: string;
  readonly phoneIndex?: string;
  readonly code?: string;
}

/** The narrowest lists that hold every stay asked for. */
const listsFor = (by: StaySearch): readonly string[] => {
  if (by.code !== undefined) return [stayLookup.code(by.code)];
  if (by.phoneIndex !== undefined) return [stayLookup.phone(by.phoneIndex)];
  if (by.member !== undefined) return [stayLookup.member(by.member)];
  if (by.state !== undefined) return [stayLookup.state(by.state)];
  return liveStates.map((state) => stayLookup.state(state));
};

/** What to load first; then `stayRefs`, then `foundStays`. */
export const staySearchRoots = (by: StaySearch): readonly Ref[] => listsFor(by).map(lookup);

export const stayRefs = (view: Reader, by: StaySearch): readonly Ref[] =>
  listsFor(by).flatMap((list) =>
    (view.get("lookup", list)?.ids ?? []).map((id) => ({ kind: "stay" as const, id })),
  );

const answersTo = (stay: Stay, by: StaySearch): boolean =>
  (by.state === undefined || stay.state === by.state) &&
  (by.roomType === undefined || stay.roomType === by.roomType) &&
  (by.arrive === undefined || stay.arrive === by.arrive) &&
  (by.member === undefined || stay.member === by.member) &&
  (by.guestIndex === undefined || stay.guestIndex === by.guestIndex) &&
  (by.phoneIndex === undefined || stay.phoneIndex === by.phoneIndex) &&
  (by.code === undefined || stay.code === by.code);

const stayRow = (id: string, stay: Stay) => ({
  stay: id,
  state: stay.state,
  priority: stay.priority,
  roomType: stay.roomType,
  arrive: stay.arrive,
  depart: stay.depart,
  holdUntil: stay.holdUntil,
  ...(stay.guest === undefined ? {} : { guest: stay.guest }),
  ...(stay.room === undefined ? {} : { room: stay.room }),
  ...(stay.roomNote === undefined ? {} : { roomNote: stay.roomNote }),
  ...(stay.deposit === undefined ? {} : { deposit: stay.deposit }),
  nightly: stay.nightly,
  benefits: stay.benefits,
  ...(stay.member === undefined ? {} : { member: stay.member }),
});

/** → `{stays: [{stay, state, priority, …}]}` out of what `stayRefs` loaded. */
export const foundStays = (view: Reader, refs: readonly Ref[], by: StaySearch) => {
  const stays = refs.flatMap(({ id }) => {
    const stay = view.get("stay", id);
    return stay === undefined || !answersTo(stay, by) ? [] : [{ id, stay }];
  });
  const inTurn = stays.toSorted(
    (left, right) => right.stay.priority - left.stay.priority || left.stay.place - right.stay.place,
  );
  return { stays: inTurn.map(({ id, stay }) => stayRow(id, stay)) };
};
