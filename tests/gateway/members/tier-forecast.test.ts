// The forecast of a tier is what the close of that day does, when nothing happens before it.
import { describe, expect, test } from "vitest";
import { tierForecast } from "../../../gateway/members/account/forecast.ts";
import { cash, type Guest, guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";

const forecastOf = ({ world, account }: Guest) => {
  const view = world.view([{ kind: "account", id: account }]);
  const held = view.get("account", account);
  const card = view.get("card", held?.card ?? "");
  const member = view.get("member", held?.member ?? "");
  if (held === undefined || card === undefined || member === undefined) throw new Error("none");
  return tierForecast(world.context(), { account: held, card, member });
};
const tierOf = ({ world, account }: Guest): string | null | undefined =>
  world.get("account", account)?.tier;
const buys = (who: Guest, list: number): unknown =>
  who.do("bill.settle", {
    lines: [{ venue: "shop", sku: "swimsuit", list, quantity: 1 }],
    card: { card: who.card },
    tenders: cash(list),
  });

describe("a tier's forecast", () => {
  test("says who falls at the end of the cycle, and is silent about who stays", () => {
    const who = guest({ programme: "demo", type: "standard", at: "2024-03-11T10:00:00+08:00" });
    expect(forecastOf(who)).toBeUndefined();
    who.do("account.topUp", { account: who.account, amount: 300_000, tenders: cash(300_000) });
    expect(tierOf(who)).toBe("gold");
    expect(forecastOf(who)).toEqual({ ends: "2024-12-31", before: "gold", after: "standard" });
    const spender = who.another("李四", { type: "standard" });
    buys(spender, 500_000);
    expect(forecastOf(spender)).toBeUndefined();
    spender.world.clock("2025-01-05T10:00:00+08:00");
    expect(tierOf(spender)).toBe("gold");
    expect(forecastOf(spender)).toEqual({ ends: "2025-12-31", before: "gold", after: "standard" });
    spender.world.clock("2026-01-02T10:00:00+08:00");
    expect(tierOf(spender)).toBe("standard");
  });

  test("comes true, whatever was spent when, under other programmes too", () => {
    const spent = fc.array(
      fc.record({
        days: fc.integer({ min: 1, max: 120 }),
        amount: fc.integer({ min: 100, max: 6_000 }),
      }),
      { maxLength: 6 },
    );
    const scenes = [
      ["demo", "standard"],
      ["chain-hotel", "bronze"],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...scenes), spent, ([programme, type], bills) => {
        const who = guest({ programme, type, at: "2024-01-15T10:00:00+08:00" });
        let day = Date.parse("2024-01-15T02:00:00Z");
        for (const { days, amount } of bills) {
          day += days * 86_400_000;
          who.world.clock(new Date(day).toISOString());
          buys(who, amount * 100);
        }
        const before = tierOf(who);
        const forecast = forecastOf(who);
        if (forecast === undefined) return;
        who.world.clock(`${forecast.ends}T10:00:00+08:00`);
        expect(tierOf(who)).toBe(before);
        const next = new Date(Date.parse(`${forecast.ends}T02:00:00Z`) + 86_400_000);
        who.world.clock(next.toISOString());
        const held = who.world.get("account", who.account);
        // A tier that gives days of grace keeps its name for them and says where it goes.
        expect(held?.tierBefore ?? held?.tier).toBe(forecast.after);
      }),
      { numRuns: 25 },
    );
  });
});
