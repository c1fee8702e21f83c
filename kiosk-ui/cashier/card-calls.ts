// The card desk's acts as calls: each can be looked at first (`dryRun`) but the PIN, which is only ever set.
import type { CardAction } from "../charts/cashier/card-desk.ts";
import type { Desk } from "./desk.ts";

/** What was filled in so far. */
export interface Filled {
  readonly card: string;
  readonly identity?: { readonly type: string; readonly number: string; readonly name: string };
  readonly token?: string;
  readonly reason?: string;
  readonly cardPin?: string;
  readonly registration?: boolean;
  readonly cardReturned?: boolean;
  readonly second?: { readonly staff: string; readonly pin: string };
  readonly paidBy: string;
}

/** What an act comes to: shown before, and true after. */
export interface Comes {
  readonly fee?: number;
  readonly pay?: number;
  readonly forfeited?: Readonly<Record<string, number>>;
  readonly replaceFrom?: string;
  readonly validTo?: string | null;
  readonly receipt?: string;
}

interface Given {
  readonly key: string;
  readonly dryRun: boolean;
  /** minor units, known from the look before */
  readonly fee: number;
}

const feePaid = ({ dryRun, fee }: Given, { paidBy }: Filled) =>
  dryRun || fee === 0 ? {} : { feeTenders: [{ type: paidBy, amount: fee }] };

const known = <T extends object>(filled: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

type Call = (desk: Desk, filled: Filled, given: Given) => Promise<Comes | undefined>;

/** A receipt stands in the answer where the act prints one; the schemas of results are open. */
const calls: Readonly<Record<Exclude<CardAction, "pin">, Call>> = {
  lost: (desk, { card, identity }, { key, dryRun }) =>
    desk.attempt("card.reportLost", { key, card, by: "desk", dryRun, ...known({ identity }) }),
  unblock: async (desk, { card, identity }, { key, dryRun }) =>
    (await desk.attempt("card.unblock", { key, card, dryRun, ...known({ identity }) })) && {},
  replace: (desk, filled, given) => {
    const { card, identity, token } = filled;
    const { key, dryRun } = given;
    const shown = { ...known({ identity, token }), ...feePaid(given, filled) };
    return desk.attempt("card.replace", { key, card, dryRun, ...shown });
  },
  exchange: (desk, filled, given) => {
    const { card, token } = filled;
    const { key, dryRun } = given;
    const shown = { ...known({ token }), ...feePaid(given, filled) };
    return desk.attempt("card.exchange", { key, card, reason: "damaged", dryRun, ...shown });
  },
  renew: (desk, filled, given) => {
    const { key, dryRun } = given;
    const { card } = filled;
    return desk.attempt("card.renew", { key, card, dryRun, ...feePaid(given, filled) });
  },
  refund: (desk, filled, { key, dryRun }) => {
    const { card, reason, identity, cardPin: pin, second: financeApproval } = filled;
    const { registration, cardReturned } = filled;
    const proofs = { reason, identity, pin, registration, cardReturned, financeApproval };
    return desk.attempt("card.refund", { key, card, dryRun, ...(dryRun ? {} : known(proofs)) });
  },
  block: async (desk, { card, reason = "" }, { key, dryRun }) =>
    (await desk.attempt("card.block", { key, card, reason, dryRun })) && {},
};

export const callCard = (
  desk: Desk,
  action: Exclude<CardAction, "pin">,
  ask: { readonly filled: Filled; readonly given: Given },
): Promise<Comes | undefined> => calls[action](desk, ask.filled, ask.given);
