// Examples of account.*, hold.*, points.*, pool.*, pass.*, coupon.*, tab.* and invoice.*.
import { type Examples, any } from "./example.ts";
import { cardHolder, clerk, member, vip } from "./scenes.ts";

const cash = (amount: number) => [{ type: "cash", amount }];
const approval = { staff: "1002", pin: "5678" } as const;
const held = {
  call: "hold.place",
  as: "cashier",
  params: { account: "@account", amount: 50_000, reason: "deposit room 301" },
  save: { hold: "/hold" },
} as const;
const spa = {
  call: "pass.sell",
  params: { account: "@account", pass: "spa10", tenders: cash(88_000) },
} as const;
const voucher = {
  call: "coupon.issue",
  as: "cashier",
  params: { account: "@account", kind: "voucher", value: 5_000, reason: "late room" },
  save: { coupon: "/coupon", code: "/code" },
} as const;
const gift = {
  call: "points.adjust",
  as: "office",
  params: { account: "@account", asset: "pts", quantity: 500, reason: "opening gift", approval },
} as const;
const points = [clerk, gift] as const;
const second = [
  {
    call: "member.enrol",
    params: { name: "张伟", phone: "13987654321", consent: { rules: true, marketing: true } },
    save: { other: "/member" },
  },
  {
    call: "card.issue",
    params: { member: "@other", type: "bronze" },
    save: { to: "/account" },
  },
] as const;

/** A member of another shipped programme, where points are sold. */
const bronze = [
  ...member,
  {
    call: "card.issue",
    params: { member: "@member", type: "bronze" },
    save: { account: "/account" },
  },
] as const;
const bought = {
  call: "points.buy",
  as: "cashier",
  params: { account: "@account", asset: "pts", quantity: 2_000, tenders: cash(12_000) },
} as const;
/** A member of a shop that gives credit, with 150.00 on the tab. */
const onTheTab = [
  ...member,
  {
    call: "card.issue",
    params: {
      member: "@member",
      type: "combo",
      pin: "123456",
      firstTopUp: { amount: 100_000, tenders: cash(100_000) },
    },
    save: { card: "/card", account: "/account" },
  },
  {
    call: "bill.settle",
    params: {
      lines: [{ venue: "shop", list: 15_000, quantity: 1 }],
      card: { card: "@card", pin: "123456" },
      tenders: [{ type: "tab", amount: 15_000 }],
    },
  },
] as const;

export const valueExamples: Examples = {
  "account.get": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account" },
    result: {
      assets: { stored: { available: 345_000, principal: 300_000, bonus: 45_000 } },
      tier: "standard",
      card: "@card",
      state: "active",
    },
  },
  "account.quoteTopUp": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", amounts: [20_000, 100_000] },
    result: {
      offers: [
        { amount: 20_000, bonus: 0, cites: [] },
        { amount: 100_000, bonus: 10_000, cites: ["2.3"] },
      ],
    },
  },
  "account.topUp": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", amount: 100_000, tenders: cash(100_000), key: "topup-1" },
    result: { amount: 100_000, bonus: any, available: any, receipt: any },
  },
  "hold.place": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", amount: 50_000, reason: "deposit room 301", key: "hold-1" },
    result: { hold: any, available: 295_000 },
  },
  "hold.capture": {
    given: [...cardHolder, held],
    as: "cashier",
    params: { hold: "@hold", amount: 12_000, key: "capture-1" },
    result: { captured: 12_000, released: 38_000, available: 333_000 },
  },
  "hold.release": {
    given: [...cardHolder, held],
    as: "cashier",
    params: { hold: "@hold", key: "release-1" },
    result: { released: 50_000, available: 345_000 },
  },
  "tab.settle": {
    programme: "retail",
    given: onTheTab,
    as: "cashier",
    params: { account: "@account", amount: 6_000, tenders: cash(6_000), key: "tab-1" },
    result: { settled: 6_000, owed: 9_000, receipt: any },
  },
  "invoice.request": {
    programme: "mudan",
    given: vip,
    as: "cashier",
    params: { receipt: "@receipt", key: "invoice-1" },
    result: { invoice: any, amount: 100_000, until: any },
  },
  "points.redeem": {
    given: [...cardHolder, ...points],
    as: "cashier",
    params: { account: "@account", reward: "umbrella", where: "desk", key: "redeem-1" },
    result: { spent: 200, granted: { reward: "umbrella", quantity: 1 }, available: 300 },
  },
  "points.adjust": {
    given: [...cardHolder, clerk],
    as: "office",
    params: {
      account: "@account",
      asset: "pts",
      quantity: 500,
      reason: "opening gift",
      approval,
      key: "adjust-1",
    },
    result: { available: 500 },
  },
  "points.buy": {
    programme: "chain-hotel",
    given: bronze,
    as: "cashier",
    params: {
      account: "@account",
      asset: "pts",
      quantity: 200,
      tenders: cash(1_200),
      key: "buy-1",
    },
    result: { bought: 200, price: 1_200, available: 200, receipt: any },
  },
  "points.transfer": {
    programme: "chain-hotel",
    given: [...bronze, bought, ...second],
    as: "cashier",
    params: { account: "@account", to: "@to", asset: "pts", quantity: 1_000, key: "transfer-1" },
    result: { available: 1_000 },
  },
  "pool.join": {
    programme: "chain-hotel",
    given: [...bronze, ...second.slice(0, 1)],
    as: "cashier",
    params: { account: "@account", member: "@other", key: "join-1" },
    result: { account: "@account", members: any },
  },
  "pool.leave": {
    programme: "chain-hotel",
    given: [
      ...bronze,
      ...second.slice(0, 1),
      { call: "pool.join", as: "cashier", params: { account: "@account", member: "@other" } },
    ],
    as: "cashier",
    params: { account: "@account", member: "@other", key: "leave-1" },
    result: { account: "@account", members: any },
  },
  "pass.sell": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", pass: "spa10", tenders: cash(88_000), key: "sell-1" },
    result: { asset: "spa", available: 10, validTo: "2025-03-11", receipt: any },
  },
  "pass.punch": {
    given: [...cardHolder, spa],
    as: "cashier",
    params: { account: "@account", asset: "spa", key: "punch-1" },
    result: { used: 1, remaining: 9, validTo: "2025-03-11", receipt: any },
  },
  "coupon.issue": {
    given: cardHolder,
    as: "cashier",
    params: {
      account: "@account",
      kind: "voucher",
      value: 5_000,
      expiresOn: "2024-06-30",
      reason: "late room",
      key: "coupon-1",
    },
    result: { coupon: any, code: any },
  },
  "coupon.get": {
    given: [...cardHolder, voucher],
    as: "cashier",
    params: { code: "@code" },
    result: { state: "open", value: 5_000 },
  },
  "coupon.void": {
    given: [...cardHolder, voucher],
    as: "cashier",
    params: { coupon: "@coupon", reason: "issued twice", key: "void-1" },
    result: { coupon: "@coupon", state: "void" },
  },
};
