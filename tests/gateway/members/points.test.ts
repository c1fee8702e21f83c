// Points: redeemed, adjusted by two persons, moved between accounts, shared.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { rule, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";

type Points = Partial<ProgrammeFile["assets"][number]>;

/** The smallest programme with points of another kind and, if wanted, more rules. */
const withPoints = (points: Points, rules: ProgrammeFile["rules"] = []) =>
  variantOf("counter", (file) => ({
    ...file,
    assets: file.assets.map((one) => (one.id === "pts" ? { ...one, ...points } : one)),
    rules: [...file.rules, ...rules],
  }));

const earn = (it: Guest, points: number): void => {
  it.do("bill.settle", {
    lines: [{ venue: "shop", list: points * 10_000, quantity: 1 }],
    card: { card: it.card },
    tenders: cash(points * 10_000),
  });
};

const withManager = (it: Guest): Guest => {
  it.do("staff.put", { staff: "M1", name: "店长", pin: "9009", rights: ["manager"] });
  it.do("staff.put", { staff: "C1", name: "收银", pin: "1001", rights: ["cashier"] });
  return it;
};

const adjustment = (it: Guest, quantity: number, more: JsonObject = {}): JsonObject => ({
  account: it.account,
  asset: "pts",
  quantity,
  reason: "goodwill",
  approval: { staff: "M1", pin: "9009" },
  ...more,
});

describe("points.redeem", () => {
  const gift = (clears: "used" | "all") =>
    guest({
      programme: withPoints({}, [
        rule("gift", "redeem", {
          effect: { spend: { asset: "pts", qty: 30, for: { reward: "gift" }, clears } },
        }),
      ]),
      type: "basic",
    });

  test("takes what the reward costs and leaves the rest", () => {
    const it = gift("used");
    earn(it, 50);
    const ask = { account: it.account, reward: "gift" };
    expect(it.do("points.redeem", ask)).toMatchObject({ spent: 30, available: 20 });
    expect(it.refused("points.redeem", ask)).toBe("not_enough_points");
    expect(it.refused("points.redeem", { ...ask, reward: "none" })).toBe("not_found");
  });

  test("lets the rest lapse where the programme clears the whole balance", () => {
    const it = gift("all");
    earn(it, 50);
    const done = it.do("points.redeem", { account: it.account, reward: "gift" });
    expect(done).toMatchObject({ spent: 30, available: 0 });
    expect(it.world.journal.at(-1)?.lines).toContainEqual({
      account: "house:expired",
      unit: "pts",
      amount: -20,
    });
  });

  test("gives only what the reward offers a choice of, and nothing to an expired card", () => {
    const it = guest({ programme: "zhaohua", type: "member", pin: "123456", topUp: 100_000 });
    withManager(it).do("points.adjust", adjustment(it, 100));
    const ask = { account: it.account, reward: "free_night" };
    expect(it.refused("points.redeem", { ...ask, choice: "palace" })).toBe("not_permitted");
    expect(it.do("points.redeem", { ...ask, choice: "single" })).toMatchObject({ available: 50 });
    const mudan = guest({ programme: "mudan", type: "vip", topUp: 300_000, fee: 1_000 });
    withManager(mudan).do("points.adjust", adjustment(mudan, 10));
    mudan.world.clock("2025-01-13T10:00:00+08:00");
    const late = { account: mudan.account, reward: "gift", points: 5, where: "desk" };
    expect(mudan.refused("points.redeem", late)).toBe("card.expired");
  });

  test("waits for head office, for what has a value", () => {
    const it = guest({ programme: "zhaohua", type: "member", pin: "123456", topUp: 100_000 });
    withManager(it).do("points.adjust", adjustment(it, 100));
    it.world.network(false);
    const ask = { account: it.account, reward: "free_night" };
    expect(it.refused("points.redeem", ask)).toBe("offline.not_allowed");
  });
});

describe("points.adjust", () => {
  test("needs a reason and another person with the right and the right PIN", () => {
    const it = withManager(guest({ programme: "counter", type: "basic" }));
    const refused = (more: JsonObject): string =>
      it.refused("points.adjust", adjustment(it, 5, more));
    expect(refused({ reason: "  " })).toBe("missing.reason");
    expect(refused({ approval: { staff: "M1", pin: "0000" } })).toBe("missing.approval");
    expect(refused({ approval: { staff: "C1", pin: "1001" } })).toBe("missing.approval");
    expect(refused({ asset: "stored" })).toBe("not_found");
    it.world.actor({ staff: "M1" });
    expect(refused({})).toBe("missing.approval");
  });

  test("takes away no more than there is", () => {
    const it = withManager(guest({ programme: "counter", type: "basic" }));
    expect(it.do("points.adjust", adjustment(it, 5))).toEqual({ available: 5 });
    expect(it.refused("points.adjust", adjustment(it, -6))).toBe("not_enough_points");
    expect(it.do("points.adjust", adjustment(it, -5))).toEqual({ available: 0 });
  });
});

