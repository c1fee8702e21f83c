// What a customer sees of the bill that is being rung up: lines, what they save, the total, what was paid and comes
// back. Made from what the cashier's page says itself, so that both screens always say the same. Pure.
import { listTotal } from "../charts/cashier/basket.ts";
import type { Desk } from "../cashier/desk.ts";

/** Amounts in minor units. */
export interface ShownLine {
  readonly text: string;
  readonly quantity: number;
  readonly list: number;
  readonly net: number;
}

export interface ShownBill {
  readonly store: string;
  readonly stage: "idle" | "open" | "paid";
  /** masked name, as the cashier's page shows it */
  readonly member?: string;
  readonly lines: readonly ShownLine[];
  readonly list: number;
  readonly due: number;
  readonly tenders: readonly {
    readonly type: "voucher" | "stored" | "other" | "cash";
    readonly amount: number;
  }[];
  readonly change: number;
}

export const nothingShown: ShownBill = {
  store: "",
  stage: "idle",
  lines: [],
  list: 0,
  due: 0,
  tenders: [],
  change: 0,
};

type DeskState = Pick<
  Desk,
  "info" | "basket" | "quote" | "stale" | "identified" | "plan" | "outcome"
>;

const tendersOf = (plan: DeskState["plan"]): ShownBill["tenders"] =>
  plan === undefined
    ? []
    : (["voucher", "stored", "other", "cash"] as const)
        .map((type) => ({ type, amount: plan[type] }))
        .filter(({ amount }) => amount > 0);

/** A price that is being asked for again is not shown as if it stood: then the list prices are. */
export const shownBill = (desk: DeskState): ShownBill => {
  const { basket, outcome, identified, plan } = desk;
  const quote =
    desk.stale || desk.quote?.lines.length !== basket.lines.length ? undefined : desk.quote;
  const store = desk.info?.store.name ?? "";
  if (outcome?.what === "title") {
    const { amount = 0, change = 0 } = outcome;
    return { ...nothingShown, store, stage: "paid", due: amount, list: amount, change };
  }
  const list = listTotal(basket);
  return {
    store,
    stage: basket.lines.length === 0 && identified === undefined ? "idle" : "open",
    ...(identified === undefined ? {} : { member: identified.member.name }),
    lines: basket.lines.map((line, at) => ({
      text: line.description,
      quantity: line.quantity,
      list: line.list * line.quantity,
      net: quote?.lines[at]?.net ?? line.list * line.quantity,
    })),
    list,
    due: quote?.due ?? list,
    tenders: quote === undefined ? [] : tendersOf(plan),
    change: quote === undefined ? 0 : (plan?.change ?? 0),
  };
};
