// slot.* and task.*: times that are booked at the desk, and what employees are to do for guests.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { date, id, maskedMember, oneOf, open, text } from "../values.ts";

const time = Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" });
const service = {
  name: text(80),
  minutes: Type.Integer({ minimum: 5, maximum: 1_440 }),
  capacity: Type.Integer({ minimum: 1, maximum: 1_000 }),
  opens: time,
  closes: time,
};
const party = Type.Integer({ minimum: 1, maximum: 1_000 });
const bookingState = oneOf(["booked", "arrived", "cancelled", "no_show"]);

export const slotOperations = {
  "slot.offer": change(
    {
      says: "What can be booked: for how long, how many parties at once, between which hours.",
      who: "CO",
      rights: ["manager"],
    },
    { service: id, ...service, withdrawn: Type.Optional(Type.Boolean()) },
    { service: Type.String() },
  ),
  "slot.book": change(
    {
      says: "Books a time for a member, or for a guest whose name is kept masked; a full time is refused `limit.reached`.",
      who: "COI",
    },
    {
      service: id,
      on: date,
      at: time,
      party: Type.Optional(party),
      member: Type.Optional(id),
      guest: Type.Optional(text(80)),
      phone: Type.Optional(text(30)),
    },
    { booking: Type.String() },
  ),
  "slot.move": change(
    { says: "A booked party has arrived, has cancelled or did not come.", who: "COI" },
    { booking: id, state: oneOf(["arrived", "cancelled", "no_show"]) },
    { booking: Type.String(), state: bookingState },
  ),
  "slot.list": call(
    { says: "A day's bookings in their order, and what can be booked.", who: "COI" },
    { on: date },
    open({
      services: Type.Array(open({ service: Type.String(), ...service })),
      bookings: Type.Array(
        open({
          booking: Type.String(),
          service: Type.String(),
          at: time,
          until: time,
          party,
          state: bookingState,
          name: Type.String(),
          phone: Type.Optional(Type.String()),
          member: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
};

export const taskOperations = {
  "task.put": change(
    {
      says: "Something to do for a guest by a day: call her back, or what the words say.",
      who: "CO",
    },
    {
      kind: oneOf(["call_back", "other"]),
      due: date,
      what: text(),
      member: Type.Optional(id),
    },
    { task: Type.String() },
  ),
  "task.finish": change(
    { says: "It is done, or it is not to be done any more.", who: "CO" },
    { task: id, state: oneOf(["done", "dropped"]) },
    { task: Type.String(), state: Type.String() },
  ),
  "task.list": call(
    {
      says: "Open tasks by their day; today's birthdays of members who want to hear from the house; guests who wait for a room, the first of each room type.",
      who: "CO",
    },
    {},
    open({
      tasks: Type.Array(
        open({
          task: Type.String(),
          kind: oneOf(["call_back", "other"]),
          due: date,
          isLate: Type.Boolean(),
          /** gone with the member it was about */
          what: Type.Optional(Type.String()),
          member: Type.Optional(maskedMember),
        }),
      ),
      birthdays: Type.Array(open({ member: Type.String(), name: Type.String() })),
      waiting: Type.Array(
        open({
          roomType: Type.String(),
          /** how many wait for this type */
          count: Type.Integer(),
          stay: Type.String(),
          guest: Type.Optional(Type.String()),
          /** rooms of the type whose guests leave today */
          leaving: Type.Integer(),
        }),
      ),
    }),
  ),
};
