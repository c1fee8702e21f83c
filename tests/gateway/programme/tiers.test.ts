// Up, keep, down and the cycles of tiers.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { describe, expect, it } from "vitest";
import type { TierTerms } from "../../../gateway/programme/format.ts";
import { cycleEnd, nextTier } from "../../../gateway/programme/tiers.ts";
import { programmeWith, shipped } from "./bills.ts";

const mudan = shipped("mudan");

describe("rising", () => {
  it("waits for the next cycle where the tier says so", () => {
    const facts = { pointsEarnedInCardYear: 500 };
    expect(nextTier(mudan, "vip", facts, "now")).toBeUndefined();
    expect(nextTier(mudan, "vip", facts, "cycle_end")).toEqual({ to: "gold" });
    expect(nextTier(mudan, "vip", { pointsEarnedInCardYear: 499 }, "cycle_end")).toBeUndefined();
  });

  it("skips to the highest tier reached, also from none", () => {
    const demo = shipped("demo");
    expect(nextTier(demo, null, { nightsInYear: 10 }, "now")).toEqual({ to: "gold" });
    expect(nextTier(demo, "standard", { spend12m: 499_999 }, "now")).toBeUndefined();
    expect(nextTier(shipped("retail"), "bronze", { invited: true, visits12m: 99 }, "now")).toEqual({
      to: "diamond",
    });
  });

  it("may come from a rule of the close, for a time", () => {
    const programme = programmeWith({
      tiers: [
        { id: "low", rank: 1 },
        { id: "high", rank: 2 },
      ],
      rules: [
        {
          id: "gift",
          at: "close",
          when: { giftedTier: "high" },
          then: { tier: { to: "high", for: "P3M" } },
        },
      ],
    });
    expect(nextTier(programme, "low", { giftedTier: "high" }, "now")).toEqual({
      to: "high",
      rule: "gift",
      for: "P3M",
    });
    expect(nextTier(programme, "high", { giftedTier: "high" }, "now")).toBeUndefined();
  });
});

const ladder = (down: TierTerms["down"]): readonly TierTerms[] => [
  { id: "base", rank: 1 },
  { id: "silver", rank: 2, up: { any: [{ nightsInYear: { gte: 5 } }] } },
  {
    id: "gold",
    rank: 3,
    up: { any: [{ nightsInYear: { gte: 20 } }] },
    keep: { any: [{ nightsInYear: { gte: 15 } }] },
    ...(down === undefined ? {} : { down }),
  },
];

describe("falling", () => {
  const after = (down: TierTerms["down"], nights: number) =>
    nextTier(programmeWith({ tiers: ladder(down) }), "gold", { nightsInYear: nights }, "cycle_end")
      ?.to;

  it("never happens in the middle of a cycle", () => {
    const programme = programmeWith({ tiers: ladder("one") });
    expect(nextTier(programme, "gold", { nightsInYear: 0 }, "now")).toBeUndefined();
  });

  it("goes down one, to what is reached, or not at all", () => {
    expect(after("one", 14)).toBe("silver");
    expect(after("one", 15)).toBeUndefined();
    expect(after("requalify", 0)).toBe("base");
    expect(after("requalify", 6)).toBe("silver");
    expect(after("never", 0)).toBeUndefined();
    expect(after(undefined, 0)).toBeUndefined();
  });
});

describe("cycles", () => {
  it("of the card year end on its anniversaries, also from 29 February", () => {
    const end = (on: string, joinedOn = "2024-01-10") => cycleEnd(mudan, "vip", { on, joinedOn });
    expect(end("2024-06-01")).toBe("2025-01-10");
    expect(end("2025-01-10")).toBe("2025-01-10");
    expect(end("2025-01-11")).toBe("2026-01-10");
    expect(end("2027-03-01", "2024-02-29")).toBe("2028-02-29");
  });

  it("of the calendar year end with it; a tier without one has none", () => {
    const demo = shipped("demo");
    expect(cycleEnd(demo, "gold", { on: "2024-05-05", joinedOn: "2024-01-10" })).toBe("2024-12-31");
    expect(
      cycleEnd(demo, "standard", { on: "2024-05-05", joinedOn: "2024-01-10" }),
    ).toBeUndefined();
  });
});
