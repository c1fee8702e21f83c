// Passes: counts bought in advance, their money earned as they are used, lapsed when their day has passed.
import { describe, expect, test } from "vitest";
import { variantOf } from "../../support/given.ts";
import { cash, guest } from "../../support/guest.ts";

const priced = (price: number, quantity: number) =>
  guest({
    programme: variantOf("counter", (file) => ({
      ...file,
      passes: { wash: { asset: "wash", quantity, price, validity: "P1Y" } },
    })),
    type: "basic",
  });

const punch = (account: string, quantity = 1) => ({ account, asset: "wash", quantity });

describe("a count card", () => {
  test("earns its price use by use, to the last fen, however it divides", () => {
    const it = priced(10_001, 3);
    it.do("pass.sell", { account: it.account, pass: "wash", tenders: cash(10_001) });
    const income = [1, 2, 3].map(() => {
      it.do("pass.punch", punch(it.account));
      return it.world.journal.at(-1)?.lines.find(({ account }) => account === "income:sales:wash");
    });
    const amounts = income.map((line) => -(line?.amount ?? 0));
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(10_001);
    expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(1);
    expect(it.refused("pass.punch", punch(it.account))).toBe("insufficient_balance");
  });

  test("uses first what lapses first", () => {
    const it = guest({ programme: "counter", type: "basic" });
    const sell = { account: it.account, pass: "wash10", tenders: cash(30_000) };
    it.do("pass.sell", sell);
    it.world.clock("2024-02-01T10:00:00+08:00");
    it.do("pass.sell", sell);
    expect(it.do("pass.punch", punch(it.account, 8))).toMatchObject({
      remaining: 12,
      validTo: "2025-01-10",
    });
    expect(it.do("pass.punch", punch(it.account, 4))).toMatchObject({
      remaining: 8,
      validTo: "2025-02-01",
    });
  });

  test("that lapses leaves the money of the unused uses with the house", () => {
    const it = guest({ programme: "counter", type: "basic" });
    it.do("pass.sell", { account: it.account, pass: "wash10", tenders: cash(30_000) });
    it.do("pass.punch", punch(it.account, 7));
    it.world.clock("2025-01-11T00:00:01+08:00");
    expect(it.asset("wash")).toMatchObject({ available: 0, lots: [] });
    const close = it.world.journal.findLast(
      ({ op, lines }) => op === "day.close" && lines.length > 0,
    );
    expect(close?.lines).toEqual(
      expect.arrayContaining([
        { account: "house:expired", unit: "wash", amount: -3 },
        { account: "income:breakage", unit: "CNY", amount: -9_000 },
      ]),
    );
  });

  test("may be paid from stored value, and is not sold to a lost card", () => {
    const it = guest({ programme: "counter", type: "basic", topUp: 50_000 });
    const sell = {
      account: it.account,
      pass: "wash10",
      tenders: [{ type: "stored", amount: 30_000 }],
    };
    expect(it.do("pass.sell", sell)).toMatchObject({ available: 10 });
    expect(it.asset("stored")).toMatchObject({ available: 20_000 });
    expect(it.refused("pass.sell", sell)).toBe("insufficient_balance");
    it.do("card.block", { card: it.card, reason: "test" });
    expect(it.refused("pass.punch", punch(it.account))).toBe("card.blocked");
  });

  test("is not sold beyond the most an account may hold", () => {
    const it = guest({
      programme: variantOf("counter", (file) => ({
        ...file,
        assets: file.assets.map((one) => (one.id === "wash" ? { ...one, limit: 15 } : one)),
      })),
      type: "basic",
    });
    const sell = { account: it.account, pass: "wash10", tenders: cash(30_000) };
    it.do("pass.sell", sell);
    expect(it.refused("pass.sell", sell)).toBe("limit.reached");
  });

  test("is no card for an asset that is not counted", () => {
    const it = guest({ programme: "counter", type: "basic", topUp: 50_000 });
    expect(it.refused("pass.punch", { account: it.account, asset: "stored" })).toBe("not_found");
    expect(it.refused("pass.sell", { account: it.account, pass: "none", tenders: [] })).toBe(
      "not_found",
    );
  });
});

describe("a time pass", () => {
  test("is shown as often as the guest comes, until its last day", () => {
    const it = guest({ programme: "retail", type: "combo", pin: "123456", topUp: 100_000 });
    it.do("pass.sell", { account: it.account, pass: "gym_month", tenders: cash(19_900) });
    const visit = { account: it.account, asset: "pass.gym" };
    expect(it.do("pass.punch", visit)).toMatchObject({ remaining: 1, validTo: "2024-02-10" });
    expect(it.do("pass.punch", visit)).toMatchObject({ remaining: 1 });
    it.world.clock("2024-02-11T10:00:00+08:00");
    expect(it.refused("pass.punch", visit)).toBe("insufficient_balance");
    const sales = it.world.journal
      .flatMap(({ lines }) => lines)
      .filter(({ account }) => account === "income:sales:pass.gym");
    expect(sales.map(({ amount }) => amount)).toEqual([-19_900]);
  });
});
