// Which discounts belong to a line and which to the whole bill. Looks at the rule alone.
import { isLineFact } from "./facts.ts";
import type { Rule } from "./format.ts";

/** More ways to combine bill discounts than this are a fault of the file, which the checker refuses. */
export const plansMax = 64;

/** A discount that looks at or shares over the whole bill: decided after the line discounts. */
export const isBillRule = (rule: Rule): boolean => {
  const facts = Object.keys(rule.when ?? {});
  return (
    rule.then.pick !== undefined ||
    (rule.then.off !== undefined && !facts.some(isLineFact)) ||
    facts.includes("billNet")
  );
};
