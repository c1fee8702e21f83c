// Ratios and shares of whole numbers, against exact arithmetic.
import { fc } from "../../support/seeded.ts";
import { describe, expect, it } from "vitest";
import {
  AMOUNT_MAX,
  assertAmount,
  mulDiv,
  ratio,
  shareOut,
} from "../../../gateway/programme/money.ts";

describe("ratio", () => {
  it("rounds half a fen up, to even, down or up as told", () => {
    expect(ratio(2025, 9000, "half_up")).toBe(1823);
    expect(ratio(2025, 9000, "half_even")).toBe(1822);
    expect(ratio(2035, 9000, "half_even")).toBe(1832);
    expect(ratio(2025, 9000, "floor")).toBe(1822);
    expect(ratio(2021, 9000, "ceil")).toBe(1819);
  });

  it("mirrors negative amounts", () => {
    expect(ratio(-2025, 9000, "half_up")).toBe(-1823);
  });

  it("agrees with exact arithmetic at every size", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: AMOUNT_MAX }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (amount, basisPoints) => {
          const exact = BigInt(amount) * BigInt(basisPoints);
          expect(BigInt(mulDiv(amount, { numerator: basisPoints, divisor: 10_000 }, "floor"))).toBe(
            exact / 10_000n,
          );
          expect(BigInt(ratio(amount, basisPoints, "half_up"))).toBe((exact + 5_000n) / 10_000n);
        },
      ),
    );
  });

  it("treats an amount that is not exact as a bug", () => {
    expect(() => assertAmount(0.5)).toThrow(RangeError);
    expect(() => ratio(AMOUNT_MAX + 1, 1, "floor")).toThrow(RangeError);
    expect(() => assertAmount(Number.NaN)).toThrow(RangeError);
  });
});

describe("shareOut", () => {
  it("gives what is left to the largest remainders, the earlier first", () => {
    expect(shareOut(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(shareOut(10, [3, 3, 4])).toEqual([3, 3, 4]);
    expect(shareOut(5, [0, 0])).toEqual([3, 2]);
    expect(shareOut(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(shareOut(7, [])).toEqual([]);
  });

  it("adds up to the total and keeps every part within one unit of its exact share", () => {
    const weights = fc.array(fc.integer({ min: 0, max: AMOUNT_MAX }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: AMOUNT_MAX }), weights, (total, shares) => {
        const parts = shareOut(total, shares);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        const sum = shares.reduce((left, weight) => left + BigInt(weight), 0n);
        parts.forEach((part, index) => {
          if (sum === 0n) return;
          const down = (BigInt(total) * BigInt(shares[index] ?? 0)) / sum;
          expect([down, down + 1n]).toContain(BigInt(part));
        });
      }),
    );
  });
});
