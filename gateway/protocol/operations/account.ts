// account.*, hold.*, points.*, pool.*, pass.*, coupon.*, tab.*, invoice.*: value that belongs to a member.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  balance,
  benefit,
  channel,
  closed,
  count,
  date,
  id,
  instant,
  nullable,
  oneOf,
  open,
  price,
  quantity,
  record,
  tenders,
  text,
} from "../values.ts";

const account = { account: id };
/** `job`: the print job of the receipt, in the same commit, where the station has a printer. */
const receipt = { receipt: Type.String(), job: Type.Optional(Type.String()) };
const lot = open({
  lot: Type.String(),
  quantity,
  principal: Type.Optional(balance),
  bonus: Type.Optional(balance),
  expiresOn: Type.Optional(date),
});
const assetView = open({
  available: quantity,
  pending: Type.Optional(quantity),
  held: Type.Optional(balance),
  principal: Type.Optional(balance),
  bonus: Type.Optional(balance),
  carry: Type.Optional(Type.Integer()),
  /** credit: what is on the tab, minor units */
  owed: Type.Optional(balance),
  lots: Type.Array(lot),
  expiresNext: Type.Optional(open({ on: date, quantity })),
});

export const accountOperations = {
  "account.get": call(
    { says: "What an account holds: assets with lots, tier, progress, benefits.", who: "KCOI" },
    account,
    open({
      assets: Type.Record(Type.String(), assetView),
      tier: nullable(Type.String()),
      progress: record,
      benefits: Type.Array(benefit),
      /** vouchers that are good today, those that lapse first in front */
      coupons: Type.Array(
        open({
          coupon: Type.String(),
          code: Type.String(),
          value: balance,
          expiresOn: Type.Optional(date),
        }),
      ),
      card: Type.String(),
      type: Type.String(),
      state: Type.String(),
      validTo: nullable(date),
      member: Type.Optional(Type.String()),
      asOf: instant,
      stalenessMs: Type.Integer(),
    }),
  ),
  "account.topUp": change(
    {
      says: "Takes money in and adds it, with the programme's bonus, to the stored value.",
      who: "C",
    },
    {
      account: id,
      amount: price,
      tenders,
      channel: Type.Optional(channel),
      seller: Type.Optional(id),
      /** told at a kiosk: closed in the same commit */
      intent: Type.Optional(id),
    },
    { amount: balance, bonus: balance, available: balance, commission: balance, ...receipt },
  ),
  "account.quoteTopUp": call(
    {
      says: "What topping up would bring on top, for the presets or the amounts asked; changes nothing.",
      who: "KC",
    },
    { account: id, amounts: Type.Optional(Type.Array(price, { minItems: 1, maxItems: 20 })) },
    open({
      offers: Type.Array(
        open({
          amount: price,
          bonus: balance,
          /** the clauses the bonus follows */
          cites: Type.Array(Type.String()),
          /** why this amount is not taken */
          refused: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
  "hold.place": change(
    { says: "Sets stored value aside, for a deposit.", who: "C" },
    { account: id, amount: price, reason: text(), expiresAt: Type.Optional(instant) },
    { hold: Type.String(), available: balance },
  ),
  "hold.capture": change(
    { says: "Takes from a hold what is owed; the rest is released.", who: "C" },
    { hold: id, amount: price },
    { captured: balance, released: balance, available: balance },
  ),
  "hold.release": change(
    { says: "Gives a hold back whole.", who: "C" },
    { hold: id },
    { released: balance, available: balance },
  ),
  "tab.settle": change(
    { says: "Pays off credit.", who: "C" },
    { account: id, amount: price, tenders },
    { settled: balance, owed: balance, ...receipt },
  ),
  "invoice.request": change(
    { says: "Asks the fiscal system for the invoice of a top-up or bill.", who: "CO" },
    { receipt: id, dryRun: Type.Optional(Type.Boolean()) },
    {
      /** not in a dry run */
      invoice: Type.Optional(Type.String()),
      amount: balance,
      /** last day on which it may be asked for; absent: without end */
      until: Type.Optional(date),
    },
  ),
};

export const pointsOperations = {
  "points.redeem": change(
    { says: "Turns points into a reward of the programme.", who: "KC" },
    {
      account: id,
      reward: id,
      quantity: Type.Optional(count),
      points: Type.Optional(count),
      choice: Type.Optional(id),
      where: Type.Optional(oneOf(["desk", "kiosk"])),
    },
    {
      spent: quantity,
      granted: open({
        quantity,
        asset: Type.Optional(Type.String()),
        reward: Type.Optional(Type.String()),
        choice: Type.Optional(Type.String()),
      }),
      available: quantity,
      receipt: Type.Optional(Type.String()),
      job: Type.Optional(Type.String()),
    },
  ),
  "points.adjust": change(
    { says: "Adds or takes points by hand, with a reason and a second person.", who: "CO" },
    {
      account: id,
      asset: id,
      quantity: Type.Integer({ minimum: -1_000_000_000, maximum: 1_000_000_000 }),
      reason: Type.Optional(text()),
      approval: Type.Optional(approval),
    },
    { available: quantity },
  ),
  "benefit.give": change(
    {
      says: "Hands a benefit over (a birthday gift, a prize) and counts it where it is numbered.",
      who: "C",
    },
    { account: id, benefit: id },
    { benefit: open({ code: Type.String(), left: Type.Optional(quantity) }), ...receipt },
  ),
  "gift.put": change(
    {
      says: "Puts a thing into the owner's catalogue: which reward, its price in points, how many.",
      who: "O",
    },
    {
      reward: id,
      choice: Type.Optional(id),
      name: Type.Optional(text()),
      points: Type.Optional(count),
      left: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))),
      /** for some days, to so many, at another price; null: no more */
      flash: Type.Optional(nullable(closed({ from: date, to: date, points: count, left: count }))),
      withdrawn: Type.Optional(Type.Boolean()),
    },
    { reward: Type.String() },
  ),
  "gift.list": call(
    { says: "The owner's catalogue with what is left.", who: "KCO" },
    {},
    open({
      gifts: Type.Array(
        open({
          reward: Type.String(),
          choice: Type.Optional(Type.String()),
          name: Type.Optional(Type.String()),
          points: Type.Optional(Type.Integer()),
          left: Type.Optional(quantity),
          /** of today, where there is one: `points` and `left` are then the flash's own */
          regular: Type.Optional(Type.Integer()),
          flash: Type.Optional(
            open({ from: date, to: date, points: Type.Integer(), left: Type.Integer() }),
          ),
        }),
      ),
    }),
  ),
  "points.buy": change(
    { says: "Sells points where the programme sells them.", who: "C" },
    { account: id, asset: id, quantity: count, tenders },
    {
      bought: quantity,
      price: balance,
      available: quantity,
      change: Type.Optional(balance),
      ...receipt,
    },
  ),
  "points.transfer": change(
    { says: "Moves points to another account where the programme allows it.", who: "C" },
    { account: id, to: id, asset: id, quantity: count },
    { available: quantity },
  ),
  "pool.join": change(
    { says: "Lets a member use an account together with its owner.", who: "C" },
    { account: id, member: id },
    { account: Type.String(), members: Type.Array(Type.String()) },
  ),
  "pool.leave": change(
    { says: "Ends a member's part in a shared account.", who: "C" },
    { account: id, member: id },
    { account: Type.String(), members: Type.Array(Type.String()) },
  ),
};

export const passOperations = {
  "pass.sell": change(
    { says: "Sells a pass: counts for money.", who: "C" },
    { account: id, pass: id, tenders },
    { asset: Type.String(), available: quantity, validTo: nullable(date), ...receipt },
  ),
  "pass.punch": change(
    { says: "Uses counts of a pass; twice with one key is one punch.", who: "KC" },
    { account: id, asset: id, quantity: Type.Optional(count), service: Type.Optional(text()) },
    { used: quantity, remaining: quantity, validTo: nullable(date), ...receipt },
  ),
  "coupon.issue": change(
    {
      says: "Issues a voucher to an account; `minSpend`: for bills of so much and more.",
      who: "CO",
    },
    {
      account: id,
      kind: oneOf(["voucher"]),
      value: price,
      minSpend: Type.Optional(price),
      expiresOn: Type.Optional(date),
      reason: text(),
    },
    { coupon: Type.String(), code: Type.String() },
  ),
  "coupon.get": call(
    { says: "State and worth of a voucher, by id or code.", who: "KCO" },
    { coupon: Type.Optional(id), code: Type.Optional(text(40)) },
    open({
      coupon: Type.Optional(Type.String()),
      state: oneOf(["open", "used", "expired", "void"]),
      value: balance,
      used: Type.Optional(balance),
      forfeited: Type.Optional(balance),
      minSpend: Type.Optional(balance),
      /** the campaign that gave it */
      campaign: Type.Optional(Type.String()),
      /** nobody's by name: how it came into the world */
      bearer: Type.Optional(oneOf(["sold", "handed"])),
      /** whose it is; not told at kiosks */
      account: Type.Optional(Type.String()),
      expiresOn: Type.Optional(date),
    }),
  ),
  "coupon.void": change(
    { says: "Takes a voucher out of use, with a reason.", who: "CO" },
    { coupon: id, reason: text() },
    { coupon: Type.String(), state: Type.String() },
  ),
};
