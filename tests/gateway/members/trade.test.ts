// Goods on the shelf and bottles in the cellar: integer units that balance, move with bills, lapse by the rulebook.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { cash, guest, type Guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";
import { asText } from "../../support/seal.ts";

const demo = () => guest({ programme: "demo", type: "standard" });

const line = (sku: string, quantity: number, list = 1_000): JsonObject => ({
  venue: "shop",
  sku,
  list,
  quantity,
});
const settle = (it: Guest, lines: readonly JsonObject[]): JsonObject => {
  const due = lines.reduce((sum, one) => sum + Number(one["list"]) * Number(one["quantity"]), 0);
  return it.do("bill.settle", { lines, tenders: cash(due) });
};
const onShelf = (it: Guest, sku: string): number => it.world.get("goods", sku)?.onHand ?? 0;
/** What the journal's lines say is there. */
const booked = (it: Guest, sku: string, account = "goods:stock"): number =>
  it.world.journal
    .flatMap(({ lines }) => lines)
    .filter((one) => one.account === account && one.unit === `sku:${sku}`)
    .reduce((sum, { amount }) => sum + amount, 0);

const stocked = (quantity: number): Guest => {
  const it = demo();
  it.do("goods.put", { sku: "cola", name: "可乐", lowAt: 3 });
  it.do("goods.receive", { rows: [{ sku: "cola", quantity }] });
  return it;
};

