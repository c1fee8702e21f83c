// A bill paid before there was a card, as facts for the issue of one: what was bought, at what price,
// whether a card was shown. What it is worth is the programme's business.
import type { Facts } from "../../programme/contract.ts";
import type { Ref, View } from "../contract.ts";
import { lookup } from "../member/lookups.ts";
import type { Bill } from "../state.ts";
import { roomsVenue } from "../venues.ts";

/** Kept with the first card a bill was shown for: one bill, one card. */
export const trialLookup = (bill: string): string => `trial:${bill}`;

export const trialRoots = (bill: string | undefined): readonly Ref[] =>
  bill === undefined ? [] : [{ kind: "bill", id: bill }, lookup(trialLookup(bill))];

const listByVenue = (bill: Bill): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const row of bill.rows) {
    const kept = row.list * (row.quantity - row.returned);
    sums.set(row.venue, (sums.get(row.venue) ?? 0) + kept);
  }
  return sums;
};

/** A night that is still on the bill, paid in full. */
const hasRoomNightAtList = (bill: Bill): boolean =>
  bill.rows.some(
    (row) =>
      row.venue === roomsVenue &&
      row.quantity > row.returned &&
      row.net === row.list * row.quantity,
  );

/** No facts for a bill that is unknown or was shown before: then the normal fee is due. */
export const trialFacts = (view: View, billId: string | undefined): Facts => {
  if (billId === undefined) return {};
  const bill = view.get("bill", billId);
  const used = (view.get("lookup", trialLookup(billId))?.ids.length ?? 0) > 0;
  if (bill === undefined || used) return { trial: false };
  const listed = [...listByVenue(bill)].map(([venue, sum]) => [`trialBill.list.${venue}`, sum]);
  return {
    trial: true,
    "trialBill.date": bill.businessDate,
    "trialBill.cardShown": bill.card !== null,
    "trialBill.roomNightAtList": hasRoomNightAtList(bill),
    ...Object.fromEntries(listed),
  };
};
