// What many examples begin with: a member, her card with value, a guest at the kiosk. Calls only.
import type { Given } from "./example.ts";

/** `@member` */
export const member: readonly Given[] = [
  {
    call: "member.enrol",
    params: {
      name: "王芳",
      phone: "13812345678",
      identity: { type: "id-card", number: "510812199005200027" },
      consent: { rules: true, marketing: false },
    },
    save: { member: "/member" },
  },
];

/** `@member`, `@card`, `@account`: 3,000.00 stored; its tag is `@tag`, another one each time. */
export const cardHolder: readonly Given[] = [
  ...member,
  {
    call: "card.issue",
    params: {
      member: "@member",
      type: "standard",
      token: "@tag",
      firstTopUp: { amount: 300_000, tenders: [{ type: "cash", amount: 300_000 }] },
    },
    save: { card: "/card", account: "/account" },
  },
];

/** `@visit`: her card lies on the kiosk's reader and the kiosk has recognised her. */
export const atTheKiosk: readonly Given[] = [
  ...cardHolder,
  {
    call: "device.claim",
    as: "kiosk",
    params: { device: "lobby-reader", mode: "exclusive", ttlMs: 60_000 },
  },
  { call: "input.arm", as: "kiosk", params: { expect: ["card"], forMs: 60_000 } },
  { call: "sim.card.present", params: { device: "lobby-reader", token: "@tag" } },
  { event: "card.presented", as: "kiosk", save: { visit: "/data/visit" } },
];

/** `@bill`, `@receipt`: two swimsuits paid with stored value. */
export const settledBill: readonly Given[] = [
  ...cardHolder,
  {
    call: "bill.settle",
    params: {
      lines: [{ venue: "shop", sku: "swimsuit", list: 9_900, quantity: 2 }],
      card: { card: "@card" },
      tenders: [{ type: "stored", amount: 19_800 }],
    },
    save: { bill: "/bill", receipt: "/receipt", entry: "/entry" },
  },
];

/** At the office another employee than the one who approves. */
export const clerk: Given = {
  call: "staff.signIn",
  as: "office",
  params: { staff: "1001", pin: "1234" },
};

/** Programme mudan: `@card` valid for a year, `@receipt` of a top-up of 1,000.00. */
export const vip: readonly Given[] = [
  ...member,
  {
    call: "card.issue",
    params: {
      member: "@member",
      type: "vip",
      feeTenders: [{ type: "cash", amount: 1_000 }],
      firstTopUp: { amount: 500_000, tenders: [{ type: "cash", amount: 500_000 }] },
    },
    save: { card: "/card", account: "/account" },
  },
  {
    call: "account.topUp",
    params: {
      account: "@account",
      amount: 100_000,
      tenders: [{ type: "cash", amount: 100_000 }],
    },
    save: { receipt: "/receipt" },
  },
];
