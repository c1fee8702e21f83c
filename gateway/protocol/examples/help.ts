// Examples of help.* and topup.*: a guest calls a person, or tells a cashier what she wants to pay in.
import { type Examples, any } from "./example.ts";
import { atTheKiosk } from "./scenes.ts";

const called = {
  call: "help.call",
  as: "kiosk",
  params: { reason: "payment" },
  save: { help: "/help" },
} as const;
const recognised = [
  ...atTheKiosk,
  { call: "card.identify", as: "kiosk", params: { visit: "@visit" } },
] as const;
const intended = [
  ...recognised,
  {
    call: "topup.intend",
    as: "kiosk",
    params: { account: "@account", amount: 50_000 },
    save: { intent: "/intent" },
  },
] as const;

export const helpExamples: Examples = {
  "help.call": {
    as: "kiosk",
    params: { reason: "payment", key: "help-1" },
    result: { help: any, state: "called", at: any },
  },
  "help.cancel": {
    given: [called],
    as: "kiosk",
    params: { help: "@help", key: "cancel-1" },
    result: { help: "@help", state: "cancelled" },
  },
  "help.list": {
    given: [called],
    as: "cashier",
    params: {},
    result: { calls: [{ help: "@help", reason: "payment", state: "called" }] },
  },
  "help.answer": {
    given: [called],
    as: "cashier",
    params: { help: "@help", state: "coming", key: "coming-1" },
    result: { help: "@help", state: "coming" },
  },
};

export const topUpExamples: Examples = {
  "topup.intend": {
    given: recognised,
    as: "kiosk",
    params: { account: "@account", amount: 50_000, key: "intend-1" },
    result: { intent: any, amount: 50_000, expiresAt: any },
  },
  "topup.cancel": {
    given: intended,
    as: "kiosk",
    params: { intent: "@intent", key: "cancel-2" },
    result: { intent: "@intent", state: "cancelled" },
  },
  "topup.intents": {
    given: intended,
    as: "cashier",
    params: {},
    result: { intents: [{ intent: "@intent", state: "open", amount: 50_000 }] },
  },
  "topup.take": {
    given: intended,
    as: "cashier",
    params: { intent: "@intent", key: "take-1" },
    result: { intent: "@intent", account: "@account", amount: 50_000, state: "taken" },
  },
};
