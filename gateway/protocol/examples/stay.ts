// Examples of stay.* and arrival.*: bookings and guests who arrive.
import { type Examples, any } from "./example.ts";
import { cardHolder, member } from "./scenes.ts";

const booking = {
  arrive: "2024-03-11",
  depart: "2024-03-12",
  roomType: "twin",
  nightly: 38_800,
  guest: "王芳",
  code: "HX2048",
};
const booked = { call: "stay.put", params: booking, save: { stay: "/stay" } } as const;
const inHouse = {
  call: "stay.checkIn",
  as: "cashier",
  params: { stay: "@stay", room: "301" },
} as const;

export const stayExamples: Examples = {
  "stay.put": {
    given: member,
    as: "integration",
    params: { ...booking, member: "@member", key: "booking-HX2048" },
    result: { stay: any, state: "booked", holdUntil: any, priority: any, benefits: any },
  },
  "stay.find": {
    given: [booked],
    as: "kiosk",
    params: { code: "HX2048" },
    result: { stays: [{ stay: "@stay", state: "booked" }] },
  },
  "stay.checkIn": {
    given: [booked],
    as: "cashier",
    params: { stay: "@stay", room: "301", key: "checkin-1" },
    result: { stay: "@stay", rate: 38_800, room: "301" },
  },
  "stay.quoteCheckOut": {
    given: [booked, inHouse],
    as: "cashier",
    params: { stay: "@stay", key: "leaving-1" },
    result: { until: any, lateMinutes: 0, charge: 0, rate: 38_800 },
  },
  "stay.checkOut": {
    given: [booked, inHouse],
    as: "cashier",
    params: { stay: "@stay", key: "checkout-1" },
    result: { stay: "@stay", charge: 0 },
  },
  "arrival.checkIn": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", key: "arrival-1" },
    result: { arrival: any, on: "2024-03-11" },
  },
};
