// event.import: what happened in other people's software, as rows. A row is checked by itself, so that one that
// is wrong keeps no other out.
import Type, { type Static } from "typebox";
import { change } from "../operation.ts";
import {
  closed,
  count,
  date,
  id,
  instant,
  oneOf,
  open,
  price,
  record,
  tenders,
  text,
} from "../values.ts";
import { billOperations, linesBound, soldLine } from "./bill.ts";

/** Rows of one call. */
const importRowsMax = 500;
/** Signs of a row's own id. */
export const rowIdMax = 128;

const { card, channel, vouchers, offers } = billOperations["bill.settle"].params.properties;
/** `id`: the row's own in its system, for ever; `at`: when it happened there */
const common = { id: text(rowIdMax), at: Type.Optional(instant) };
/** A member by account, or by the number of the member or the card. */
const whose = { account: Type.Optional(id), number: Type.Optional(text(40)) };

const order = closed({
  ...common,
  type: Type.Literal("order"),
  number: Type.Optional(text(40)),
  card,
  lines: Type.Array(closed(soldLine), linesBound),
  tenders,
  channel,
  vouchers,
  offers,
  seller: Type.Optional(id),
});
const refund = closed({
  ...common,
  type: Type.Literal("refund"),
  /** `id` of the order's row */
  order: text(rowIdMax),
  lines: Type.Optional(
    Type.Array(closed({ line: Type.Integer({ minimum: 0 }), quantity: count }), {
      minItems: 1,
      maxItems: 500,
    }),
  ),
  reason: text(),
});
const topUp = closed({
  ...common,
  ...whose,
  type: Type.Literal("top_up"),
  amount: price,
  tenders,
  channel,
  seller: Type.Optional(id),
});
const coupon = closed({
  ...common,
  ...whose,
  type: Type.Literal("coupon"),
  value: price,
  expiresOn: Type.Optional(date),
  reason: text(),
});

/** By type, so that what is wrong with a row is said of its own type. */
export const importedRows = { order, refund, top_up: topUp, coupon } as const;
export type ImportedRow =
  | Static<typeof order>
  | Static<typeof refund>
  | Static<typeof topUp>
  | Static<typeof coupon>;

const counted = Type.Integer({ minimum: 0 });

export const importOperations = {
  "event.import": change(
    {
      says:
        "Takes orders, refunds, top-ups and coupons of another system into the ledger, each row once " +
        "for its `source` and `id`; refused rows are named and kept as exceptions.",
      who: "I",
    },
    { source: id, events: Type.Array(record, { minItems: 1, maxItems: importRowsMax }) },
    {
      accepted: counted,
      known: counted,
      refused: counted,
      rows: Type.Array(
        open({
          row: counted,
          id: Type.Optional(Type.String()),
          state: oneOf(["accepted", "known", "refused"]),
          /** of a refused row: code, where in the row, and what fills its sentence */
          code: Type.Optional(Type.String()),
          at: Type.Optional(Type.String()),
          params: Type.Optional(record),
          bill: Type.Optional(Type.String()),
          coupon: Type.Optional(Type.String()),
          receipt: Type.Optional(Type.String()),
        }),
      ),
    },
  ),
};
