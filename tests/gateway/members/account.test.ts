// Top-ups, tabs and what an account shows.
import { describe, expect, test } from "vitest";
import { variantOf } from "../../support/given.ts";
import { cash, guest } from "../../support/guest.ts";

const counter = () => guest({ programme: "counter", type: "basic" });
const retail = () => guest({ programme: "retail", type: "combo", pin: "123456", topUp: 100_000 });

describe("account.topUp", () => {
  test("puts principal in a lot of its own and the bonus beside it, out of the house's pocket", () => {
    const it = retail();
    const done = it.do("account.topUp", {
      account: it.account,
      amount: 300_000,
      tenders: cash(300_000),
    });
    expect(done).toMatchObject({ amount: 300_000, bonus: 50_000, available: 460_000 });
    expect(it.world.journal.at(-1)?.lines).toEqual(
      expect.arrayContaining([
        { account: "asset:cash:desk-1", unit: "CNY", amount: 300_000 },
        { account: "expense:bonus", unit: "CNY", amount: 50_000 },
      ]),
    );
    expect(it.asset("stored")["lots"]).toHaveLength(2);
  });

  test("gives change out of cash only", () => {
    const it = counter();
    const { account } = it;
    const topUp = (tenders: readonly { type: string; amount: number }[]) => ({
      account,
      amount: 5_000,
      tenders,
    });
    expect(it.do("account.topUp", topUp([{ type: "cash", amount: 10_000 }]))).toMatchObject({
      change: 5_000,
      available: 5_000,
    });
    const tooLittle = topUp([{ type: "cash", amount: 4_999 }]);
    const wechat = topUp([{ type: "wechat", amount: 5_001 }]);
    const mixed = topUp([
      { type: "wechat", amount: 4_900 },
      { type: "cash", amount: 200 },
    ]);
    expect(it.refused("account.topUp", tooLittle)).toBe("tender.mismatch");
    expect(it.refused("account.topUp", wechat)).toBe("tender.mismatch");
    expect(it.do("account.topUp", mixed)).toMatchObject({ change: 100, available: 10_000 });
  });

  test("is not paid with what is already on the card, nor with a tab or a made-up ledger account", () => {
    const it = retail();
    for (const type of ["stored", "tab", "receivable", "cash:other", "Cash"]) {
      const params = { account: it.account, amount: 100, tenders: [{ type, amount: 100 }] };
      expect(it.refused("account.topUp", params)).toBe("not_permitted");
    }
  });

  test("stops at the most an account may hold, bonus included", () => {
    const it = retail();
    const { account } = it;
    const full = { account, amount: 390_000, tenders: cash(390_000) };
    expect(it.refused("account.topUp", full)).toBe("limit.reached");
    const fits = { account, amount: 340_000, tenders: cash(340_000) };
    expect(it.do("account.topUp", fits)).toMatchObject({ available: 500_000 });
  });

  test("refuses a seller nobody knows and pays a known one", () => {
    const it = retail();
    const params = { account: it.account, amount: 200_000, tenders: cash(200_000), seller: "S1" };
    expect(it.refused("account.topUp", params)).toBe("not_found");
    it.do("staff.put", { staff: "S1", name: "小刘", rights: ["sales"] });
    expect(it.do("account.topUp", params)).toMatchObject({ commission: 2_000 });
    expect(it.world.journal.at(-1)?.lines).toContainEqual({
      account: "liab:commission:S1",
      unit: "CNY",
      amount: -2_000,
    });
  });
});

describe("a tab", () => {
  const onTab = (amount: number) => ({
    lines: [{ venue: "shop", list: amount, quantity: 1 }],
    tenders: [{ type: "tab", amount }],
  });

  test("is owed up to its limit and paid off with money from outside", () => {
    const it = retail();
    const card = { card: it.card, pin: "123456" };
    it.do("bill.settle", { ...onTab(15_000), card });
    expect(it.asset("tab")).toMatchObject({ owed: 15_000, available: 85_000 });
    expect(it.refused("bill.settle", { ...onTab(5_000), tenders: onTab(5_000).tenders })).toBe(
      "missing.card",
    );
    const pay = (amount: number) => ({ account: it.account, amount, tenders: cash(amount) });
    expect(it.refused("tab.settle", pay(15_001))).toBe("amount.out_of_range");
    expect(it.do("tab.settle", pay(6_000))).toMatchObject({ settled: 6_000, owed: 9_000 });
    expect(it.asset("tab")).toMatchObject({ owed: 9_000 });
  });

  test("that was paid off since goes back in cash when the bill is undone", () => {
    const it = retail();
    const card = { card: it.card, pin: "123456" };
    const { bill } = it.do("bill.settle", { ...onTab(15_000), card });
    it.do("tab.settle", { account: it.account, amount: 10_000, tenders: cash(10_000) });
    const undone = it.do("bill.reverse", { bill: bill ?? "", reason: "wrong guest" });
    expect(undone).toMatchObject({ returned: { tab: 15_000 } });
    expect(it.asset("tab")).toMatchObject({ owed: 0 });
    expect(it.world.journal.at(-1)?.lines).toContainEqual({
      account: "asset:cash:desk-1",
      unit: "CNY",
      amount: -10_000,
    });
  });

  test("goes no further than its limit", () => {
    const it = guest({
      programme: variantOf("retail", (file) => ({
        ...file,
        assets: file.assets.map((asset) =>
          asset.id === "tab" ? { ...asset, limit: 9_000 } : asset,
        ),
      })),
      type: "combo",
      pin: "123456",
      topUp: 100_000,
    });
    const card = { card: it.card, pin: "123456" };
    expect(it.refused("bill.settle", { ...onTab(9_001), card })).toBe("limit.reached");
  });
});

describe("account.get", () => {
  test("shows every asset of the programme, also where there is nothing", () => {
    const it = counter();
    const { assets } = it.world.account(it.account);
    expect(assets).toEqual({
      stored: { available: 0, held: 0, principal: 0, lots: [] },
      pts: { available: 0, pending: 0, carry: 0, lots: [] },
      wash: { available: 0, lots: [] },
    });
  });

  test("says when the next units lapse and how many of them", () => {
    const it = retail();
    const sell = { account: it.account, pass: "wash10", tenders: cash(30_000) };
    it.do("pass.sell", sell);
    it.world.clock("2024-03-01T10:00:00+08:00");
    it.do("pass.sell", sell);
    expect(it.asset("count.wash")).toMatchObject({
      available: 20,
      expiresNext: { on: "2025-01-10", quantity: 10 },
    });
  });
});
