// stay.* and arrival.*: the thin mirror of the hotel's stays, for benefits and deposits.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  balance,
  benefit,
  cardPin,
  channel,
  date,
  id,
  instant,
  money,
  oneOf,
  open,
  record,
  shownCard,
  tenders,
  text,
} from "../values.ts";

const stayState = oneOf(["booked", "waiting", "in_house", "departed", "cancelled", "no_show"]);
const stayView = open({
  stay: Type.String(),
  state: stayState,
  priority: Type.Integer(),
  roomType: Type.Optional(Type.String()),
  arrive: Type.Optional(date),
  depart: Type.Optional(date),
  guest: Type.Optional(Type.String()),
  room: Type.Optional(Type.String()),
  roomNote: Type.Optional(Type.String()),
  /** what the hotel asks to be set aside, minor units */
  deposit: Type.Optional(balance),
  /** a night before member prices, minor units */
  nightly: Type.Optional(balance),
  benefits: Type.Optional(Type.Array(benefit)),
});

export const stayOperations = {
  "stay.put": change(
    { says: "Enters a booking, or with `stay` changes the named fields.", who: "CI" },
    {
      stay: Type.Optional(id),
      arrive: Type.Optional(date),
      depart: Type.Optional(date),
      roomType: Type.Optional(id),
      nightly: Type.Optional(money),
      guest: Type.Optional(text(80)),
      phone: Type.Optional(text(30)),
      code: Type.Optional(text(40)),
      member: Type.Optional(id),
      channel: Type.Optional(channel),
      room: Type.Optional(text(20)),
      /** how to find the room */
      roomNote: Type.Optional(text(80)),
      /** to be set aside on the guest's card at check-in */
      deposit: Type.Optional(money),
      state: Type.Optional(oneOf(["booked", "waiting", "cancelled", "no_show"])),
      facts: Type.Optional(record),
    },
    {
      stay: Type.String(),
      state: stayState,
      holdUntil: instant,
      priority: Type.Integer(),
      benefits: Type.Array(benefit),
    },
  ),
  "stay.find": call(
    {
      says: "Bookings and the waiting list; kiosks by visit, booking code or phone and PIN.",
      who: "KCOI",
    },
    {
      state: Type.Optional(stayState),
      roomType: Type.Optional(id),
      arrive: Type.Optional(date),
      member: Type.Optional(id),
      guest: Type.Optional(text(80)),
      code: Type.Optional(text(40)),
      phone: Type.Optional(text(30)),
      pin: Type.Optional(cardPin),
      visit: Type.Optional(id),
    },
    open({ stays: Type.Array(stayView) }),
  ),
  "stay.checkIn": change(
    { says: "Checks a guest in: rate, benefits, deposit hold.", who: "KCI" },
    {
      stay: id,
      card: Type.Optional(shownCard),
      room: Type.Optional(text(20)),
      deposit: Type.Optional(money),
      visit: Type.Optional(id),
    },
    {
      stay: Type.String(),
      rate: balance,
      benefits: Type.Array(benefit),
      room: Type.Optional(Type.String()),
      roomNote: Type.Optional(Type.String()),
      hold: Type.Optional(Type.String()),
      /** what was set aside, minor units */
      deposit: Type.Optional(balance),
      receipt: Type.Optional(Type.String()),
    },
  ),
  "stay.quoteCheckOut": change(
    { says: "What leaving now would cost, at the store's clock.", who: "KCI" },
    { stay: id },
    { until: Type.String(), lateMinutes: Type.Integer(), charge: balance, rate: balance },
  ),
  "stay.checkOut": change(
    { says: "Checks a guest out: captures the deposit and settles the bill.", who: "KCI" },
    { stay: id, tenders: Type.Optional(tenders) },
    {
      stay: Type.String(),
      charge: balance,
      bill: Type.Optional(Type.String()),
      receipt: Type.Optional(Type.String()),
    },
  ),
  "arrival.checkIn": change(
    { says: "Notes an arrival: an appointment or the daily sign-in.", who: "KCI" },
    { account: id, appointment: Type.Optional(id), visit: Type.Optional(id) },
    {
      arrival: Type.String(),
      on: date,
      /** of a daily sign-in for which the programme gives something */
      asset: Type.Optional(Type.String()),
      granted: Type.Optional(Type.Integer()),
      available: Type.Optional(Type.Integer()),
    },
  ),
};
