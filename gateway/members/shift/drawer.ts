// The drawer's log: each time it was opened and what for, each time cash was put in or taken out. From the journal.
import type { Entry } from "../../ledger/entry.ts";

export interface DrawerRow {
  readonly at: string;
  readonly what: "opened" | "cash";
  readonly reason: string;
  /** of an opening, in the cashier's own words */
  readonly note?: string;
  /** minor units put in (plus) or taken out (minus) */
  readonly amount?: number;
  readonly bill?: string;
  readonly staff?: string;
}

const textIn = (event: object, field: string): string | undefined => {
  const value: unknown = Object.entries(event).find(([name]) => name === field)?.[1];
  return typeof value === "string" ? value : undefined;
};

const numberIn = (event: object, field: string): number => {
  const value: unknown = Object.entries(event).find(([name]) => name === field)?.[1];
  return typeof value === "number" ? value : 0;
};

/** The row an entry of this till makes; undefined for one that has nothing to do with the drawer. */
export const drawerRow = ({ body }: Entry, till: string): DrawerRow | undefined => {
  if (body.actor.station !== till) return undefined;
  const event = body.events.find(
    ({ type }) => type === "DrawerOpened" || type === "ShiftCashMoved",
  );
  if (event === undefined) return undefined;
  const bill = textIn(event, "bill");
  const note = textIn(event, "note");
  const { staff } = body.actor;
  const moved = numberIn(event, "amount");
  const isCash = event.type === "ShiftCashMoved";
  return {
    at: body.at,
    what: isCash ? "cash" : "opened",
    reason: textIn(event, "reason") ?? "",
    ...(note === undefined ? {} : { note }),
    ...(isCash ? { amount: textIn(event, "way") === "in" ? moved : -moved } : {}),
    ...(bill === undefined ? {} : { bill }),
    ...(staff === undefined ? {} : { staff }),
  };
};