describe("counted goods", () => {
  test("come in, are sold with bills, come back with returns", () => {
    const it = stocked(10);
    const { bill } = settle(it, [line("cola", 2), line("tea", 1), line("cola", 1, 900)]);
    expect(onShelf(it, "cola")).toBe(7);
    it.do("bill.reverse", { bill, lines: [{ line: 0, quantity: 1 }], reason: "guest" });
    expect(onShelf(it, "cola")).toBe(8);
    it.do("bill.reverse", { bill, reason: "guest" });
    expect(onShelf(it, "cola")).toBe(10);
    expect(it.world.get("goods", "cola")?.sold).toEqual({ "2024-01": 0 });
    expect(booked(it, "cola")).toBe(10);
    expect(it.world.get("goods", "tea")).toBeUndefined();
  });

  test("are sold even where the book says there are none: a count puts it right, with its reason", () => {
    const it = stocked(1);
    settle(it, [line("cola", 4)]);
    expect(onShelf(it, "cola")).toBe(-3);
    const { rows } = it.do("goods.count", { rows: [{ sku: "cola", counted: 5 }], reason: "盘点" });
    expect(rows).toEqual([{ sku: "cola", before: -3, after: 5 }]);
    expect(booked(it, "cola", "goods:counted")).toBe(-8);
    expect(it.world.get("goods", "cola")).toMatchObject({ onHand: 5, countedOn: "2024-01-10" });
  });

  test("a look at a return moves nothing, and what is no longer counted stays as it is", () => {
    const it = stocked(5);
    const { bill } = settle(it, [line("cola", 1)]);
    it.do("bill.reverse", { bill, reason: "guest", dryRun: true });
    expect(onShelf(it, "cola")).toBe(4);
    it.do("goods.put", { sku: "cola", withdrawn: true });
    settle(it, [line("cola", 1)]);
    expect(onShelf(it, "cola")).toBe(4);
    expect(it.refused("goods.receive", { rows: [{ sku: "cola", quantity: 1 }] })).toBe("not_found");
    it.do("goods.put", { sku: "cola" });
    expect(it.world.get("goods", "cola")).toMatchObject({ name: "可乐", onHand: 4 });
  });

  test("a delivery names each sku once, and only those that are counted", () => {
    const it = stocked(1);
    const twice = { rows: [1, 2].map((quantity) => ({ sku: "cola", quantity })) };
    expect(it.refused("goods.receive", twice)).toBe("not_permitted");
    expect(it.refused("goods.receive", { rows: [{ sku: "ink", quantity: 1 }] })).toBe("not_found");
    const uncounted = { rows: [{ sku: "ink", counted: 1 }], reason: "?" };
    expect(it.refused("goods.count", uncounted)).toBe("not_found");
    expect(it.refused("goods.put", { sku: "ink", withdrawn: true })).toBe("not_found");
  });

  test("whatever happens, the shelf is what the journal says", () => {
    const act = fc.oneof(
      fc.record({ act: fc.constant("receive" as const), by: fc.integer({ min: 1, max: 50 }) }),
      fc.record({ act: fc.constant("count" as const), by: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ act: fc.constant("sell" as const), by: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ act: fc.constant("return" as const), by: fc.integer({ min: 0, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        const it = stocked(20);
        const bills: unknown[] = [];
        for (const { act: what, by } of acts) {
          if (what === "receive") it.do("goods.receive", { rows: [{ sku: "cola", quantity: by }] });
          if (what === "count")
            it.do("goods.count", { rows: [{ sku: "cola", counted: by }], reason: "盘点" });
          if (what === "sell") bills.push(settle(it, [line("cola", by)])["bill"]);
          const bill = what === "return" ? bills.splice(by % (bills.length || 1), 1)[0] : undefined;
          if (bill !== undefined) it.do("bill.reverse", { bill: bill as string, reason: "guest" });
        }
        expect(onShelf(it, "cola")).toBe(booked(it, "cola"));
      }),
      { numRuns: 40 },
    );
  });
});

describe("a bottle left with the house", () => {
  const leave = (it: Guest, more: JsonObject = {}): JsonObject =>
    it.do("deposit.put", {
      account: it.account,
      what: "十年陈酿",
      quantity: 500,
      measure: "ml",
      ...more,
    });

  test("is drunk in parts, never more than is left", () => {
    const it = demo();
    const { deposit, code, expiresOn } = leave(it, { place: "A3" });
    expect(code).toMatch(/^[0-9A-Z]{6}$/);
    expect(expiresOn).toBe("2024-07-10");
    expect(it.do("deposit.take", { deposit, quantity: 200 })).toMatchObject({ left: 300 });
    expect(it.refused("deposit.take", { deposit, quantity: 301 })).toBe("insufficient_balance");
    expect(it.do("deposit.take", { deposit, quantity: 300 })).toMatchObject({ left: 0 });
    expect(it.asset("cellar")).toMatchObject({ available: 0 });
  });

  test("is a lot of its own: taking of one leaves the other", () => {
    const it = demo();
    const first = leave(it);
    const second = leave(it, { what: "红酒", quantity: 2, measure: "bottle" });
    it.do("deposit.take", { deposit: second["deposit"], quantity: 2 });
    expect(it.asset("cellar")).toMatchObject({ available: 500 });
    expect(it.do("deposit.take", { deposit: first["deposit"], quantity: 500 })).toMatchObject({
      left: 0,
    });
  });

  test("lapses with the day the rulebook or the label names", () => {
    const it = demo();
    const { deposit } = leave(it, { until: "2024-02-01" });
    it.world.clock("2024-02-01T20:00:00+08:00");
    expect(it.do("deposit.take", { deposit, quantity: 1 })).toMatchObject({ left: 499 });
    it.world.clock("2024-02-02T10:00:00+08:00");
    expect(it.refused("deposit.take", { deposit, quantity: 1 })).toBe("insufficient_balance");
    expect(it.asset("cellar")).toMatchObject({ available: 0 });
  });

  test("is not kept longer than the rulebook allows, nor for a day that is past", () => {
    const it = demo();
    for (const until of ["2024-07-11", "2024-01-09", "2024-13-01"])
      expect(
        it.refused("deposit.put", {
          account: it.account,
          what: "酒",
          quantity: 1,
          measure: "bottle",
          until,
        }),
      ).toBe("not_permitted");
  });

  test("where the programme keeps nothing for guests, nothing is taken in", () => {
    const it = guest({ programme: "counter", type: "basic" });
    const bottle = { account: it.account, what: "酒", quantity: 1, measure: "bottle" };
    expect(it.refused("deposit.put", bottle)).toBe("not_permitted");
    expect(it.refused("deposit.take", { deposit: "d_none", quantity: 1 })).toBe("not_found");
  });

  test("is not given out on a lost card", () => {
    const it = demo();
    const { deposit } = leave(it);
    it.do("card.block", { card: it.card, reason: asText("疑似冒用") });
    expect(it.refused("deposit.take", { deposit, quantity: 1 })).toBe("card.blocked");
  });
});
