// What `bill.settle` is told of a rung-up basket: the bill, who agreed to what was taken off, who paid how. Pure.
import { type Basket, toBill } from "./basket.ts";
import { type Approval, byHandOf } from "./by-hand.ts";
import { type TenderEdits, type TenderPlan, toTenders } from "./tender.ts";

export interface RungUp {
  readonly basket: Basket;
  /** the shown card's PIN, where the guest has typed it */
  readonly pin: string | undefined;
  readonly approval: Approval | undefined;
  readonly plan: TenderPlan;
  readonly edits: TenderEdits;
}

/** All but the key. */
export const toSale = ({ basket, pin, approval, plan, edits }: RungUp) => ({
  ...toBill(basket, pin),
  ...byHandOf(basket, approval),
  ...(basket.note === undefined ? {} : { note: basket.note }),
  tenders: toTenders(plan, edits),
  ...(edits.keepChange === true && plan.change > 0 ? { keepChange: true } : {}),
});
