// Examples of ranking.*: who topped up most in days that are over, and a prize for it.
import { type Examples, any } from "./example.ts";
import { cardHolder } from "./scenes.ts";

const nextDay = [
  ...cardHolder,
  { call: "sim.clock.set", params: { now: "2024-03-12T09:00:00+08:00" } },
] as const;

export const rankingExamples: Examples = {
  "ranking.list": {
    given: cardHolder,
    as: "office",
    params: { by: "topup", from: "2024-03-01", to: "2024-03-31" },
    result: { rows: [{ place: 1, name: "王*", value: 300_000 }], awards: [] },
  },
  "ranking.award": {
    given: nextDay,
    as: "office",
    params: {
      name: "三月充值之星",
      by: "topup",
      from: "2024-03-01",
      to: "2024-03-11",
      prizes: [{ upTo: 1, gift: { coupon: { value: 10_000, days: 30 } } }],
      approval: { staff: "1003", pin: "9012" },
      key: "award-1",
    },
    result: { ranking: any, granted: 1, cost: 10_000 },
  },
};
