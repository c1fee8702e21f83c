// shift.cash: money put into the drawer or taken out of it that is no sale: change from the safe, cash to
// the safe, a small expense. Counts into what the drawer should hold; always with a reason.
import type { Posting } from "../../ledger/entry.ts";
import { refusal } from "../../refusals.ts";
import { ledgerName } from "../account/tenders.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { latestShift, tillLookup } from "./shift.ts";

export interface ShiftCashParams {
  readonly till: string;
  readonly way: "in" | "out";
  /** the other side: the house's safe, or something bought for the house */
  readonly with: "safe" | "expense";
  /** minor units, more than zero */
  readonly amount: number;
  readonly reason: string;
}

type ShiftCashMoved = {
  type: "ShiftCashMoved";
  shift: string;
  way: "in" | "out";
  with: "safe" | "expense";
  amount: number;
  reason: string;
};

const otherSide = { safe: "asset:cash:safe", expense: "expense:petty_cash" } as const;

/** → `{shift, amount}`; `missing.shift` without an open one, `missing.reason` without a reason */
export const moveCash: Decider<ShiftCashParams> = {
  roots: ({ till }) => [tillLookup(till)],
  decide: ({ till, way, with: other, amount, reason }, view, context) => {
    const found = latestShift(view, till);
    if (found === undefined || found.shift.state === "closed")
      return refused(refusal("missing.shift"));
    if (reason.trim() === "") return refused(refusal("missing.reason"));
    const unit = context.programme.currency;
    const signed = way === "in" ? amount : -amount;
    const lines: readonly Posting[] = [
      { account: `asset:cash:${ledgerName(till)}`, unit, amount: signed },
      { account: otherSide[other], unit, amount: -signed },
    ];
    const shift = found.id;
    return accepted({
      events: [
        happened<ShiftCashMoved>({
          type: "ShiftCashMoved",
          shift,
          way,
          with: other,
          amount,
          reason,
        }),
      ],
      lines,
      result: { shift, amount: signed },
    });
  },
};

export const shiftCashEvolvers = {
  /** The books and the journal say it all; the shift's file does not change. */
  ShiftCashMoved: evolver<ShiftCashMoved>(() => undefined),
};
