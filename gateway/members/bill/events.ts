// What happens to bills: settled, undone in part or whole, put aside and taken back.
import { evolver } from "../evolver.ts";
import type { Bill } from "../state.ts";
import type { JsonObject } from "../../json.ts";

export type BillSettled = { type: "BillSettled"; bill: string; file: Bill };
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

const put = evolver<BillSettled | BillReversed>((draft, { bill, file }) =>
  draft.put("bill", bill, file),
);

export const billEvolvers = {
  BillSettled: put,
  BillReversed: put,
  BillParked: evolver<BillParked>((draft, { file }) => {
    const bills = draft.get("setting", parkedId) ?? {};
    draft.put("setting", parkedId, { ...bills, [file.parked]: file });
  }),
  BillUnparked: evolver<BillUnparked>((draft, { parked }) => {
    const { [parked]: _, ...bills } = draft.get("setting", parkedId) ?? {};
    draft.put("setting", parkedId, bills);
  }),
};
