// History under another programme: every settled bill is asked again with the facts it was settled
// under, for the units that were not given back. Says who would have paid less, who more, and what it
// would have cost the house.
import type { BillQuote } from "../../programme/contract.ts";
import { quoteBill } from "../../programme/quote.ts";
import type { Programme } from "../../programme/programme.ts";
import type { Bill } from "../state.ts";

/** Accounts listed on each side of the comparison. */
const listedMax = 20;

interface Sums {
  readonly before: number;
  readonly after: number;
}

/** One account's difference; `saved` minor units (below zero: pays more), points by asset. */
export interface AccountDifference {
  readonly account: string;
  readonly bills: number;
  readonly saved: number;
  readonly points: Readonly<Record<string, number>>;
}

export interface Comparison {
  readonly bills: number;
  /** bills the other programme would have refused as they stand */
  readonly denied: number;
  /** what guests paid and would have paid, minor units */
  readonly due: Sums;
  /** units of each points asset earned and that would have been earned */
  readonly points: Readonly<Record<string, Sums>>;
  readonly accounts: { readonly winners: number; readonly losers: number; readonly same: number };
  readonly mostWon: readonly AccountDifference[];
  readonly mostLost: readonly AccountDifference[];
}

export interface Comparer {
  /** Bills in the order in which they were settled: the carry towards the next point runs on. */
  readonly add: (bill: Bill) => void;
  readonly result: () => Comparison;
}

interface Running {
  bills: number;
  saved: number;
  readonly points: Record<string, number>;
  carry: Readonly<Record<string, number>> | undefined;
}

const emptyRunning = (): Running => ({ bills: 0, saved: 0, points: {}, carry: undefined });

const raise = (sums: Record<string, Sums>, asset: string, by: Sums): void => {
  const { before, after } = sums[asset] ?? { before: 0, after: 0 };
  sums[asset] = { before: before + by.before, after: after + by.after };
};

/** What is left of a bill's lines; none where it was undone. */
const linesLeft = (bill: Bill): Bill["input"]["lines"] =>
  bill.input.lines.flatMap((line, at) => {
    const quantity = line.quantity - (bill.rows[at]?.returned ?? 0);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });

/** What the guest paid for the units that were not given back: what the new price stands against. */
const settledDue = (bill: Bill): number => bill.rows.reduce((sum, { net }) => sum + net, 0);

const earnedAfter = (quote: BillQuote, asset: string): number => quote.earns[asset]?.quantity ?? 0;

export const createComparer = (programme: Programme): Comparer => {
  const accounts = new Map<string, Running>();
  const points: Record<string, Sums> = {};
  const totals = { bills: 0, denied: 0, before: 0, after: 0 };

  const addPoints = (bill: Bill, quote: BillQuote, running: Running | undefined): void => {
    const assets = new Set([...Object.keys(bill.earned), ...Object.keys(quote.earns)]);
    for (const asset of assets) {
      const before = bill.earned[asset]?.quantity ?? 0;
      const after = earnedAfter(quote, asset);
      raise(points, asset, { before, after });
      if (running !== undefined) {
        running.points[asset] = (running.points[asset] ?? 0) + after - before;
      }
    }
  };

  const add = (bill: Bill): void => {
    const lines = linesLeft(bill);
    if (lines.length === 0) return;
    const known = bill.account === null ? undefined : accounts.get(bill.account);
    const running = bill.account === null ? undefined : (known ?? emptyRunning());
    if (bill.account !== null && running !== undefined) accounts.set(bill.account, running);
    const carry = running?.carry ?? bill.input.carry;
    const quote = quoteBill(programme, { ...bill.input, lines, carry });
    totals.bills += 1;
    if (quote.denied !== undefined) {
      totals.denied += 1;
      return;
    }
    const before = settledDue(bill);
    totals.before += before;
    totals.after += quote.due;
    addPoints(bill, quote, running);
    if (running === undefined) return;
    running.bills += 1;
    running.saved += before - quote.due;
    const carried = Object.entries(quote.earns).map(([asset, earns]) => [asset, earns.carry]);
    running.carry = { ...carry, ...Object.fromEntries(carried) };
  };

  return {
    add,
    result: () => {
      const rows = [...accounts].map(([account, running]): AccountDifference => ({
        account,
        bills: running.bills,
        saved: running.saved,
        points: running.points,
      }));
      const won = rows.filter(({ saved }) => saved > 0).toSorted((a, b) => b.saved - a.saved);
      const lost = rows.filter(({ saved }) => saved < 0).toSorted((a, b) => a.saved - b.saved);
      return {
        bills: totals.bills,
        denied: totals.denied,
        due: { before: totals.before, after: totals.after },
        points,
        accounts: {
          winners: won.length,
          losers: lost.length,
          same: rows.length - won.length - lost.length,
        },
        mostWon: won.slice(0, listedMax),
        mostLost: lost.slice(0, listedMax),
      };
    },
  };
};
