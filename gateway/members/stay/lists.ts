// The lists stays stand in: by state, member, booking code and phone. Lists only name; they load nothing.
import type { Draft, Ref } from "../contract.ts";
import { lookup, point, unpoint } from "../member/lookups.ts";
import type { Stay, StayState } from "../state.ts";

/** States whose stays are listed; the others are found by their id. */
export const liveStates = ["booked", "waiting", "in_house"] as const satisfies readonly StayState[];

export const stayLookup = {
  state: (state: StayState): string => `stays:${state}`,
  member: (member: string): string => `stays:of:${member}`,
  code: (code: string): string => `stays:code:${code}`,
  phone: (phoneIndex: string): string => `stays:phone:${phoneIndex}`,
} as const;

export const stayListRoots: readonly Ref[] = liveStates.map((state) =>
  lookup(stayLookup.state(state)),
);

/** The lists a stay stands in. */
export const stayLists = (stay: Stay): readonly string[] => [
  ...(liveStates.some((state) => state === stay.state) ? [stayLookup.state(stay.state)] : []),
  ...(stay.member === undefined ? [] : [stayLookup.member(stay.member)]),
  ...(stay.code === undefined ? [] : [stayLookup.code(stay.code)]),
  ...(stay.phoneIndex === undefined ? [] : [stayLookup.phone(stay.phoneIndex)]),
];

/** Writes a stay and moves it between lists; evolvers of whatever changes a stay call it. */
export const keepStay = (draft: Draft, id: string, stay: Stay): void => {
  const before = draft.get("stay", id);
  const lists = stayLists(stay);
  for (const list of before === undefined ? [] : stayLists(before)) {
    if (!lists.includes(list)) unpoint(draft, list, id);
  }
  for (const list of lists) point(draft, list, { kind: "stay", id });
  draft.put("stay", id, stay);
};
