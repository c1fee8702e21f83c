// What the house takes off a line by hand, after everything the programme gives. Who may is not asked here.
import type { WorkBill } from "./lines.ts";
import { refreshNets } from "./lines.ts";

/** Stands among a line's rules for what was taken off by hand; no rule of a programme has a name like it. */
const offRule = "till:off";

/** A line never costs less than nothing: what is more than its net is not taken off. */
export const takeOff = (bill: WorkBill): void => {
  if (bill.lines.every(({ input }) => input.off === undefined)) return;
  for (const line of bill.lines) {
    const amount = Math.min(line.input.off ?? 0, line.net);
    if (amount <= 0) continue;
    line.net -= amount;
    line.applied.push({ rule: offRule, amount });
  }
  refreshNets(bill);
};
