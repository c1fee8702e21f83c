// While head office is away, stored value may be spent within bounds: per card, per station, and for a while.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { variantOf } from "../../support/given.ts";
import { guest, type Guest } from "../../support/guest.ts";

const bounded = variantOf("counter", (file) => ({
  ...file,
  offline: {
    perCardSpend: 30_000,
    perDeviceSpend: 50_000,
    maxStaleness: "PT2H",
    allow: ["price", "earn", "topup", "spend_stored", "spend_count"],
  },
}));
const enter = (): Guest => guest({ programme: bounded, type: "basic", topUp: 100_000 });
const spend = ({ card }: Guest, amount: number): JsonObject => ({
  lines: [{ venue: "shop", list: amount, quantity: 1 }],
  card: { card },
  tenders: [{ type: "stored", amount }],
});

describe("stored value while head office is away", () => {
  test("is bounded per station over all its cards, and another station has a bound of its own", () => {
    const first = enter();
    const second = first.another("李四");
    first.world.network(false);
    first.do("bill.settle", spend(first, 30_000));
    expect(first.refused("bill.settle", spend(first, 1))).toBe("offline.limit"); // the card's
    second.do("bill.settle", spend(second, 20_000));
    expect(second.refused("bill.settle", spend(second, 1))).toBe("offline.limit"); // the station's
    second.world.actor({ station: "desk-2" });
    second.do("bill.settle", spend(second, 10_000));
  });

  test("stops when head office has been away for longer than the programme allows", () => {
    const it = enter();
    it.world.network(false);
    it.world.clock("2024-01-10T12:00:00+08:00");
    it.do("bill.settle", spend(it, 1_000));
    it.world.clock("2024-01-10T12:00:01+08:00");
    expect(it.refused("bill.settle", spend(it, 1_000))).toBe("offline.limit");
  });

  test("starts anew at station and card with the first payment after it is back", () => {
    const it = enter();
    it.world.network(false);
    it.do("bill.settle", spend(it, 30_000));
    it.world.network(true);
    it.do("bill.settle", spend(it, 1_000));
    it.world.network(false);
    it.do("bill.settle", spend(it, 30_000));
  });

  test("vouchers count for the station, with or without a member, and beside stored value", () => {
    const it = enter();
    const tenders = [{ type: "cash", amount: 100_000 }];
    const made = it.do("voucher.sell", { value: 20_000, count: 5, tenders });
    const codes = (made["vouchers"] as readonly JsonObject[]).map(({ code }) => code ?? "");
    const use = (at: number, more: JsonObject = {}): JsonObject => ({
      lines: [{ venue: "shop", list: 20_000, quantity: 1 }],
      vouchers: [codes[at] ?? ""],
      tenders: [],
      ...more,
    });
    it.world.network(false);
    it.do("bill.settle", use(0));
    const lines = [{ venue: "shop", list: 40_000, quantity: 1 }];
    const mixed = { lines, card: { card: it.card }, tenders: [{ type: "stored", amount: 20_000 }] };
    expect(it.refused("bill.settle", use(1, mixed))).toBe("offline.limit");
    it.do("bill.settle", use(1));
    expect(it.refused("bill.settle", use(2))).toBe("offline.limit");
    expect(it.refused("bill.settle", spend(it, 10_001))).toBe("offline.limit");
    it.do("bill.settle", spend(it, 10_000));
    it.world.network(true);
    it.do("bill.settle", use(2));
    it.world.network(false);
    it.do("bill.settle", use(3));
  });

  const under = (offline: JsonObject, programme = "counter") =>
    variantOf(programme, (file) => ({ ...file, offline: { perCardSpend: 30_000, ...offline } }));

  test("above the lower bound of a card somebody with the right to must stand at the till", () => {
    const it = guest({ programme: under({ lowerCardSpend: 8_000 }), type: "basic", topUp: 50_000 });
    it.world.network(false);
    it.do("bill.settle", spend(it, 5_000));
    it.world.actor({ rights: [] });
    it.do("bill.settle", spend(it, 3_000));
    expect(it.refused("bill.settle", spend(it, 1))).toBe("missing.approval");
    it.world.actor({ rights: ["manager"] });
    it.do("bill.settle", spend(it, 22_000));
    expect(it.refused("bill.settle", spend(it, 1))).toBe("offline.limit");
  });

  test("is bounded at one time, and in how often", () => {
    const programme = under({ perUse: 4_000, usesPerCard: 2 });
    const it = guest({ programme, type: "basic", topUp: 50_000 });
    it.world.network(false);
    expect(it.refused("bill.settle", spend(it, 4_001))).toBe("offline.limit");
    it.do("bill.settle", spend(it, 4_000));
    it.do("bill.settle", spend(it, 1));
    expect(it.refused("bill.settle", spend(it, 1))).toBe("offline.limit");
  });

  test("is as much as the programme trusts a tier with, more or less than others", () => {
    const programme = under({ perTier: { gold: 40_000 } }, "demo");
    const gold = guest({ programme, type: "gold", topUp: 50_000 });
    const plain = gold.another("李四", { type: "standard", topUp: 50_000 });
    gold.world.network(false);
    expect(plain.refused("bill.settle", spend(plain, 30_001))).toBe("offline.limit");
    gold.do("bill.settle", spend(gold, 40_000));
    expect(gold.refused("bill.settle", spend(gold, 1))).toBe("offline.limit");
  });

  test("asks for the PIN as ever", () => {
    const withPin = variantOf("counter", (file) => ({
      ...file,
      cards: file.cards.map((card) => ({ ...card, pin: "required" as const })),
    }));
    const it = guest({ programme: withPin, type: "basic", topUp: 50_000, pin: "123456" });
    it.world.network(false);
    const pays = (pin: JsonObject): JsonObject => ({
      ...spend(it, 1_000),
      card: { card: it.card, ...pin },
    });
    expect(it.refused("bill.settle", pays({}))).toBe("pin.required");
    expect(it.refused("bill.settle", pays({ pin: "654321" }))).toBe("pin.wrong");
    it.do("bill.settle", pays({ pin: "123456" }));
  });
});
