// One bill priced, discounted, paid and rewarded by the programme: a pure function of facts.
import type { Programme } from "./compile.ts";
import type { BillInput, BillQuote } from "./contract.ts";

export const quoteBill = (_programme: Programme, _input: BillInput): BillQuote => {
  throw new Error("not built yet");
};
