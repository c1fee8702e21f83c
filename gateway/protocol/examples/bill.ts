// Examples of bill.*: quote, settle, reverse, park.
import { type Examples, any } from "./example.ts";
import { cardHolder, settledBill } from "./scenes.ts";

const swimsuit = { venue: "shop", sku: "swimsuit", list: 9_900, quantity: 1 };
const parked = {
  call: "bill.park",
  as: "cashier",
  params: { bill: { lines: [swimsuit] }, note: "at the pool" },
  save: { parked: "/parked" },
} as const;

export const billExamples: Examples = {
  "bill.quote": {
    given: cardHolder,
    as: "cashier",
    params: { lines: [swimsuit], card: { card: "@card" } },
    result: { due: any, lines: [{ list: 9_900, net: any }], programme: { id: "demo" } },
  },
  "bill.settle": {
    given: cardHolder,
    as: "cashier",
    params: {
      lines: [swimsuit],
      card: { card: "@card" },
      tenders: [{ type: "stored", amount: 9_900 }],
      key: "bill-1",
    },
    result: { due: 9_900, bill: any, entry: any, receipt: any, earns: { pts: { quantity: any } } },
  },
  "bill.reverse": {
    given: settledBill,
    as: "cashier",
    params: {
      bill: "@bill",
      lines: [{ line: 0, quantity: 1 }],
      reason: "wrong size",
      key: "reverse-1",
    },
    result: { returned: { stored: 9_900 }, clawedBack: any, receipt: any },
  },
  "bill.attend": { as: "cashier", params: { account: "a_1" }, result: { others: [] } },
  "bill.get": {
    given: settledBill,
    as: "cashier",
    params: { receipt: "@receipt" },
    result: { bill: "@bill", state: "settled" },
  },
  "bill.park": {
    as: "cashier",
    params: { bill: { lines: [swimsuit] }, note: "at the pool", key: "park-1" },
    result: { parked: any },
  },
  "bill.parked": {
    given: [parked],
    as: "cashier",
    params: {},
    result: { parked: [{ parked: "@parked", note: "at the pool" }] },
  },
  "bill.unpark": {
    given: [parked],
    as: "cashier",
    params: { parked: "@parked", key: "unpark-1" },
    result: { parked: "@parked", bill: { lines: [swimsuit] } },
  },
};
