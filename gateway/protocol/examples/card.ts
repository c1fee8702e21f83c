// Examples of card.*: issuing, recognising, losing, replacing and refunding.
import { type Examples, any } from "./example.ts";
import { atTheKiosk, cardHolder, member, vip } from "./scenes.ts";

const identity = { type: "id-card", number: "510812199005200027", name: "王芳" } as const;
const lost = {
  call: "card.reportLost",
  params: { card: "@card", identity },
} as const;
const nextDay = { call: "sim.clock.set", params: { now: "2024-03-20T10:00:00+08:00" } } as const;
const blocked = { call: "card.block", params: { card: "@card", reason: "torn" } } as const;

export const cardExamples: Examples = {
  "card.issue": {
    given: member,
    as: "cashier",
    params: {
      member: "@member",
      type: "standard",
      token: "04A1B2C3D4E580",
      firstTopUp: { amount: 100_000, tenders: [{ type: "cash", amount: 100_000 }] },
      key: "issue-1",
    },
    result: { card: any, account: any, fee: 0, bonus: 10_000, receipt: any },
  },
  "card.identify": {
    given: atTheKiosk,
    as: "kiosk",
    params: { visit: "@visit" },
    result: {
      card: "@card",
      account: "@account",
      member: { name: "王*", phone: "138****5678" },
      state: "active",
    },
  },
  "card.checkPin": {
    given: [
      ...cardHolder,
      { call: "card.setPin", params: { card: "@card", pin: "246810", identity } },
    ],
    as: "cashier",
    params: { card: "@card", pin: "246810" },
    result: { ok: true },
  },
  "card.setPin": {
    given: cardHolder,
    as: "cashier",
    params: { card: "@card", pin: "246810", identity, key: "pin-1" },
    result: { card: "@card" },
  },
  "card.reportLost": {
    given: cardHolder,
    as: "cashier",
    params: { card: "@card", identity, by: "desk", key: "lost-1" },
    result: { card: "@card", state: "lost", replaceFrom: any },
  },
  "card.replace": {
    given: [...cardHolder, lost, nextDay],
    as: "cashier",
    params: {
      card: "@card",
      token: "04E5F6A7B8C980",
      identity,
      feeTenders: [{ type: "cash", amount: 1_000 }],
      key: "replace-1",
    },
    result: { card: any, account: "@account", fee: any },
  },
  "card.exchange": {
    given: cardHolder,
    as: "cashier",
    params: {
      card: "@card",
      token: "04E5F6A7B8C980",
      reason: "damaged",
      feeTenders: [{ type: "cash", amount: 1_000 }],
      key: "exchange-1",
    },
    result: { card: any, account: "@account", fee: any },
  },
  "card.renew": {
    programme: "mudan",
    given: vip,
    as: "cashier",
    params: { card: "@card", key: "renew-1" },
    result: { card: "@card", validTo: "2026-03-11", fee: 0 },
  },
  "card.block": {
    given: cardHolder,
    as: "office",
    params: { card: "@card", reason: "found in the garden", key: "block-1" },
    result: { card: "@card", state: "blocked" },
  },
  "card.unblock": {
    given: [...cardHolder, blocked],
    as: "office",
    params: { card: "@card", identity, key: "unblock-1" },
    result: { card: "@card", state: "active" },
  },
  "card.refund": {
    given: cardHolder,
    as: "office",
    params: {
      card: "@card",
      reason: "moves away",
      identity,
      registration: true,
      cardReturned: true,
      financeApproval: { staff: "1002", pin: "5678" },
      dryRun: true,
      key: "refund-1",
    },
    result: { pay: any, forfeited: any },
  },
};
