// Examples of goods.* and deposit.*: a shelf that is counted, a bottle that waits.
import { type Examples, any } from "./example.ts";
import { cardHolder } from "./scenes.ts";

const counted = [
  { call: "goods.put", params: { sku: "swimsuit", name: "泳衣", lowAt: 3 } },
  { call: "goods.receive", params: { rows: [{ sku: "swimsuit", quantity: 10 }] } },
] as const;
const bottle = {
  call: "deposit.put",
  params: { account: "@account", what: "十年陈酿", quantity: 500, measure: "ml", place: "A3" },
  save: { deposit: "/deposit" },
} as const;

export const tradeExamples: Examples = {
  "goods.put": {
    as: "office",
    params: { sku: "swimsuit", name: "泳衣", lowAt: 3, key: "goods-1" },
    result: { sku: "swimsuit", name: "泳衣", lowAt: 3, onHand: 0 },
  },
  "goods.receive": {
    given: [counted[0]],
    as: "cashier",
    params: { rows: [{ sku: "swimsuit", quantity: 10 }], key: "receive-1" },
    result: { rows: [{ sku: "swimsuit", before: 0, after: 10 }] },
  },
  "goods.count": {
    given: counted,
    as: "cashier",
    params: { rows: [{ sku: "swimsuit", counted: 9 }], reason: "一件破损", key: "count-1" },
    result: { rows: [{ sku: "swimsuit", before: 10, after: 9 }] },
  },
  "goods.list": {
    given: counted,
    as: "cashier",
    params: {},
    result: { goods: [{ sku: "swimsuit", onHand: 10, isLow: false, soldThisMonth: 0 }] },
  },
  "deposit.put": {
    given: cardHolder,
    as: "cashier",
    params: { ...bottle.params, key: "deposit-1" },
    result: { deposit: any, code: any, left: 500, receipt: any },
  },
  "deposit.take": {
    given: [...cardHolder, bottle],
    as: "cashier",
    params: { deposit: "@deposit", quantity: 200, key: "take-1" },
    result: { taken: 200, left: 300 },
  },
  "deposit.list": {
    given: [...cardHolder, bottle],
    as: "cashier",
    params: { account: "@account" },
    result: { deposits: [{ what: "十年陈酿", left: 500, place: "A3" }] },
  },
};
