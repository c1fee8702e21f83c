// A settled bill as its event keeps it for ever: nothing twice, and nothing that goes without saying. `unpackBill` gives
// the bill back member by member; what was packed by a table of usual facts is unpacked by the same one.
import type { BillInput, BillLine, Facts } from "../../programme/contract.ts";
import { weekdayOf } from "../../programme/dates.ts";
import type { EventTime } from "../contract.ts";
import type { Bill } from "../state.ts";

/** Left out: what a bill has just after it was settled, what its entry says, and what is empty. */
export interface PackedBill
  extends
    Pick<
      Bill,
      | "programmeVersion"
      | "tenders"
      | "receipt"
      | "bonuses"
      | "commission"
      | "rise"
      | "counted"
      | "byHand"
      | "note"
    >,
    Partial<Pick<Bill, "vouchers" | "drawn" | "earned">>,
    Pick<BillInput, "recognised" | "agreementPrices" | "benefitsUsed">,
    Partial<Pick<BillInput, "holdings" | "carry" | "redeem" | "offers">> {
  readonly account?: string;
  readonly card?: string;
  readonly lines: readonly BillLine[];
  /** minor units, by line */
  readonly nets: readonly number[];
  /** only where it is not the sum of `nets` */
  readonly due?: number;
  /** vouchers that were shown */
  readonly shown?: BillInput["vouchers"];
  readonly facts: Facts;
  /** the table of usual facts that fills `facts` up; absent: they are all there */
  readonly usual?: 1;
}

/** What most members' bills say. A number that has been used is never changed: a new table gets a new one. */
const usualFacts: Readonly<Record<1, Facts>> = {
  1: {
    member: true,
    authenticated: true,
    guestIsMember: true,
    formFilled: true,
    identityVerified: false,
    gifted: false,
    workday: true,
    cycleStart: false,
    class: "ordinary",
    channel: "desk",
    where: "desk",
    spendInYear: 0,
    spend12m: 0,
    spentToday: 0,
    visits12m: 0,
    nightsInYear: 0,
    nightsInCycle: 0,
    staysInYear: 0,
    staysInQuarter: 0,
    noshowInCycle: 0,
    pointsEarnedInCardYear: 0,
    basePointsInYear: 0,
    qualifyingPoints: 0,
    maxSingleTopup: 0,
  },
};

/** What the instant and business date of the entry say, where the till's clock and the hotel's agree. */
const factsOfTime = ({ at, businessDate }: EventTime): Facts => {
  const [year = "", month = ""] = businessDate.split("-");
  return {
    date: businessDate,
    hour: Number(at.slice(11, 13)),
    weekday: weekdayOf(businessDate),
    quarter: `${year}Q${Math.ceil(Number(month) / 3)}`,
  };
};

/** The facts that go without saying for these holdings at this time. */
const usualFor = (table: 1, holdings: BillInput["holdings"], time: EventTime): Facts => ({
  ...usualFacts[table],
  ...factsOfTime(time),
  ...Object.fromEntries(Object.entries(holdings).map(([asset, held]) => [`has.${asset}`, held])),
});

const packFacts = ({ input, ...time }: Bill): Pick<PackedBill, "facts" | "usual"> => {
  const { facts, holdings } = input;
  const usual = usualFor(1, holdings, time);
  // A bill that lacks one of them (no card was shown) could not be told from one that has it.
  if (!Object.keys(usual).every((name) => Object.hasOwn(facts, name))) return { facts };
  const unusual = Object.entries(facts).filter(([name, fact]) => fact !== usual[name]);
  return { facts: Object.fromEntries(unusual), usual: 1 };
};

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const withoutEmpty = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value))) as Partial<T>;

/** For a bill that was just settled: nothing of it has come back yet. */
export const packBill = (bill: Bill): PackedBill => {
  const { input, account, card, programmeVersion, tenders, receipt, due } = bill;
  const { lines, recognised, holdings, agreementPrices, benefitsUsed } = input;
  const nets = bill.rows.map(({ net }) => net);
  return {
    ...(account === null ? {} : { account }),
    ...(card === null ? {} : { card }),
    programmeVersion,
    lines,
    nets,
    ...(due === sum(nets) ? {} : { due }),
    ...packFacts(bill),
    recognised,
    ...withoutEmpty({
      holdings,
      carry: input.carry,
      shown: input.vouchers,
      redeem: input.redeem,
      offers: input.offers,
      vouchers: bill.vouchers,
      drawn: bill.drawn,
      earned: bill.earned,
    }),
    ...(agreementPrices === undefined ? {} : { agreementPrices }),
    ...(benefitsUsed === undefined ? {} : { benefitsUsed }),
    tenders,
    ...(bill.bonuses === undefined ? {} : { bonuses: bill.bonuses }),
    ...(bill.commission === undefined ? {} : { commission: bill.commission }),
    ...(bill.rise === undefined ? {} : { rise: bill.rise }),
    ...(bill.counted === undefined ? {} : { counted: bill.counted }),
    ...(bill.byHand === undefined ? {} : { byHand: bill.byHand }),
    ...(bill.note === undefined ? {} : { note: bill.note }),
    receipt,
  };
};

const unpackInput = (packed: PackedBill, time: EventTime): BillInput => {
  const { lines, facts, usual, recognised, agreementPrices, benefitsUsed } = packed;
  const { holdings = {}, carry = {}, shown = [], redeem = [], offers = [] } = packed;
  return {
    lines,
    facts: usual === undefined ? facts : { ...usualFor(usual, holdings, time), ...facts },
    recognised,
    holdings,
    carry,
    ...(agreementPrices === undefined ? {} : { agreementPrices }),
    vouchers: shown,
    redeem,
    offers,
    ...(benefitsUsed === undefined ? {} : { benefitsUsed }),
  };
};

/** The bill as it was settled, at the time of its entry. */
export const unpackBill = (packed: PackedBill, time: EventTime): Bill => {
  const { at, businessDate } = time;
  const { account = null, card = null, programmeVersion, lines, nets, tenders, receipt } = packed;
  const { vouchers = [], drawn = [], earned = {}, bonuses, commission, rise, counted } = packed;
  const { byHand, note } = packed;
  return {
    account,
    card,
    state: "settled",
    at,
    businessDate,
    programmeVersion,
    input: unpackInput(packed, time),
    rows: lines.map((line, place) => ({ ...line, net: nets[place] ?? 0, returned: 0 })),
    due: packed.due ?? sum(nets),
    tenders,
    vouchers,
    drawn,
    earned,
    ...(bonuses === undefined ? {} : { bonuses }),
    ...(commission === undefined ? {} : { commission }),
    ...(rise === undefined ? {} : { rise }),
    ...(counted === undefined ? {} : { counted }),
    ...(byHand === undefined ? {} : { byHand }),
    ...(note === undefined ? {} : { note }),
    receipt,
  };
};
