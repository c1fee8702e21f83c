// What the programme promises the guest of a stay: priority, how long the room is kept, benefits.
import type { Benefit, Facts } from "../../programme/contract.ts";
import { instantOf, momentOf } from "../../programme/calendar.ts";
import { benefits } from "../../programme/terms.ts";
import { momentFacts } from "../../programme/facts.ts";
import { accountFacts } from "../account/facts.ts";
import { openBenefits } from "../account/view.ts";
import type { Context, View } from "../contract.ts";
import type { Account } from "../state.ts";

/** Where the programme names no times of its own. */
export const hotelDay = (context: Pick<Context, "programme">) => ({
  checkOut: "12:00",
  halfUntil: "18:00",
  heldUntil: "18:00",
  ...context.programme.file.stay,
});

export interface Booking {
  readonly member: string | undefined;
  readonly arrive: string;
  readonly channel: string;
  readonly phoneConfirmed: boolean;
}

export interface BookingPromise {
  readonly benefits: readonly Benefit[];
  readonly priority: number;
  /** instant with the store's offset */
  readonly holdUntil: string;
}

/** The account a member books on: the first whose card is still in force. */
export const bookingAccountId = (view: View, memberId: string): string | undefined => {
  const accounts = view.get("member", memberId)?.accounts ?? [];
  const inForce = accounts.find((id) => {
    const card = view.get("account", id)?.card;
    return card !== undefined && view.get("card", card)?.state === "active";
  });
  return inForce ?? accounts[0];
};

const guestFacts = (
  view: View,
  context: Context,
  booking: Booking,
): { readonly facts: Facts; readonly account?: Account } => {
  const member = booking.member === undefined ? undefined : view.get("member", booking.member);
  const common = {
    ...momentFacts(context.programme, context.moment, context.calendar),
    phoneConfirmed: booking.phoneConfirmed,
    channel: booking.channel,
  };
  if (member === undefined) {
    return { facts: { ...common, member: false, authenticated: false } };
  }
  const accountId =
    booking.member === undefined ? undefined : bookingAccountId(view, booking.member);
  const account = accountId === undefined ? undefined : view.get("account", accountId);
  const card = account === undefined ? undefined : view.get("card", account.card);
  const facts =
    account === undefined || card === undefined
      ? { member: true, class: member.class }
      : accountFacts(context, { account, card, member });
  const known = { ...facts, ...common, authenticated: false };
  return account === undefined ? { facts: known } : { facts: known, account };
};

const untilOf = (offered: readonly Benefit[], code: string): string | undefined =>
  offered
    .flatMap((benefit) =>
      benefit.code === code && typeof benefit["until"] === "string" ? [benefit["until"]] : [],
    )
    .toSorted()
    .at(-1);

/** The latest time a benefit of this code gives, else the store's own. */
export const latest = (offered: readonly Benefit[], code: string, otherwise: string): string => {
  const until = untilOf(offered, code);
  return until === undefined || until < otherwise ? otherwise : until;
};

const priorityOf = (offered: readonly Benefit[]): number =>
  offered.reduce((highest, benefit) => {
    if (benefit.code !== "booking_priority") return highest;
    const own = benefit["priority"];
    return Math.max(highest, typeof own === "number" ? own : 1);
  }, 0);

/** What a booking is worth before anybody has shown a card. */
export const bookingPromise = (view: View, context: Context, booking: Booking): BookingPromise => {
  const { facts, account } = guestFacts(view, context, booking);
  const all = benefits(context.programme, facts);
  const offered =
    account === undefined ? all : openBenefits(account, all, context.moment.businessDate);
  const { timeZone } = context.programme;
  const heldUntil = latest(offered, "hold_until", hotelDay(context).heldUntil);
  const instant = instantOf(booking.arrive, heldUntil, timeZone);
  return {
    benefits: offered,
    priority: priorityOf(offered),
    holdUntil: momentOf(instant, timeZone).at,
  };
};
