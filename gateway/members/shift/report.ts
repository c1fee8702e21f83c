// X and Z report: what a till took in and paid out since its shift began, read from the journal.
import type { Entry } from "../../ledger/entry.ts";
import { bearerIds } from "../coupon/find.ts";
import { ledgerName } from "../account/tenders.ts";

/** Sold is money in and no income; used is income and no money; what a reversed bill gives back is taken off. */
type BearerMove = "sold" | "used" | "returned";

export interface TillReport {
  /** by tender: what should be in the drawer on top of the float, minor units */
  readonly taken: Readonly<Record<string, number>>;
  /** cash put into the drawer that is no takings, less what was taken out; minor units */
  readonly moved: number;
  /** by venue, card fees and other income, minor units */
  readonly income: Readonly<Record<string, number>>;
  /** bearer vouchers: those the till sold, took in for bills, and took back for their money */
  readonly vouchers?: Readonly<Partial<Record<BearerMove, { count: number; amount: number }>>>;
  /** how often each operation was done */
  readonly operations: Readonly<Record<string, number>>;
  /** the drawer: how often it was opened, and how often of that without a sale; absent: never */
  readonly openings?: { readonly all: number; readonly noSale: number };
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

const moveOfOp: Readonly<Record<string, BearerMove>> = {
  "voucher.sell": "sold",
  "bill.settle": "used",
  "bill.reverse": "used",
  "voucher.takeBack": "returned",
};

const bearerAccounts = `liab:voucher:${bearerIds}`;

const withBearers = (
  vouchers: TillReport["vouchers"],
  { op, lines }: Entry["body"],
): TillReport["vouchers"] => {
  const move = moveOfOp[op];
  const own = lines.filter(({ account }) => account.startsWith(bearerAccounts));
  if (move === undefined || own.length === 0) return vouchers;
  const sign = op === "voucher.sell" ? -1 : 1;
  const before = vouchers?.[move] ?? { count: 0, amount: 0 };
  return {
    ...vouchers,
    [move]: {
      count: own.reduce((sum, { amount }) => sum + Math.sign(sign * amount), before.count),
      amount: own.reduce((sum, { amount }) => sum + sign * amount, before.amount),
    },
  };
};

const withOpenings = (
  openings: TillReport["openings"],
  { events }: Entry["body"],
): TillReport["openings"] => {
  const opened = events.filter(({ type }) => type === "DrawerOpened");
  if (opened.length === 0) return openings;
  const noSale = opened.filter((event) => event["reason"] === "no_sale").length;
  return {
    all: (openings?.all ?? 0) + opened.length,
    noSale: (openings?.noSale ?? 0) + noSale,
  };
};

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
  const vouchers = withBearers(report.vouchers, body);
  const openings = withOpenings(report.openings, body);
  const operations = added(report.operations, body.op, 1);
  return {
    ...report,
    taken,
    income,
    ...(vouchers === undefined ? {} : { vouchers }),
    operations,
    ...(openings === undefined ? {} : { openings }),
    upto,
  };
};
