// The form of a segment: rows make a question and the question makes the same rows again.
import { describe, expect, test } from "vitest";
import {
  type Condition,
  conditionsOf,
  kindOf,
  operatorsOf,
  questionOf,
} from "../../../kiosk-ui/charts/office/segment.ts";
import { fc } from "../../support/seeded.ts";

const money = new Set(["stored"]);

describe("a segment's form", () => {
  test("makes a span of two bounds and keeps the rest as it is", () => {
    const rows: readonly Condition[] = [
      { fact: "tier", operator: "is", value: "gold" },
      { fact: "spend12m", operator: "atLeast", value: 10_000 },
      { fact: "spend12m", operator: "atMost", value: 90_000 },
      { fact: "marketing", operator: "is", value: true },
    ];
    const question = { tier: "gold", spend12m: { gte: 10_000, lte: 90_000 }, marketing: true };
    expect(questionOf(rows)).toEqual(question);
    expect(conditionsOf(question)).toEqual(rows);
  });

  test("does not pretend to show what it cannot", () => {
    expect(conditionsOf({ tags: { none: ["x"] } })).toBeUndefined();
    expect(conditionsOf({ card: ["a", "b"] })).toBeUndefined();
    expect(kindOf("has.stored", money)).toBe("money");
    expect(kindOf("has.pts", money)).toBe("units");
    expect(kindOf("venue", money)).toBeUndefined();
    expect(operatorsOf("tier")).toEqual(["is"]);
  });

  test("comes back the same, whatever was asked", () => {
    const bound = fc.record({
      fact: fc.constantFrom("age", "has.pts", "daysAway", "visits12m"),
      operator: fc.constantFrom("atLeast" as const, "atMost" as const),
      value: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(bound, { maxLength: 6 }), (rows) => {
        const question = questionOf(rows);
        expect(questionOf(conditionsOf(question) ?? [])).toEqual(question);
      }),
    );
  });
});
