// Examples of slot.* and task.*: a treatment that is booked and taken, a call that is owed.
import { type Examples, any } from "./example.ts";
import { member } from "./scenes.ts";

const massage = {
  service: "massage",
  name: "足疗",
  minutes: 60,
  capacity: 2,
  opens: "10:00",
  closes: "22:00",
} as const;
const offered = [{ call: "slot.offer", params: massage }] as const;
const booked = [
  ...offered,
  {
    call: "slot.book",
    params: { service: "massage", on: "2024-03-12", at: "14:00", guest: "张三" },
    save: { booking: "/booking" },
  },
] as const;
const call = {
  kind: "call_back",
  due: "2024-03-12",
  what: "回访：上次的茶是否满意",
  member: "@member",
} as const;
const owed = [...member, { call: "task.put", params: call, save: { task: "/task" } }] as const;

export const slotExamples: Examples = {
  "slot.offer": {
    as: "office",
    params: { ...massage, key: "offer-1" },
    result: { service: "massage" },
  },
  "slot.book": {
    given: [...member, ...offered],
    as: "cashier",
    params: {
      service: "massage",
      on: "2024-03-12",
      at: "14:00",
      party: 2,
      member: "@member",
      key: "book-1",
    },
    result: { booking: any },
  },
  "slot.move": {
    given: booked,
    as: "cashier",
    params: { booking: "@booking", state: "arrived", key: "move-1" },
    result: { state: "arrived" },
  },
  "slot.list": {
    given: booked,
    as: "cashier",
    params: { on: "2024-03-12" },
    result: { bookings: [{ at: "14:00", until: "15:00", name: "张*", state: "booked" }] },
  },
  "task.put": {
    given: member,
    as: "cashier",
    params: { ...call, key: "task-1" },
    result: { task: any },
  },
  "task.finish": {
    given: owed,
    as: "cashier",
    params: { task: "@task", state: "done", key: "finish-1" },
    result: { state: "done" },
  },
  "task.list": {
    given: owed,
    as: "cashier",
    params: {},
    result: { tasks: [{ kind: "call_back", what: call.what, isLate: false }], birthdays: [] },
  },
};
