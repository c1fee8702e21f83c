// Whole numbers only: ratios in basis points, shares by largest remainder. Knows no currency.
import type { Rounding } from "./format.ts";

/** The largest amount the house accepts, in minor units: ten thousand times it is still exact. */
export const AMOUNT_MAX = Math.floor(Number.MAX_SAFE_INTEGER / 10_000);

/** Basis points of one whole. */
export const WHOLE = 10_000;

/** A bug, not a refusal: outside amounts are checked by schema where they enter. */
export const assertAmount = (amount: number): void => {
  if (!Number.isSafeInteger(amount) || Math.abs(amount) > AMOUNT_MAX) {
    throw new RangeError(`not an amount: ${amount}`);
  }
};

const exactDivision = (numerator: bigint, divisor: bigint, rounding: Rounding): bigint => {
  const quotient = numerator / divisor;
  const rest = numerator - quotient * divisor;
  if (rest === 0n || rounding === "floor") return quotient;
  if (rounding === "ceil") return quotient + 1n;
  const twice = rest * 2n;
  if (twice !== divisor) return twice > divisor ? quotient + 1n : quotient;
  return rounding === "half_up" || quotient % 2n === 1n ? quotient + 1n : quotient;
};

/** `amount × numerator ÷ divisor`, exact, then rounded once. All three whole and not negative. */
export const mulDiv = (
  amount: number,
  by: { readonly numerator: number; readonly divisor: number },
  rounding: Rounding,
): number => {
  const product = amount * by.numerator;
  if (!Number.isSafeInteger(product * 2)) {
    const exact = exactDivision(
      BigInt(amount) * BigInt(by.numerator),
      BigInt(by.divisor),
      rounding,
    );
    return Number(exact);
  }
  const rest = product % by.divisor;
  const quotient = (product - rest) / by.divisor;
  if (rest === 0 || rounding === "floor") return quotient;
  if (rounding === "ceil") return quotient + 1;
  const twice = rest * 2;
  if (twice !== by.divisor) return twice > by.divisor ? quotient + 1 : quotient;
  return rounding === "half_up" || quotient % 2 === 1 ? quotient + 1 : quotient;
};

/** Basis points of an amount, rounded to whole minor units; a negative amount mirrors the positive. */
export const ratio = (amount: number, basisPoints: number, rounding: Rounding): number => {
  assertAmount(amount);
  const size = mulDiv(Math.abs(amount), { numerator: basisPoints, divisor: WHOLE }, rounding);
  return amount < 0 ? -size : size;
};

/**
 * Splits `total` in proportion to `weights` so that the parts add up to it: floor first, what is
 * left one by one to the largest remainders, ties to the earlier. All-zero weights split evenly.
 */
export const shareOut = (total: number, weights: readonly number[]): number[] => {
  assertAmount(total);
  if (weights.length === 0) return [];
  if (total < 0) return shareOut(-total, weights).map((part) => (part === 0 ? 0 : -part));
  const sum = weights.reduce((left, right) => left + right, 0);
  if (sum === 0)
    return shareOut(
      total,
      weights.map(() => 1),
    );
  const shares = weights.map((weight, index) => {
    const exact = BigInt(total) * BigInt(weight);
    return { index, part: Number(exact / BigInt(sum)), rest: exact % BigInt(sum) };
  });
  const parts = shares.map((share) => share.part);
  const left = total - parts.reduce((sum_, part) => sum_ + part, 0);
  const byRest = shares.toSorted((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  );
  for (const share of byRest.slice(0, left)) parts[share.index] = share.part + 1;
  return parts;
};
