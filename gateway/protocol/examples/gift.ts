// Examples of gift.* and benefit.*: the owner's catalogue, and what is handed over the counter.
import { type Examples, any } from "./example.ts";
import { member } from "./scenes.ts";

const mug = { reward: "catalogue", choice: "mug", name: "马克杯", points: 300, left: 20 } as const;
const bornToday = [
  {
    call: "member.enrol",
    params: {
      name: "李雷",
      birthday: { date: "1990-03-11", calendar: "solar" },
      consent: { rules: true, marketing: false },
    },
    save: { member: "/member" },
  },
  {
    call: "card.issue",
    params: { member: "@member", type: "bronze" },
    save: { account: "/account" },
  },
] as const;

export const giftExamples: Examples = {
  "gift.put": {
    as: "office",
    programme: "chain-hotel",
    params: { ...mug, key: "mug-1" },
    result: mug,
  },
  "gift.list": {
    programme: "chain-hotel",
    given: [...member, { call: "gift.put", as: "office", params: mug }],
    params: {},
    result: { gifts: [mug] },
  },
  "benefit.give": {
    programme: "chain-hotel",
    given: bornToday,
    params: { account: "@account", benefit: "birthday_gift", key: "gift-1" },
    result: { benefit: { code: "birthday_gift", left: 0 }, receipt: any },
  },
};
