// arrival.checkIn: somebody came, for an appointment or just today. One sign-in a day and appointment.
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import type { ProgressMade } from "../account/events.ts";
import { arrivalGrants } from "../../programme/terms.ts";
import { type Book, createBook } from "../account/book.ts";
import { type Holder, accountFacts } from "../account/facts.ts";
import { availableOf } from "../account/lots.ts";
import { planGrants } from "../card/grants.ts";
import { type Context, type Decider, accepted, refused } from "../contract.ts";
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

/** → `{arrival, on, asset?, granted?, available?}`; a second sign-in on the same day is already there */
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
    const book = createBook(account, holder.value.account);
    const given = appointment === undefined ? signInGifts(book, context, holder.value) : undefined;
    const noted = [
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
    ];
    return accepted({
      events: [...noted, ...book.events],
      lines: book.lines,
      result: { arrival, on, ...given },
      member: holder.value.account.member,
      account,
    });
  },
};

/** Points for today's sign-in, where the programme gives any: how many of which, and how many there are now. */
const signInGifts = (
  book: Book,
  context: Context,
  holder: Holder,
): { readonly asset: string; readonly granted: number; readonly available: number } | undefined => {
  const grants = arrivalGrants(context.programme, {
    ...accountFacts(context, holder),
    authenticated: true,
  });
  const [first] = grants;
  if (first === undefined) return undefined;
  const [one] = planGrants(book, context, { grants, source: "arrival" });
  const available = availableOf(context, book.account, {
    asset: first.asset,
    when: context.moment,
  });
  return { asset: first.asset, granted: one?.quantity ?? 0, available };
};

export const arrivalEvolvers = {
  ArrivalNoted: evolver<ArrivalNoted>((draft, { arrival, account, appointment }) => {
    const at = lastArrival({ account, ...(appointment === undefined ? {} : { appointment }) });
    draft.put("lookup", at, { kind: "account", ids: [arrival], loose: true });
  }),
};
