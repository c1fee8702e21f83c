// shift.*: a cashier's time at the till, what the drawer was opened for, and what X and Z report.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  balance,
  id,
  instant,
  money,
  nullable,
  oneOf,
  open,
  price,
  quantities,
  text,
} from "../values.ts";

/** Where the ledger stood with the entry: its number, and its code as it is on the printed report. */
const ledger = Type.Optional(open({ seq: Type.Integer(), code: Type.String() }));
const moved = Type.Optional(open({ count: Type.Integer(), amount: balance }));
const tillReport = open({
  taken: quantities,
  moved: balance,
  income: quantities,
  /** bearer vouchers of the shift */
  vouchers: Type.Optional(open({ sold: moved, used: moved, returned: moved })),
  operations: quantities,
  /** how often the drawer was opened, and how often of that without a sale; absent: never */
  openings: Type.Optional(open({ all: Type.Integer(), noSale: Type.Integer() })),
});

export const shiftOperations = {
  "shift.open": change(
    { says: "Opens a cashier's shift with the float in the drawer.", who: "C" },
    { float: Type.Optional(money), till: Type.Optional(id) },
    { shift: Type.String() },
  ),
  "shift.cash": change(
    {
      says: "Puts cash into the drawer or takes it out, other than by a sale, with a reason.",
      who: "C",
    },
    { way: oneOf(["in", "out"]), with: oneOf(["safe", "expense"]), amount: price, reason: text() },
    { shift: Type.String(), amount: balance },
  ),
  "shift.count": change(
    {
      says:
        "Counts the drawer, blind, and shows the X report; counting again needs a reason and " +
        "leaves both counts.",
      who: "C",
    },
    { shift: Type.Optional(id), counted: quantities, reason: Type.Optional(text()) },
    {
      shift: Type.String(),
      expected: quantities,
      counted: quantities,
      difference: quantities,
      report: tillReport,
      ledger,
    },
  ),
  "shift.close": change(
    {
      says: "Closes the shift with the Z report; always possible, a difference needs a reason.",
      who: "C",
    },
    { shift: Type.Optional(id), counted: Type.Optional(quantities), reason: Type.Optional(text()) },
    {
      shift: Type.String(),
      expected: quantities,
      counted: quantities,
      difference: quantities,
      report: tillReport,
      receipt: Type.Optional(Type.String()),
      ledger,
    },
  ),
  "shift.get": call(
    {
      says:
        "The open shift of this station and what its drawer was opened for; what it should hold " +
        "is told after a count, or to a manager.",
      who: "C",
    },
    {},
    open({
      shift: nullable(Type.String()),
      state: Type.Optional(oneOf(["open", "counted"])),
      float: Type.Optional(balance),
      openedAt: Type.Optional(Type.String()),
      staff: Type.Optional(Type.String()),
      expected: Type.Optional(quantities),
      counted: Type.Optional(quantities),
      report: Type.Optional(tillReport),
      /** newest first; at most 200 */
      drawer: Type.Optional(
        Type.Array(
          open({
            at: instant,
            what: oneOf(["opened", "cash"]),
            reason: Type.String(),
            /** of an opening, in the cashier's own words */
            note: Type.Optional(Type.String()),
            /** cash put in (plus) or taken out (minus) */
            amount: Type.Optional(balance),
            bill: Type.Optional(Type.String()),
            staff: Type.Optional(Type.String()),
          }),
        ),
      ),
    }),
  ),
};
