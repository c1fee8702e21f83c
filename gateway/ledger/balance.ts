// Sums of lines per unit. Knows that every entry must come to zero; knows nothing of what the units mean.
import type { Posting } from "./entry.ts";

/** Σ amount per unit, in the order the units first appear. */
export const sumByUnit = (lines: Iterable<Posting>): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const { unit, amount } of lines) sums.set(unit, (sums.get(unit) ?? 0) + amount);
  return sums;
};

/** What is wrong with the lines of one entry, or undefined where they balance. */
export const imbalance = (lines: readonly Posting[]): string | undefined => {
  for (const { account, unit, amount } of lines) {
    if (!Number.isSafeInteger(amount)) return `${account}: ${amount} ${unit} is no whole amount`;
    if (account === "" || unit === "") return "a line without account or unit";
  }
  for (const [unit, sum] of sumByUnit(lines)) {
    if (sum !== 0) return `lines in ${unit} come to ${sum} instead of 0`;
  }
  return undefined;
};

/** A decider that posts unbalanced lines is a bug: nothing is booked. */
export const assertBalanced = (lines: readonly Posting[]): void => {
  const problem = imbalance(lines);
  if (problem !== undefined) throw new Error(`unbalanced entry: ${problem}`);
};
