// arrival.checkIn: somebody came, for an appointment or just today. One sign-in a day and appointment.
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import type { ProgressMade } from "../account/events.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { lookup } from "../member/lookups.ts";

export interface ArrivalParams {
  readonly account: string;
  readonly appointment?: string;
}

type ArrivalNoted = {
  type: "ArrivalNoted";
  arrival: string;
  account: string;
  on: string;
  appointment?: string;
};

/** What the account's history counts an arrival as. */
export const arrivalRow = "arrival";

const arrivalId = ({ account, appointment }: ArrivalParams, on: string): string =>
  `arrival:${account}:${appointment ?? "day"}:${on}`;

/** The pointer that remembers the last arrival; loaded by account, since the day is not known yet. */
const lastArrival = ({ account, appointment }: ArrivalParams): string =>
  `arrival:${account}:${appointment ?? "day"}`;

/** → `{arrival, on}`; a second sign-in on the same day is already there */
export const checkInArrival: Decider<ArrivalParams> = {
  roots: (params) => [...accountRoots(params.account), lookup(lastArrival(params))],
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const on = context.moment.businessDate;
    const arrival = arrivalId(params, on);
    if (view.get("lookup", lastArrival(params))?.ids.at(-1) === arrival) {
      return refused(refusal("already_exists", { what: "arrival", on }));
    }
    const { account, appointment } = params;
    return accepted({
      events: [
        happened<ArrivalNoted>({
          type: "ArrivalNoted",
          arrival,
          account,
          on,
          ...(appointment === undefined ? {} : { appointment }),
        }),
        happened<ProgressMade>({
          type: "ProgressMade",
          account,
          rows: [{ on, what: arrivalRow, quantity: 1 }],
        }),
      ],
      lines: [],
      result: { arrival, on },
      member: holder.value.account.member,
      account,
    });
  },
};

export const arrivalEvolvers = {
  ArrivalNoted: evolver<ArrivalNoted>((draft, { arrival, account, appointment }) => {
    const at = lastArrival({ account, ...(appointment === undefined ? {} : { appointment }) });
    draft.put("lookup", at, { kind: "account", ids: [arrival], loose: true });
  }),
};
