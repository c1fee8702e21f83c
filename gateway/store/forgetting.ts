// Answers of idempotency keys are kept for a month and then forgotten, a few at a time beside other writes.
import type { Moment } from "../members/contract.ts";
import type { WriteRow } from "./batch.ts";

/** The protocol promises 7 days; a till that was away for its owner's holidays may still ask. */
const keptMs = 30 * 86_400_000;
const msBetween = 60_000;
const answersAtOnce = 500;

/** Rows for a commit: one a minute that forgets what is too old. */
export const createForgetting = () => {
  let lastMs = 0;
  return ({ epochMs }: Moment): readonly WriteRow[] => {
    if (Math.abs(epochMs - lastMs) < msBetween) return [];
    lastMs = epochMs;
    return [["forget", epochMs - keptMs, answersAtOnce]];
  };
};
