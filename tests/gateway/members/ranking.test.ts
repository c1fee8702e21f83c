// Prizes of a ranking: for a period that is over, once, by two people, to who really came to so much.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";

const manager = { staff: "M1", pin: "9009" };
const january = { by: "spend", from: "2024-01-01", to: "2024-01-31" };
const prize = (value: number, upTo = 1): JsonObject => ({
  upTo,
  gift: { coupon: { value, days: 30 } },
});
const begin = (): readonly [Guest, Guest, Guest] => {
  const first = guest({ programme: "counter", type: "basic" });
  first.do("staff.put", { staff: "M1", name: "店长", pin: "9009", rights: ["manager"] });
  return [
    first,
    first.another("李四", { type: "basic" }),
    first.another("王五", { type: "basic" }),
  ];
};
const spend = (it: Guest, list: number): JsonObject =>
  it.do("bill.settle", {
    card: { card: it.card },
    lines: [{ venue: "shop", list, quantity: 1 }],
    tenders: cash(list),
  });
const february = (it: Guest): void => it.world.clock("2024-02-01T10:00:00+08:00");
const award = (winners: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  name: "一月之星",
  ...january,
  prizes: [prize(10_000), prize(5_000, 3)],
  winners,
  approval: manager,
  ...more,
});
const vouchers = (it: Guest): readonly number[] =>
  (it.world.get("account", it.account)?.coupons ?? []).map(
    (id) => it.world.get("coupon", id)?.value ?? 0,
  );

describe("the prizes of a ranking", () => {
  test("go to the best of the period, are owed like any voucher, and are given once", () => {
    const [one, two, three] = begin();
    spend(one, 30_000);
    spend(two, 90_000);
    spend(three, 20_000);
    february(one);
    spend(three, 500_000);
    const winners = [
      { account: two.account, value: 90_000 },
      { account: one.account, value: 30_000 },
      { account: three.account, value: 20_000 },
    ];
    const given = one.do("ranking.award", award(winners));
    expect(given).toEqual({
      ranking: "ranking:spend:2024-01-01:2024-01-31",
      granted: 3,
      cost: 20_000,
    });
    expect([one, two, three].map(vouchers)).toEqual([[5_000], [10_000], [5_000]]);
    const { lines, events } = one.world.journal.at(-1) ?? { lines: [], events: [] };
    expect(lines.filter(({ account }) => account === "expense:voucher")).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({
      type: "RankingAwarded",
      file: { approvedBy: "M1", cost: 20_000, on: "2024-02-01" },
    });
    expect(one.refused("ranking.award", award(winners))).toBe("already_exists");
    expect(one.refused("ranking.award", award(winners.slice(1)))).toBe("already_exists");
    expect([one, two, three].map(vouchers)).toEqual([[5_000], [10_000], [5_000]]);
  });

  test("need a second person, a period that is over, and places that follow each other", () => {
    const [one] = begin();
    spend(one, 30_000);
    const winners = [{ account: one.account, value: 30_000 }];
    expect(one.refused("ranking.award", award(winners))).toBe("not_permitted");
    february(one);
    const { approval: _, ...alone } = award(winners);
    expect(one.refused("ranking.award", alone)).toBe("missing.approval");
    one.world.actor({ staff: "M1" });
    expect(one.refused("ranking.award", award(winners))).toBe("missing.approval");
    one.world.actor({ staff: "E0" });
    const upside = { prizes: [prize(1, 3), prize(1, 1)] };
    expect(one.refused("ranking.award", award(winners, upside))).toBe("amount.out_of_range");
    expect(one.refused("ranking.award", award([]))).toBe("not_found");
    expect(vouchers(one)).toEqual([]);
  });

  test("are not given for what somebody did not come to, or for a sale that was taken back", () => {
    const [one, two] = begin();
    spend(one, 30_000);
    const { bill } = spend(two, 90_000);
    two.do("bill.reverse", { bill: bill ?? "", reason: "guest" });
    february(one);
    const wrong = [
      [{ account: two.account, value: 90_000 }],
      [{ account: one.account, value: 30_001 }],
      [
        { account: one.account, value: 30_000 },
        { account: one.account, value: 30_000 },
      ],
    ];
    for (const winners of wrong)
      expect(one.refused("ranking.award", award(winners))).toBe("not_permitted");
    const identity = { type: "id-card", number: "id of 张三", name: "张三" };
    one.do("card.reportLost", { card: one.card, identity });
    const lost = [{ account: one.account, value: 30_000 }];
    expect(one.refused("ranking.award", award(lost))).toBe("card.lost");
  });

  test("for newcomers count each of them, and only those who spent what was asked", () => {
    const [one] = begin();
    const bring = (name: string): Guest =>
      one.another(name, { type: "basic", member: { referrer: one.member } });
    const [paying, idle] = [bring("赵六"), bring("钱七")];
    spend(paying, 8_000);
    february(one);
    const ask = { by: "referral", spend: 5_000 };
    const winner = (...newcomers: readonly Guest[]): JsonObject => ({
      account: one.account,
      value: newcomers.length,
      newcomers: newcomers.map(({ account }) => account),
    });
    expect(one.refused("ranking.award", award([winner(paying, idle)], ask))).toBe("not_permitted");
    expect(one.refused("ranking.award", award([winner(paying, paying)], ask))).toBe(
      "not_permitted",
    );
    expect(one.do("ranking.award", award([winner(paying)], ask))).toMatchObject({ granted: 1 });
    expect(vouchers(one)).toEqual([10_000]);
  });

  test("may be units, with their own term", () => {
    const [one] = begin();
    spend(one, 30_000);
    february(one);
    const points = one.world.programme.pointsAssets[0]?.id ?? "wash";
    const gift = { units: { asset: points, quantity: 5 } };
    const winners = [{ account: one.account, value: 30_000 }];
    const asked = award(winners, { prizes: [{ upTo: 1, gift }] });
    expect(one.do("ranking.award", asked)).toMatchObject({ granted: 1, cost: 0 });
    expect(one.asset(points)["available"]).toBeGreaterThanOrEqual(5);
  });
});
