// Examples of segment.* and campaign.*: a question kept, and a gift for whoever it finds.
import { type Examples, type Given, any } from "./example.ts";
import { cardHolder } from "./scenes.ts";

const holders = { name: "储值满一千", when: { "has.stored": { gte: 100_000 } } } as const;

const kept: readonly Given[] = [
  ...cardHolder,
  { call: "segment.put", as: "office", params: holders, save: { segment: "/segment" } },
];

const thanks = {
  name: "三月回馈",
  state: "active",
  from: "2024-03-11",
  to: "2024-03-31",
  trigger: { kind: "once" },
  gift: { coupon: { value: 2_000, minSpend: 10_000, days: 30 } },
  stock: 100,
} as const;

const drafted: readonly Given[] = [
  ...kept,
  {
    call: "campaign.put",
    as: "office",
    params: { ...thanks, state: "draft", segment: "@segment" },
    save: { campaign: "/campaign" },
  },
];

export const campaignExamples: Examples = {
  "segment.put": {
    as: "office",
    params: { ...holders, key: "segment-1" },
    result: { segment: any },
  },
  "segment.list": {
    given: kept,
    as: "office",
    params: {},
    result: { segments: [{ segment: "@segment", ...holders, withdrawn: false }] },
  },
  "segment.members": {
    given: kept,
    as: "office",
    params: { segment: "@segment", count: true },
    result: { count: 1, members: [{ account: "@account", name: "王*", card: "standard" }] },
  },
  "segment.export": {
    given: kept,
    as: "office",
    params: { segment: "@segment", format: "csv", reason: "邀请参加品茶会" },
    result: { count: 1, file: { name: "members_2024-03-11.csv", data: any } },
  },
  "campaign.put": {
    as: "office",
    params: { ...thanks, key: "campaign-1" },
    result: { campaign: any, state: "active" },
  },
  "campaign.list": {
    given: drafted,
    as: "office",
    params: {},
    result: { campaigns: [{ campaign: "@campaign", name: thanks.name, given: 0, cost: 0 }] },
  },
  "campaign.preview": {
    given: drafted,
    as: "office",
    params: { campaign: "@campaign" },
    result: { on: "2024-03-11", gifts: 1, cost: 2_000, runs: false },
  },
  "campaign.run": {
    given: drafted,
    as: "office",
    params: { campaign: "@campaign", key: "run-1" },
    result: { campaign: "@campaign", given: 0 },
  },
};
