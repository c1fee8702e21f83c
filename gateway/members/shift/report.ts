// X and Z report: what a till took in and paid out since its shift began, read from the journal.
import type { Entry } from "../../ledger/entry.ts";
import { ledgerName } from "../account/tenders.ts";

export interface TillReport {
  /** by tender: what should be in the drawer on top of the float, minor units */
  readonly taken: Readonly<Record<string, number>>;
  /** cash put into the drawer that is no takings, less what was taken out; minor units */
  readonly moved: number;
  /** by venue, card fees and other income, minor units */
  readonly income: Readonly<Record<string, number>>;
  /** how often each operation was done */
  readonly operations: Readonly<Record<string, number>>;
  /** number of the last entry that is in the report; the next shift begins after it */
  readonly upto: number;
}

export const emptyReport = (upto: number): TillReport => ({
  taken: {},
  moved: 0,
  income: {},
  operations: {},
  upto,
});

const added = (
  sums: Readonly<Record<string, number>>,
  name: string,
  more: number,
): Readonly<Record<string, number>> => ({ ...sums, [name]: (sums[name] ?? 0) + more });

/** Entries of the shift's own housekeeping move money between till and safe; they are no takings. */
const isHousekeeping = (op: string): boolean => op.startsWith("shift.");

/** Cash a `shift.cash` brought into the drawer; closing a shift moves it too, but ends the count. */
const movedBy = ({ op, lines }: Entry["body"], till: string): number =>
  op === "shift.cash"
    ? lines.reduce(
        (sum, { account, amount }) =>
          account === `asset:cash:${ledgerName(till)}` ? sum + amount : sum,
        0,
      )
    : 0;

/** Adds one entry. Entries may come in any order. */
export const withEntry = (report: TillReport, { body }: Entry, till: string): TillReport => {
  const upto = Math.max(report.upto, body.seq);
  if (body.actor.station !== till) return { ...report, upto };
  if (isHousekeeping(body.op))
    return { ...report, moved: report.moved + movedBy(body, till), upto };
  let { taken, income } = report;
  for (const { account, amount } of body.lines) {
    const [kind, name = "", place] = account.split(":");
    if (kind === "asset" && place === ledgerName(till)) taken = added(taken, name, amount);
    if (kind !== "income") continue;
    income = added(income, account.slice("income:".length), -amount);
  }
  return { ...report, taken, income, operations: added(report.operations, body.op, 1), upto };
};
