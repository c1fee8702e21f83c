// The day close: expire → credit → tier, holds and vouchers that run out, invoices that come too late.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { isDue } from "../../../gateway/members/close/day-close.ts";
import { rule, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { asText } from "../../support/seal.ts";

const mudan = () => guest({ programme: "mudan", type: "vip", topUp: 500_000, fee: 1_000 });

const shop = (it: Guest, list: number): JsonObject =>
  it.do("bill.settle", {
    lines: [{ venue: "shop", list, quantity: 1 }],
    card: { card: it.card },
    tenders: cash(list),
  });

const closing = (it: Guest, businessDate: string, last = true): JsonObject => ({
  businessDate,
  accounts: [it.account],
  last,
});

describe("day.close", () => {
  test("closes no day twice and none that has not begun", () => {
    const it = mudan();
    it.world.clock("2024-01-12T10:00:00+08:00");
    expect(it.refused("day.close", closing(it, "2024-01-11"))).toBe("not_permitted");
    expect(it.refused("day.close", closing(it, "2024-01-13"))).toBe("not_permitted");
  });

  test("makes up for days that were missed, with the dates they would have had", () => {
    const it = mudan();
    shop(it, 120_000);
    const accounts: readonly string[] = [];
    it.world.clock("2024-01-11T10:00:00+08:00");
    const missed = it.world.journal.length;
    expect(it.world.try("day.close", { businessDate: "2024-01-11", accounts })).toMatchObject({
      ok: true,
    });
    expect(it.world.journal.length).toBe(missed);
    it.world.clock("2024-04-05T10:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({
      available: 12,
      expiresNext: { on: "2025-03-31", quantity: 12 },
    });
  });

  test("has nothing to do for an account where nothing ends, and knows it beforehand", () => {
    const it = mudan();
    const due = (on: string): boolean => {
      const account = it.world.get("account", it.account);
      if (account === undefined) throw new Error("no account");
      return isDue(it.world.context(), account, on);
    };
    expect(due("2024-01-10")).toBe(false);
    shop(it, 120_000);
    expect(due("2024-01-10")).toBe(false);
    expect(due("2024-03-31")).toBe(true);
    expect(due("2025-01-10")).toBe(true);
  });

  test("frees holds that ran out, and gives their money back to be spent before that", () => {
    const it = mudan();
    const hold = { account: it.account, amount: 400_000, reason: "deposit" };
    const expiresAt = "2024-01-10T18:00:00+08:00";
    const placed = it.do("hold.place", { ...hold, expiresAt });
    it.world.clock("2024-01-10T18:00:01+08:00");
    expect(it.asset("stored")).toMatchObject({ available: 550_000, held: 0 });
    const capture = { hold: placed["hold"] ?? "", amount: 1 };
    expect(it.refused("hold.capture", capture)).toBe("not_permitted");
    it.world.clock("2024-01-11T10:00:00+08:00");
    expect(it.world.get("hold", asText(placed["hold"]))?.state).toBe("expired");
  });

  test("ends a voucher at the close of its last good day and keeps its value", () => {
    const it = mudan();
    const { coupon } = it.do("coupon.issue", {
      account: it.account,
      kind: "voucher",
      value: 3_000,
      reason: "points",
      expiresOn: "2024-01-12",
    });
    it.world.clock("2024-01-12T23:00:00+08:00");
    expect(it.world.get("coupon", asText(coupon))?.state).toBe("open");
    it.world.clock("2024-01-13T00:00:01+08:00");
    expect(it.world.get("coupon", asText(coupon))).toMatchObject({
      state: "expired",
      forfeited: 3_000,
    });
    expect(it.world.get("account", it.account)?.coupons).toEqual([]);
    expect(it.refused("coupon.void", { coupon: coupon ?? "" })).toBe("coupon.expired");
  });

  test("pays a debt of points before it credits any", () => {
    const it = mudan();
    it.do("staff.put", { staff: "M1", name: "店长", pin: "9009", rights: ["manager"] });
    const { bill } = shop(it, 100_000);
    it.world.clock("2024-04-01T10:00:00+08:00");
    it.do("points.redeem", { account: it.account, reward: "gift", points: 10, where: "desk" });
    shop(it, 150_000);
    it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(it.asset("pts")).toMatchObject({ available: 0, pending: 5 });
    const { bill: other } = shop(it, 10_000);
    it.do("bill.reverse", { bill: other ?? "", reason: "test" });
    it.world.clock("2024-07-01T10:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({ available: 5, pending: 0 });
  });

  test("gives what the programme gives at the close of a birthday", () => {
    const it = guest({
      programme: variantOf("counter", (file) => ({
        ...file,
        rules: [
          ...file.rules,
          rule("birthday", "close", {
            when: { birthdayToday: true },
            effect: { grant: { asset: "pts", qty: 8 } },
          }),
        ],
      })),
      type: "basic",
      // The eighth month's fifteenth day by the moon: 17 September in 2024.
      member: { birthday: { date: "1990-08-15", calendar: "lunar" } },
    });
    it.world.clock("2024-09-17T10:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({ available: 0 });
    it.world.clock("2024-12-31T10:00:00+08:00");
    expect(it.asset("pts")).toMatchObject({ available: 8 });
  });

  test("drops lots emptied long ago, and a late reversal opens them again", () => {
    const it = guest({ programme: "counter", type: "basic", topUp: 5_000 });
    const { bill } = it.do("bill.settle", {
      lines: [{ venue: "shop", list: 5_000, quantity: 1 }],
      card: { card: it.card },
      tenders: [{ type: "stored", amount: 5_000 }],
    });
    it.world.clock("2025-04-01T10:00:00+08:00");
    expect(it.world.get("account", it.account)?.lots).toEqual([]);
    it.do("bill.reverse", { bill: bill ?? "", reason: "test" });
    expect(it.asset("stored")).toMatchObject({ available: 5_000, principal: 5_000 });
  });
});

describe("invoice.request", () => {
  test("gives one invoice a receipt, for what was not given back", () => {
    const it = guest({ programme: "counter", type: "basic" });
    const { bill, receipt } = it.do("bill.settle", {
      lines: [{ venue: "shop", list: 2_000, quantity: 3 }],
      card: { card: it.card },
      tenders: cash(6_000),
    });
    const one = { bill: bill ?? "", lines: [{ line: 0, quantity: 1 }], reason: "test" };
    const { receipt: undone } = it.do("bill.reverse", one);
    const ask = { receipt: receipt ?? "" };
    expect(it.do("invoice.request", { ...ask, dryRun: true })).toEqual({ amount: 4_000 });
    expect(it.do("invoice.request", ask)).toMatchObject({ amount: 4_000 });
    expect(it.refused("invoice.request", ask)).toBe("already_exists");
    expect(it.refused("invoice.request", { receipt: undone ?? "" })).toBe("invoice.not_due");
    expect(it.refused("invoice.request", { receipt: "r_none" })).toBe("not_found");
  });
});

describe("a hold", () => {
  test("is given back whole, and cannot be placed beyond what is free", () => {
    const it = mudan();
    const place = { account: it.account, amount: 550_001, reason: "deposit" };
    expect(it.refused("hold.place", place)).toBe("insufficient_balance");
    const { hold } = it.do("hold.place", { ...place, amount: 550_000 });
    expect(it.refused("hold.place", { ...place, amount: 1 })).toBe("insufficient_balance");
    expect(it.do("hold.release", { hold: hold ?? "" })).toEqual({
      released: 550_000,
      available: 550_000,
    });
    expect(it.refused("hold.release", { hold: hold ?? "" })).toBe("not_permitted");
    expect(it.refused("hold.release", { hold: "h_none" })).toBe("not_found");
  });

  test("may be captured though the card was lost since: the deposit was agreed before", () => {
    const it = mudan();
    const { hold } = it.do("hold.place", { account: it.account, amount: 9_000, reason: "deposit" });
    it.do("card.block", { card: it.card, reason: "test" });
    expect(it.do("hold.capture", { hold: hold ?? "", amount: 4_000 })).toMatchObject({
      captured: 4_000,
      released: 5_000,
    });
  });
});
