// What was done at the till, as a value: for the sheet that says so and for the print that follows.
import type { CardAction } from "../charts/cashier/card-desk.ts";

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
  readonly entry?: string;
}
