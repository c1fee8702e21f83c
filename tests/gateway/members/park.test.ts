// Parked bills: lines kept for later, without their PIN, taken up by one station.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { guest } from "../../support/guest.ts";

const counter = () => guest({ programme: "counter", type: "basic", topUp: 100_000 });
const shop = (list: number): JsonObject => ({ venue: "shop", list, quantity: 1 });

describe("a parked bill", () => {
  test("keeps its lines and forgets its PIN; one station takes it up", () => {
    const it = counter();
    const bill = { lines: [shop(2_000)], card: { card: it.card, pin: "123456" } };
    const { parked } = it.world.do("bill.park", { bill, note: "table 4" });
    const taken = it.world.do("bill.unpark", { parked });
    expect(taken).toEqual({ parked, bill: { lines: bill.lines, card: { card: it.card } } });
    expect(it.refused("bill.unpark", { parked: parked ?? "" })).toBe("not_found");
  });

  test("is one of fifty at most, but may always be parked again", () => {
    const it = counter();
    const bill = { lines: [shop(100)] };
    const first = it.world.do("bill.park", { bill })["parked"];
    for (let count = 1; count < 50; count += 1) it.world.do("bill.park", { bill });
    expect(it.refused("bill.park", { bill })).toBe("limit.reached");
    expect(it.world.do("bill.park", { bill, parked: first })).toEqual({ parked: first });
  });
});
