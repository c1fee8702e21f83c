// bill.*: quote, settle, reverse, park. A quote never changes anything.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  balance,
  basisPoints,
  channel,
  closed,
  count,
  id,
  money,
  open,
  quantities,
  record,
  shownCard,
  tenders,
  text,
} from "../values.ts";
import { quoteFields } from "../views.ts";

/** What was sold, by whichever system sold it. */
export const soldLine = {
  venue: id,
  sku: Type.Optional(text(64)),
  description: Type.Optional(text()),
  /** per unit */
  list: money,
  quantity: count,
  tags: Type.Optional(Type.Array(text(40), { maxItems: 20 })),
};
/** `off`: taken off the whole line by hand; see `byHand` */
const line = closed({ ...soldLine, off: Type.Optional(money) });
/** of one bill */
export const linesBound = { minItems: 1, maxItems: 500 };
/** id or printed code */
const voucher = text(64);
const billFields = {
  lines: Type.Array(line, linesBound),
  card: Type.Optional(shownCard),
  channel: Type.Optional(channel),
  vouchers: Type.Optional(Type.Array(voucher, { maxItems: 20 })),
  redeem: Type.Optional(Type.Array(closed({ asset: id, quantity: count }), { maxItems: 10 })),
  offers: Type.Optional(
    Type.Array(closed({ id, venue: Type.Optional(id), payRatio: basisPoints }), { maxItems: 20 }),
  ),
  facts: Type.Optional(record),
};

/** free words of whoever rings it up, kept with the bill for ever; on the receipt only where `printed` */
const note = closed({ text: text(), printed: Type.Optional(Type.Boolean()) });

export const billOperations = {
  "bill.quote": call(
    { says: "What a bill comes to and why; changes nothing.", who: "KCI" },
    billFields,
    open(quoteFields),
  ),
  "bill.attend": call(
    {
      says:
        "Says whose account lies in this till's open basket, or nobody's; answers which other tills " +
        "have it too and tells them (`basket.shared`).",
      who: "C",
    },
    { account: Type.Optional(id) },
    open({ others: Type.Array(open({ station: Type.String(), name: Type.String() })) }),
  ),
  "bill.settle": change(
    { says: "Settles a bill in one balanced entry.", who: "KCI" },
    {
      ...billFields,
      tenders,
      seller: Type.Optional(id),
      /** the change goes into the guest's stored value instead of back */
      keepChange: Type.Optional(Type.Boolean()),
      note: Type.Optional(note),
      /** why lines are reduced by hand; from 100 minor units on, offers counted in, a manager says so */
      byHand: Type.Optional(closed({ reason: text(), approval: Type.Optional(approval) })),
    },
    {
      ...quoteFields,
      /** change that went into stored value */
      kept: Type.Optional(balance),
      bill: Type.String(),
      entry: Type.String(),
      receipt: Type.String(),
      job: Type.Optional(Type.String()),
    },
  ),
  "bill.reverse": change(
    { says: "Takes a bill back, whole or by line, into the same lots.", who: "CI" },
    {
      bill: id,
      lines: Type.Optional(
        Type.Array(closed({ line: Type.Integer({ minimum: 0 }), quantity: count }), {
          minItems: 1,
          maxItems: 500,
        }),
      ),
      reason: text(),
      /** shows what would go back where; changes nothing and prints nothing */
      dryRun: Type.Optional(Type.Boolean()),
    },
    { returned: quantities, clawedBack: quantities, receipt: Type.Optional(Type.String()) },
  ),
  "bill.get": call(
    {
      says: "A settled bill with its lines and what is left to return, by id or receipt.",
      who: "CI",
    },
    { bill: Type.Optional(id), receipt: Type.Optional(id) },
    open({
      bill: Type.String(),
      state: Type.String(),
      at: Type.String(),
      receipt: Type.String(),
      due: balance,
      note: Type.Optional(open({ text: Type.String(), printed: Type.Optional(Type.Boolean()) })),
      /** `net`: of the whole line as settled; `returned`: units given back so far */
      rows: Type.Array(
        open({
          venue: Type.String(),
          sku: Type.Optional(Type.String()),
          description: Type.Optional(Type.String()),
          list: balance,
          quantity: Type.Integer(),
          net: balance,
          returned: Type.Integer(),
        }),
      ),
      tenders: Type.Array(open({ type: Type.String(), amount: balance })),
    }),
  ),
  "bill.park": change(
    { says: "Sets an open bill aside; it outlives shift and restart.", who: "CI" },
    { bill: record, note: Type.Optional(text()), parked: Type.Optional(id) },
    { parked: Type.String() },
  ),
  "bill.parked": call(
    { says: "The parked bills.", who: "CI" },
    {},
    open({
      parked: Type.Array(
        open({
          parked: Type.String(),
          bill: record,
          at: Type.String(),
          note: Type.Optional(Type.String()),
          due: Type.Optional(balance),
        }),
      ),
    }),
  ),
  "bill.unpark": change(
    { says: "Takes a parked bill up again; only one station gets it.", who: "CI" },
    { parked: id },
    { parked: Type.String(), bill: record },
  ),
};
