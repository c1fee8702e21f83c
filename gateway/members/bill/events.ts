// What happens to bills: settled, undone in part or whole, put aside and taken back.
import { evolver, maker } from "../evolver.ts";
import type { Bill } from "../state.ts";
import type { JsonObject } from "../../json.ts";
import { type PackedBill, unpackBill } from "./packed.ts";

export type BillSettled = { type: "BillSettled"; bill: string; sale: PackedBill };
/** How the first journals have it: the whole bill. */
type BillSettledWhole = { type: "BillSettled"; bill: string; file: Bill };
/** `file` is the bill as it stands afterwards. */
export type BillReversed = {
  type: "BillReversed";
  bill: string;
  file: Bill;
  reason: string;
  returned: Readonly<Record<string, number>>;
};

/** One basket put aside: what the till needs to show it again. Never a PIN. */
export type ParkedBill = {
  parked: string;
  at: string;
  station: string;
  staff?: string;
  note?: string;
  bill: JsonObject;
};
export type BillParked = { type: "BillParked"; file: ParkedBill };
export type BillUnparked = { type: "BillUnparked"; parked: string };

/** The entity that keeps the baskets put aside. */
export const parkedId = "parked";

export const billEvolvers = {
  BillSettled: maker<BillSettled | BillSettledWhole>((event, at) => ({
    kind: "bill",
    id: event.bill,
    entity: "sale" in event ? unpackBill(event.sale, at) : event.file,
  })),
  BillReversed: maker<BillReversed>(({ bill, file }) => ({ kind: "bill", id: bill, entity: file })),
  BillParked: evolver<BillParked>((draft, { file }) => {
    const bills = draft.get("setting", parkedId) ?? {};
    draft.put("setting", parkedId, { ...bills, [file.parked]: file });
  }),
  BillUnparked: evolver<BillUnparked>((draft, { parked }) => {
    const { [parked]: _, ...bills } = draft.get("setting", parkedId) ?? {};
    draft.put("setting", parkedId, bills);
  }),
};
