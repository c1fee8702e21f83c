// Entities of the shop floor: goods that are counted, things left with the house, times that are booked, tasks.

/** Goods whose number is kept; the id is the sku. `onHand` mirrors the lines of `goods:stock` in unit `sku:<sku>`. */
export interface GoodsFile {
  readonly name: string;
  /** below zero: more was sold than was ever received; a count puts it right */
  readonly onHand: number;
  /** at this number or below it is told as low */
  readonly lowAt?: number;
  /** units sold by month `YYYY-MM`, returns taken off; the last months only */
  readonly sold: Readonly<Record<string, number>>;
  readonly countedOn?: string;
  readonly withdrawn?: true;
}

/** 存酒 and other things left with the house. What is left of it is the account's lot. */
export interface DepositFile {
  readonly account: string;
  readonly asset: string;
  readonly lot: string;
  /** printed on its label */
  readonly code: string;
  readonly what: string;
  readonly measure: "bottle" | "piece" | "ml";
  readonly quantity: number;
  /** shelf or cellar */
  readonly place?: string;
  readonly on: string;
}

/** A time that is booked for somebody: a treatment, a table, a chair. */
export interface Booking {
  readonly service: string;
  /** date and wall time of the store, and for how long */
  readonly on: string;
  readonly at: string;
  readonly minutes: number;
  readonly party: number;
  readonly state: "booked" | "arrived" | "cancelled" | "no_show";
  readonly member?: string;
  /** masked; who is no member */
  readonly guest?: string;
  readonly phoneIndex?: string;
}

/** Something an employee is to do for a guest; what it is stands sealed. */
export interface TaskFile {
  readonly kind: "call_back" | "other";
  readonly due: string;
  readonly sealed: string;
  readonly state: "open" | "done" | "dropped";
  readonly member?: string;
  readonly by?: string;
  readonly doneBy?: string;
  readonly doneAt?: string;
}
