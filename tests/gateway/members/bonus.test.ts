// Stored value that a bill gives: the house's cost, good for later bills, and gone again with the bill.
import { describe, expect, test } from "vitest";
import { rule, unbalanced, variantOf } from "../../support/given.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";

const givingUnder = (terms: { readonly limit?: number; readonly debt?: "allow" }) =>
  variantOf("counter", (file) => ({
    ...file,
    assets: file.assets.map((asset) =>
      asset.id === "stored"
        ? { ...asset, ...terms, parts: ["principal", "bonus"] as const }
        : asset,
    ),
    rules: [
      ...file.rules,
      rule("spend_and_save", "earn", {
        when: { billNet: { gte: 20_000 } },
        effect: { grant: { asset: "stored", qty: 2_000 } },
      }),
    ],
  }));
const programme = givingUnder({});

const customer = (): Guest => guest({ programme, type: "basic", topUp: 10_000 });

const buy = (it: Guest, quantity: number, tenders = cash(10_000 * quantity)) =>
  it.do("bill.settle", {
    lines: [{ venue: "shop", list: 10_000, quantity }],
    card: { card: it.card },
    tenders,
  });

const undo = (it: Guest, bill: unknown, lines?: object) =>
  it.do("bill.reverse", { bill: String(bill), ...lines, reason: "test" });

describe("money given with a bill", () => {
  test("is the house's cost and can be spent", () => {
    const it = customer();
    buy(it, 2);
    expect(it.asset("stored")).toMatchObject({
      available: 12_000,
      principal: 10_000,
      bonus: 2_000,
    });
    expect(it.world.journal.at(-1)?.lines).toContainEqual({
      account: "expense:bonus",
      unit: "CNY",
      amount: 2_000,
    });
  });

  test("goes with the bill, and once only", () => {
    const it = customer();
    const { bill } = buy(it, 3);
    expect(undo(it, bill, { lines: [{ line: 0, quantity: 1 }] })).toMatchObject({ clawedBack: {} });
    expect(it.asset("stored")).toMatchObject({ bonus: 2_000 });
    const undone = undo(it, bill, { lines: [{ line: 0, quantity: 1 }] });
    expect(undone["clawedBack"]).toMatchObject({ stored: 2_000 });
    expect(undo(it, bill)["clawedBack"]).not.toHaveProperty("stored");
    expect(it.asset("stored")).toMatchObject({ available: 10_000, principal: 10_000, bonus: 0 });
    expect(unbalanced(it.world.journal.flatMap(({ lines }) => lines))).toEqual({});
  });

  test("is taken from other gifts where its own is spent, never from what the guest paid in", () => {
    const it = customer();
    const first = buy(it, 2)["bill"];
    const second = buy(it, 2)["bill"];
    buy(it, 1, [
      { type: "stored", amount: 9_000 },
      { type: "cash", amount: 1_000 },
    ]);
    undo(it, first);
    undo(it, second);
    const { principal, bonus } = it.asset("stored");
    expect(bonus).toBe(0);
    expect(Number(principal)).toBeGreaterThanOrEqual(1_000);
    expect(unbalanced(it.world.journal.flatMap(({ lines }) => lines))).toEqual({});
  });

  test("is owed where the asset may be in debt, and the next top-up pays it", () => {
    const owing = givingUnder({ debt: "allow" });
    const it = guest({ programme: owing, type: "basic", topUp: 10_000 });
    const { bill } = buy(it, 2);
    buy(it, 1, [{ type: "stored", amount: 10_000 }]);
    it.do("account.topUp", { account: it.account, amount: 100, tenders: cash(100) });
    const spent = buy(it, 1, [
      { type: "stored", amount: 2_000 },
      { type: "cash", amount: 8_000 },
    ]);
    expect(spent["due"]).toBe(10_000);
    expect(undo(it, bill)["clawedBack"]).toMatchObject({ stored: 2_000 });
    expect(it.asset("stored")).toMatchObject({ available: -1_900 });
    it.do("account.topUp", { account: it.account, amount: 5_000, tenders: cash(5_000) });
    expect(it.asset("stored")).toMatchObject({ available: 3_100 });
    expect(unbalanced(it.world.journal.flatMap(({ lines }) => lines))).toEqual({});
  });

  test("ends at what the account may hold, and what was given is what comes back", () => {
    const capped = givingUnder({ limit: 10_500 });
    const it = guest({ programme: capped, type: "basic", topUp: 10_000 });
    const { bill } = buy(it, 2);
    expect(it.asset("stored")).toMatchObject({ available: 10_500, bonus: 500 });
    expect(undo(it, bill)["clawedBack"]).toMatchObject({ stored: 500 });
    expect(it.asset("stored")).toMatchObject({ available: 10_000, bonus: 0 });
  });
});
