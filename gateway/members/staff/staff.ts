// staff.put, staff.signIn and the employee's PIN: who may do what, and proof that it is he.
import type { DomainEvent } from "../../ledger/entry.ts";
import { type RefusalCode, refusal } from "../../refusals.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { NewPin, PinProof } from "../sealed.ts";
import type { Staff } from "../state.ts";

/** Wrong tries until an employee needs a new PIN from the office. */
export const staffTriesMax = 5;

type StaffPut = {
  type: "StaffPut";
  staff: string;
  name: string;
  rights: readonly string[];
  active: boolean;
  pin?: NewPin;
  /** digest of a card's token; null: no card any more */
  card?: string | null;
  member?: string;
};
type StaffPinFailed = { type: "StaffPinFailed"; staff: string; wrong: number };
type StaffSignedIn = { type: "StaffSignedIn"; staff: string };

/** Compares the PIN of an employee; a wrong one is counted whatever becomes of the operation. */
export const checkStaffPin = (
  id: string,
  staff: Staff | undefined,
  proof: PinProof | undefined,
): { readonly why?: RefusalCode; readonly events: readonly DomainEvent[] } => {
  if (proof === undefined) return { why: "pin.required", events: [] };
  if (staff?.pin === undefined || !staff.active) return { why: "pin.wrong", events: [] };
  if (staff.pin.wrong >= staffTriesMax) return { why: "pin.blocked", events: [] };
  if (proof.verifier === staff.pin.verifier) {
    const forgiven = happened<StaffSignedIn>({ type: "StaffSignedIn", staff: id });
    return { events: staff.pin.wrong === 0 ? [] : [forgiven] };
  }
  const wrong = staff.pin.wrong + 1;
  return {
    why: "pin.wrong",
    events: [happened<StaffPinFailed>({ type: "StaffPinFailed", staff: id, wrong })],
  };
};

export interface StaffPutParams {
  readonly staff: string;
  readonly name: string;
  readonly pin?: NewPin;
  readonly rights: readonly string[];
  readonly active?: boolean;
  /** digest of the token of the employee's card; null takes the card away */
  readonly card?: string | null;
  /** the employee's own member file */
  readonly member?: string;
}

/** → `{staff}`; without `pin` the old one stays */
export const putStaff: Decider<StaffPutParams> = {
  roots: ({ staff, member }) => [
    { kind: "staff", id: staff },
    ...(member === undefined ? [] : [{ kind: "member", id: member } as const]),
  ],
  decide: ({ staff, name, rights, pin, active, card, member }, view) => {
    if (member !== undefined && view.get("member", member) === undefined)
      return refused(refusal("not_found", { member }));
    return accepted({
      events: [
        happened<StaffPut>({
          type: "StaffPut",
          staff,
          name,
          rights: [...new Set(rights)].toSorted(),
          active: active ?? true,
          ...(pin === undefined ? {} : { pin: { salt: pin.salt, verifier: pin.verifier } }),
          ...(card === undefined ? {} : { card }),
          ...(member === undefined ? {} : { member }),
        }),
      ],
      lines: [],
      result: { staff },
    });
  },
};

export interface SignInParams {
  readonly staff: string;
  readonly pin: PinProof;
}

/** → `{staff: {id, name, rights}}`; an unknown employee is a wrong PIN, so that nobody can guess names */
export const signIn: Decider<SignInParams> = {
  roots: ({ staff }) => [{ kind: "staff", id: staff }],
  decide: ({ staff: id, pin }, view) => {
    const staff = view.get("staff", id);
    const { why, events } = checkStaffPin(id, staff, pin);
    if (why !== undefined || staff === undefined)
      return refused(refusal(why ?? "pin.wrong"), events);
    const { name, rights } = staff;
    return accepted({ events, lines: [], result: { staff: { id, name, rights } } });
  },
};

export interface CardSignInParams {
  /** whose card the server found it to be */
  readonly staff: string;
  /** digest of the token that was shown */
  readonly card: string;
}

/** → `{staff: {id, name, rights}}`; a card that was taken away meanwhile is unknown */
export const signInByCard: Decider<CardSignInParams> = {
  roots: ({ staff }) => [{ kind: "staff", id: staff }],
  decide: ({ staff: id, card }, view) => {
    const staff = view.get("staff", id);
    if (staff?.active !== true || staff.card !== card) return refused(refusal("card.unknown"));
    const { name, rights } = staff;
    return accepted({ events: [], lines: [], result: { staff: { id, name, rights } } });
  },
};

export const staffEvolvers = {
  StaffPut: evolver<StaffPut>((draft, { staff: id, name, rights, active, ...put }) => {
    const before = draft.get("staff", id);
    const pin = put.pin === undefined ? before?.pin : { ...put.pin, wrong: 0 };
    const card = put.card === undefined ? before?.card : (put.card ?? undefined);
    const member = put.member ?? before?.member;
    draft.put("staff", id, {
      name,
      rights,
      active,
      ...(pin === undefined ? {} : { pin }),
      ...(card === undefined ? {} : { card }),
      ...(member === undefined ? {} : { member }),
      ...(before?.owed === undefined ? {} : { owed: before.owed }),
    });
  }),
  StaffPinFailed: evolver<StaffPinFailed>((draft, { staff: id, wrong }) => {
    const staff = draft.get("staff", id);
    if (staff?.pin !== undefined) {
      draft.put("staff", id, { ...staff, pin: { ...staff.pin, wrong } });
    }
  }),
  StaffSignedIn: evolver<StaffSignedIn>((draft, { staff: id }) => {
    const staff = draft.get("staff", id);
    if (staff?.pin !== undefined) {
      draft.put("staff", id, { ...staff, pin: { ...staff.pin, wrong: 0 } });
    }
  }),
};
