// Examples of chain.*: what a store answers that is no head office. What head office answers needs its stores:
// tests/chain/head-office.test.ts.
import type { Examples } from "./example.ts";

const refused = { as: "office", refused: "not_permitted" } as const;
const march = { from: "2024-03-01", to: "2024-03-31" } as const;

export const chainExamples: Examples = {
  "chain.stores": { ...refused, params: {} },
  "chain.putStores": {
    ...refused,
    params: {
      stores: [{ store: "0001", name: "Main street", kind: "own", entity: "The company" }],
    },
  },
  "chain.settlement": { ...refused, params: march },
  "chain.claims": {
    ...refused,
    params: { ...march, debtor: "0001", creditor: "0002", kind: "principal", limit: 20 },
  },
  "chain.putTerms": {
    ...refused,
    params: {
      shareBp: { principal: 10_000, bonus: 5_000, deferred: 10_000, voucher: 10_000, breakage: 0 },
      pointsMinorPerThousand: 500,
    },
  },
  "chain.markPaid": {
    ...refused,
    params: { ...march, payer: "The company", payee: "Harbour Ltd", amount: 128_000 },
  },
  "chain.liability": { ...refused, params: {} },
  "chain.exceptions": { ...refused, params: { open: true, store: "0002" } },
  "chain.snapshot": { ...refused, params: {} },
  "chain.rollOut": {
    ...refused,
    params: {
      version: 7,
      stages: [
        { stores: ["0001"], from: "2024-03-15" },
        { stores: ["*"], from: "2024-03-22" },
      ],
    },
  },
  "chain.haltRollOut": { ...refused, params: {} },
  "chain.rollOutState": { ...refused, params: {} },
  "chain.revokeStation": { ...refused, params: { store: "0002", station: "st_lobby" } },
  "chain.shutOutStore": { ...refused, params: { store: "0002" } },
  "chain.freeLeases": { ...refused, params: { store: "0002" } },
  "chain.hotList": { ...refused, params: { limit: 50 } },
};
