// stay.quoteCheckOut and stay.checkOut: leaving in time is free, the named minute included; later half
// a night, later still a whole one, then a night for every further day.
import { dayNumber } from "../../programme/dates.ts";
import { mulDiv } from "../../programme/money.ts";
import { refusal } from "../../refusals.ts";
import { holderOf } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import type { ProgressMade } from "../account/events.ts";
import { payOutOf } from "../account/pay.ts";
import { counted } from "../account/progress.ts";
import { type PayingTender, tillLines } from "../account/tenders.ts";
import { movedByTier } from "../account/tier.ts";
import { type Context, type Decider, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { endHold, openHold } from "../hold/hold.ts";
import { issueReceipt } from "../receipt.ts";
import type { Stay } from "../state.ts";
import { roomsVenue } from "../venues.ts";
import { hotelDay, latest } from "./guest.ts";
import { keepStay, stayListRoots } from "./lists.ts";

const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export interface CheckOutQuote {
  /** free of charge until this minute of the day of departure, `HH:MM` */
  readonly until: string;
  readonly lateMinutes: number;
  /** minor units due for leaving late */
  readonly charge: number;
  /** minor units a night */
  readonly rate: number;
}

/** What leaving now would cost, at the store's clock. */
export const checkOutQuote = (context: Context, stay: Stay): CheckOutQuote => {
  const day = hotelDay(context);
  const until = latest(stay.benefits, "late_checkout", day.checkOut);
  const rate = stay.rate ?? stay.nightly;
  const { date, time } = context.moment;
  const daysLate = dayNumber(date) - dayNumber(stay.depart);
  const lateMinutes = Math.max(0, daysLate * 1_440 + minutesOf(time) - minutesOf(until));
  if (lateMinutes === 0) return { until, lateMinutes, charge: 0, rate };
  const rounding = context.programme.file.rounding.money;
  const half = mulDiv(rate, { numerator: 1, divisor: 2 }, rounding);
  const ofToday = time <= until ? 0 : time <= day.halfUntil ? half : rate;
  return { until, lateMinutes, charge: daysLate * rate + ofToday, rate };
};

/** → `{until, lateMinutes, charge, rate}` */
export const quoteStayCheckOut: Decider<{ readonly stay: string }> = {
  roots: ({ stay }) => [{ kind: "stay", id: stay }],
  decide: (params, view, context) => {
    const stay = view.get("stay", params.stay);
    if (stay === undefined) return refused(refusal("not_found", { stay: params.stay }));
    if (stay.state !== "in_house") return refused(refusal("not_permitted", { state: stay.state }));
    return accepted({ events: [], lines: [], result: { ...checkOutQuote(context, stay) } });
  },
};

export interface CheckOutParams {
  readonly stay: string;
  /** how a late charge is paid; without, it comes out of the deposit */
  readonly tenders?: readonly PayingTender[];
}

type StayEnded = { type: "StayCheckedOut"; stay: string; file: Stay; charge: number };

const bookOf = (view: View, stay: Stay) => {
  const account = stay.account === undefined ? undefined : view.get("account", stay.account);
  return stay.account === undefined || account === undefined
    ? undefined
    : createBook(stay.account, account);
};

/** Pays the late charge and frees what is left of the deposit. */
const settleCharge = (
  params: CheckOutParams,
  stay: Stay,
  at: { readonly view: View; readonly context: Context; readonly charge: number },
) => {
  const { view, context, charge } = at;
  const book = bookOf(view, stay);
  const deposit = book?.account.holds.find(({ hold }) => hold === stay.hold);
  const asset = context.programme.storedAsset?.id ?? "";
  const fromDeposit: readonly PayingTender[] =
    deposit === undefined || charge === 0
      ? []
      : [{ type: asset, amount: charge, hold: deposit.hold }];
  const paid = payOutOf(book, context, {
    due: charge,
    tenders: params.tenders ?? fromDeposit,
    release: (hold, amount) => {
      if (book === undefined) return refusal("missing.card");
      const open = openHold(book, context, hold);
      if (!open.ok) return open.error;
      const captured = Math.min(amount, open.value.amount);
      endHold(book, hold, { type: "HoldCaptured", captured });
      return undefined;
    },
  });
  const left = book?.account.holds.find(({ hold }) => hold === stay.hold);
  if (paid.ok && book !== undefined && left !== undefined) {
    endHold(book, left.hold, { type: "HoldReleased", captured: 0 });
  }
  return { book, paid };
};

/** Nights and the stay count for the member whose card was shown at arrival; a tier may follow at once. */
const countStay = (book: Book, view: View, at: { stay: Stay; context: Context }): void => {
  const { stay, context } = at;
  const on = context.moment.businessDate;
  const nights = Math.max(1, dayNumber(context.moment.date) - dayNumber(stay.arrive));
  const rows = [
    { on, what: counted.night, quantity: nights },
    { on, what: counted.stay, quantity: 1 },
  ];
  book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows })]);
  const holder = holderOf(view, book.id);
  if (!holder.ok) return;
  book.happen(movedByTier(context, { ...holder.value, account: book.account }, book.id));
};

/** → `{stay, charge, receipt, change?}` */
export const checkOutStay: Decider<CheckOutParams> = {
  roots: ({ stay }) => [{ kind: "stay", id: stay }, ...stayListRoots],
  decide: (params, view, context) => {
    const stay = view.get("stay", params.stay);
    if (stay === undefined) return refused(refusal("not_found", { stay: params.stay }));
    if (stay.state !== "in_house") return refused(refusal("not_permitted", { state: stay.state }));
    const { charge, lateMinutes } = checkOutQuote(context, stay);
    const { book, paid } = settleCharge(params, stay, { view, context, charge });
    if (!paid.ok) return refused(paid.error);
    if (book !== undefined) countStay(book, view, { stay, context });
    const unit = context.programme.currency;
    const file: Stay = { ...stay, state: "departed" };
    const receipt = issueReceipt(view, context, {
      kind: "stay",
      ...(stay.account === undefined ? {} : { account: stay.account }),
      rows: [
        { label: "depart", text: context.moment.date },
        { label: "late", text: `${lateMinutes} min`, amount: { value: charge, unit } },
      ],
    });
    const done = { type: "StayCheckedOut", stay: params.stay, file, charge } as const;
    const sales = { account: `income:sales:${roomsVenue}`, unit, amount: -charge };
    return accepted({
      events: [...(book?.events ?? []), happened<StayEnded>(done), ...receipt.events],
      lines: [
        ...(book?.lines ?? []),
        ...tillLines(context, paid.value.outside),
        ...(charge === 0 ? [] : [sales]),
      ],
      result: {
        stay: params.stay,
        charge,
        receipt: receipt.facts.receipt,
        ...(paid.value.change === 0 ? {} : { change: paid.value.change }),
      },
      ...(stay.member === undefined ? {} : { member: stay.member }),
      ...(stay.account === undefined ? {} : { account: stay.account }),
      receipt: receipt.facts,
    });
  },
};

export const checkOutEvolvers = {
  StayCheckedOut: evolver<StayEnded>((draft, { stay, file }) => keepStay(draft, stay, file)),
};
