// goods.* and deposit.*: the thin stock book of a store without another, and what guests leave with the house.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { count, date, id, nullable, open, page, oneOf, quantity, text } from "../values.ts";

const onShelf = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
const rows = <T extends Type.TSchema>(row: T) => Type.Array(row, { minItems: 1, maxItems: 200 });
const sku = text(64);
const moved = {
  rows: Type.Array(open({ sku: Type.String(), before: quantity, after: quantity })),
};
const measure = oneOf(["bottle", "piece", "ml"]);

export const goodsOperations = {
  "goods.put": change(
    {
      says: "Begins to count goods of this sku, or changes their name and the number at which they are low.",
      who: "CO",
      rights: ["manager"],
    },
    {
      sku,
      name: Type.Optional(text(80)),
      /** null: never told as low */
      lowAt: Type.Optional(nullable(onShelf)),
      /** true: no longer counted; what was booked stays */
      withdrawn: Type.Optional(Type.Boolean()),
    },
    {
      sku: Type.String(),
      name: Type.Optional(Type.String()),
      onHand: Type.Optional(quantity),
      lowAt: Type.Optional(quantity),
      withdrawn: Type.Optional(Type.Boolean()),
    },
  ),
  "goods.receive": change(
    { says: "Books goods that came in.", who: "CO" },
    {
      rows: rows(Type.Object({ sku, quantity: count }, { additionalProperties: false })),
      note: Type.Optional(text()),
    },
    moved,
  ),
  "goods.count": change(
    {
      says: "Sets goods to what was counted; the difference is booked with its reason.",
      who: "CO",
    },
    {
      rows: rows(Type.Object({ sku, counted: onShelf }, { additionalProperties: false })),
      reason: text(),
    },
    moved,
  ),
  "goods.list": call(
    {
      says: "Counted goods with what is on the shelf and what was sold this month and the last, best sellers first; `low`: only those to order.",
      who: "CO",
    },
    { low: Type.Optional(Type.Boolean()), ...page },
    open({
      goods: Type.Array(
        open({
          sku: Type.String(),
          name: Type.String(),
          onHand: quantity,
          lowAt: Type.Optional(quantity),
          isLow: Type.Boolean(),
          soldThisMonth: quantity,
          soldLastMonth: quantity,
          countedOn: Type.Optional(date),
        }),
      ),
    }),
  ),
};

export const depositOperations = {
  "deposit.put": change(
    {
      says: "Takes a guest's bottle into the house's keeping; it lapses by the programme's rule or on an earlier day.",
      who: "C",
    },
    {
      account: id,
      what: text(80),
      quantity: count,
      measure,
      place: Type.Optional(text(40)),
      until: Type.Optional(date),
    },
    {
      deposit: Type.String(),
      /** for its label */
      code: Type.String(),
      left: quantity,
      expiresOn: Type.Optional(date),
      receipt: Type.String(),
      job: Type.Optional(Type.String()),
    },
  ),
  "deposit.take": change(
    { says: "Gives a part or all of it out again.", who: "C" },
    { deposit: id, quantity: count },
    {
      deposit: Type.String(),
      taken: quantity,
      left: quantity,
      receipt: Type.String(),
      job: Type.Optional(Type.String()),
    },
  ),
  "deposit.list": call(
    {
      says: "What is kept for an account, for a label's code, or in the whole house: what lapses first in front.",
      who: "CO",
    },
    { account: Type.Optional(id), code: Type.Optional(text(40)) },
    open({
      deposits: Type.Array(
        open({
          deposit: Type.String(),
          account: Type.String(),
          name: Type.String(),
          code: Type.String(),
          what: Type.String(),
          measure,
          quantity,
          left: quantity,
          place: Type.Optional(Type.String()),
          on: date,
          expiresOn: Type.Optional(date),
        }),
      ),
    }),
  ),
};
