// Ids short enough to be compared by eye.

/** `bill_01a2c160…` by its last signs, which tell it from any other at hand. */
export const shortId = (text: string): string =>
  text.replaceAll(/\b[a-z]+_[\da-f]{26}([\da-f]{6})\b/gu, "…$1");
