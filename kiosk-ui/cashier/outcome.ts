// What was done at the till, as a value: for the sheet that says so and for the print that follows.
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import type { CardAction } from "../charts/cashier/card-desk.ts";
import type { TenderPlan } from "../charts/cashier/tender.ts";

export type Done =
  | "title"
  | "topUp"
  | "pass"
  | "redeem"
  | "card"
  | "refundCard"
  | "refund"
  | "shift"
  | "tab"
  | "checkIn"
  | "checkOut"
  | "deposited"
  | "taken"
  | "vouchers"
  | "voucherBack"
  | Exclude<CardAction, "refund">;

/** Amounts in minor units, points and uses in pieces. */
export interface Outcome {
  readonly what: Done;
  readonly amount?: number;
  readonly change?: number;
  readonly before?: number;
  readonly after?: number;
  readonly unit?: "money" | "points" | "uses";
  readonly receipt?: string;
  /** of vouchers that were sold: on the paper, and here should there be none */
  readonly codes?: readonly string[];
  readonly entry?: string;
}

/** A settled bill. `before`: stored value there was; it is shown where the bill has moved it. */
export const saleDone = (
  settled: ResultOf<"bill.settle">,
  plan: TenderPlan,
  before: number,
): Outcome => {
  const kept = settled.kept ?? 0;
  const after = before - plan.stored + kept;
  return {
    what: "title",
    amount: settled.due,
    change: settled.change ?? plan.change - kept,
    ...(plan.stored + kept > 0 ? { before, after, unit: "money" } : {}),
    receipt: settled.receipt,
    entry: settled.entry,
  };
};