describe("points.transfer", () => {
  const transfer = { multiple: 10, maxOutPerYear: 60, maxInPerYear: 50, maxTimesPerYear: 3 };
  const pair = (points: Points): readonly [Guest, Guest] => {
    const from = guest({ programme: withPoints(points), type: "basic" });
    return [from, from.another("李四")];
  };
  const move = (from: Guest, to: Guest, quantity: number): JsonObject => ({
    account: from.account,
    to: to.account,
    asset: "pts",
    quantity,
  });

  test("keeps to the multiple and the yearly bounds of both sides", () => {
    const [from, to] = pair({ transfer });
    const third = from.another("王五");
    earn(from, 100);
    expect(from.refused("points.transfer", move(from, to, 15))).toBe("amount.out_of_range");
    expect(from.do("points.transfer", move(from, to, 50))).toEqual({ available: 50 });
    expect(to.asset("pts")).toMatchObject({ available: 50 });
    expect(from.refused("points.transfer", move(from, to, 10))).toBe("limit.reached");
    expect(from.do("points.transfer", move(from, third, 10))).toEqual({ available: 40 });
    expect(from.refused("points.transfer", move(from, third, 10))).toBe("limit.reached");
    from.world.clock("2025-01-01T10:00:00+08:00");
    expect(from.do("points.transfer", move(from, third, 10))).toEqual({ available: 30 });
  });

  test("keeps the last good day only where the programme says so", () => {
    const expiry = { rule: "per_lot", after: "P1Y" } as const;
    for (const [keepExpiry, on] of [
      [true, "2025-01-10"],
      [false, "2025-06-01"],
    ] as const) {
      const [from, to] = pair({ expiry, transfer: { keepExpiry } });
      earn(from, 10);
      from.world.clock("2024-06-01T10:00:00+08:00");
      from.do("points.transfer", move(from, to, 10));
      expect(to.asset("pts")).toMatchObject({ expiresNext: { on, quantity: 10 } });
    }
  });

  test("is refused where the programme says nothing of it, to oneself, and offline", () => {
    const [from, to] = pair({});
    earn(from, 10);
    expect(from.refused("points.transfer", move(from, to, 10))).toBe("not_permitted");
    const [giver, taker] = pair({ transfer: {} });
    expect(giver.refused("points.transfer", move(giver, giver, 10))).toBe("not_permitted");
    giver.world.network(false);
    expect(giver.refused("points.transfer", move(giver, taker, 10))).toBe("offline.not_allowed");
  });
});

describe("points.buy", () => {
  const buy = (it: Guest, quantity: number, paid: number): JsonObject => ({
    account: it.account,
    asset: "pts",
    quantity,
    tenders: cash(paid),
  });

  test("sells points in the steps and at the price of the programme", () => {
    const it = guest({
      programme: withPoints({ buy: { unitPrice: 600, per: 100 } }),
      type: "basic",
    });
    expect(it.refused("points.buy", buy(it, 150, 900))).toBe("amount.out_of_range");
    expect(it.refused("points.buy", buy(it, 200, 1_199))).toBe("tender.mismatch");
    expect(it.do("points.buy", buy(it, 200, 1_200))).toMatchObject({
      price: 1_200,
      available: 200,
    });
    expect(it.world.account(it.account)["progress"]).toMatchObject({ qualifyingPoints: 0 });
  });

  test("is refused where the programme sells none", () => {
    const it = guest({ programme: "counter", type: "basic" });
    expect(it.refused("points.buy", buy(it, 100, 600))).toBe("not_permitted");
  });
});

describe("a shared account", () => {
  test("takes as many members as the programme allows and lets each go", () => {
    const owner = guest({ programme: withPoints({ transfer: { poolSize: 2 } }), type: "basic" });
    const [second, third] = [owner.another("李四"), owner.another("王五")];
    const ask = (one: Guest): JsonObject => ({ account: owner.account, member: one.member });
    expect(owner.do("pool.join", ask(second))).toEqual({
      account: owner.account,
      members: [owner.member, second.member],
    });
    expect(owner.refused("pool.join", ask(second))).toBe("already_exists");
    expect(owner.refused("pool.join", ask(third))).toBe("limit.reached");
    expect(owner.world.get("member", second.member)?.accounts).toContain(owner.account);
    expect(owner.do("pool.leave", ask(second))).toEqual({
      account: owner.account,
      members: [owner.member],
    });
    expect(owner.world.get("member", second.member)?.accounts).toEqual([second.account]);
    expect(owner.refused("pool.leave", ask(second))).toBe("not_found");
  });

  test("is refused where the programme knows none", () => {
    const it = guest({ programme: "counter", type: "basic" });
    const other = it.another("李四");
    const ask = { account: it.account, member: other.member };
    expect(it.refused("pool.join", ask)).toBe("not_permitted");
  });
});

describe("idle points", () => {
  const expiry = { rule: "inactivity", after: "P1Y", activity: ["earn"] } as const;
  const idle = () => guest({ programme: withPoints({ expiry }), type: "basic" });

  test("lapse a year after the last earning, all together", () => {
    const it = idle();
    earn(it, 10);
    it.world.clock("2024-12-01T10:00:00+08:00");
    earn(it, 1);
    it.world.clock("2025-12-01T23:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({
      available: 11,
      expiresNext: { on: "2025-12-01", quantity: 11 },
    });
    it.world.clock("2025-12-02T00:00:01+08:00");
    expect(it.asset("pts")).toMatchObject({ available: 0 });
  });
});
