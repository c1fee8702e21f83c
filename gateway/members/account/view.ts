// account.get: what an account holds, what it is worth in rank and benefits, and what lapses next.
import type { Benefit, Facts } from "../../programme/contract.ts";
import type { AssetTerms } from "../../programme/format.ts";
import { benefits } from "../../programme/terms.ts";
import type { JsonObject } from "../../json.ts";
import type { Refusal } from "../../refusals.ts";
import { type Result, ok } from "../../result.ts";
import type { Context, View } from "../contract.ts";
import { couponState } from "../coupon/find.ts";
import type { Account } from "../state.ts";
import { holderOf } from "./access.ts";
import { accountFacts, progressOf } from "./facts.ts";
import { availableOf, heldOf, lastDayOf, pendingOf, spendableOf } from "./lots.ts";

/** Benefits that may still be had: those with a yearly number less what was given this year. */
export const openBenefits = (
  account: Account,
  offered: readonly Benefit[],
  on: string,
): readonly Benefit[] =>
  offered.flatMap((benefit) => {
    const perYear = benefit["perYear"];
    if (typeof perYear !== "number") return [benefit];
    const left = perYear - (account.benefitsUsed[`${benefit.code}:${on.slice(0, 4)}`] ?? 0);
    return left <= 0 ? [] : [{ ...benefit, left }];
  });

/** Benefits that were won and wait to be handed over. */
export const earnedBenefits = (account: Account): readonly Benefit[] =>
  (account.benefitsEarned ?? []).map(({ benefit: { perYear: _won, ...benefit }, on, left }) => ({
    ...benefit,
    left,
    earnedOn: on,
  }));

interface Seen {
  readonly account: Account;
  readonly context: Context;
  readonly asset: AssetTerms;
}

/** Lots with something in them that may be used today. */
const lotRows = ({ account, context, asset }: Seen): readonly JsonObject[] =>
  account.lots.flatMap((lot) => {
    const expiresOn = lastDayOf(context, account, lot);
    const isOver = expiresOn !== undefined && expiresOn < context.moment.businessDate;
    const quantity = spendableOf(lot);
    if (lot.asset !== asset.id || quantity === 0 || isOver) return [];
    return [
      {
        lot: lot.lot,
        quantity,
        ...(expiresOn === undefined ? {} : { expiresOn }),
        ...(asset.kind === "money" ? moneyParts(asset, lot.parts) : {}),
      },
    ];
  });

const moneyParts = (
  asset: AssetTerms,
  parts: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> =>
  Object.fromEntries((asset.parts ?? ["principal"]).map((part) => [part, parts[part] ?? 0]));

/** The earliest day on which something lapses and how much of it. */
const expiresNext = (rows: readonly JsonObject[]): JsonObject => {
  const days = rows.flatMap(({ expiresOn }) => (typeof expiresOn === "string" ? [expiresOn] : []));
  const on = days.toSorted()[0];
  if (on === undefined) return {};
  const quantity = rows.reduce(
    (sum, row) => (row["expiresOn"] === on ? sum + Number(row["quantity"]) : sum),
    0,
  );
  return { expiresNext: { on, quantity } };
};

const assetView = (seen: Seen): JsonObject => {
  const { account, context, asset } = seen;
  const lots = lotRows(seen);
  const available = availableOf(context, account, {
    asset: asset.id,
    when: context.moment,
  });
  const common = { available, lots, ...expiresNext(lots) };
  switch (asset.kind) {
    case "money": {
      const sums = lots.reduce<Record<string, number>>(
        (sum, lot) => {
          for (const part of asset.parts ?? ["principal"])
            sum[part] = (sum[part] ?? 0) + Number(lot[part]);
          return sum;
        },
        moneyParts(asset, {}),
      );
      return {
        ...common,
        held: heldOf(account, asset.id, { when: context.moment, store: context.store.id }),
        ...sums,
      };
    }
    case "points":
    case "progress":
      return {
        ...common,
        pending: pendingOf(account, asset.id),
        carry: account.carry[asset.id] ?? 0,
      };
    case "credit":
      return {
        available: (asset.limit ?? 0) - (account.receivable ?? 0),
        owed: account.receivable ?? 0,
        lots: [],
      };
    case "count":
    case "pass":
    case "voucher":
    case "deposit_item":
      return common;
  }
};

const figures = (facts: Facts): JsonObject =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      typeof value === "number" ? [[name, value]] : [],
    ),
  );

/** A benefit with the clause of the programme that promises it. */
const cited = ({ programme }: Context, benefit: Benefit): JsonObject => {
  const promise = programme
    .rulesAt("benefit")
    .find(
      ({ then }) =>
        then.benefit?.code === benefit.code && then.benefit["until"] === benefit["until"],
    );
  return { ...benefit, ...(promise?.cite === undefined ? {} : { cite: promise.cite }) };
};

/** Vouchers that are good today, those that lapse first in front. */
const couponRows = (view: View, account: Account, on: string): readonly JsonObject[] =>
  account.coupons
    .flatMap((id) => {
      const coupon = view.get("coupon", id);
      if (coupon === undefined || couponState(coupon, on) !== "open") return [];
      const { code, value, expiresOn } = coupon;
      return [{ coupon: id, code, value, ...(expiresOn === undefined ? {} : { expiresOn }) }];
    })
    .toSorted((one, other) => ((one.expiresOn ?? "9") < (other.expiresOn ?? "9") ? -1 : 1));

/** The result of `account.get`. Works for every state of the card: looking is not using. */
export const accountView = (
  view: View,
  account: string,
  context: Context,
): Result<JsonObject, Refusal> => {
  const found = holderOf(view, account);
  if (!found.ok) return found;
  const { card, ...holder } = found.value;
  const offered = benefits(context.programme, {
    ...accountFacts(context, found.value),
    authenticated: true,
  });
  return ok({
    account,
    member: holder.account.member,
    card: holder.account.card,
    type: card.type,
    state: card.state,
    validTo: card.validTo,
    tier: holder.account.tier,
    assets: Object.fromEntries(
      context.programme.file.assets.map((asset) => [
        asset.id,
        assetView({ account: holder.account, context, asset }),
      ]),
    ),
    progress: figures(progressOf(context, holder.account, context.moment.businessDate)),
    benefits: [
      ...earnedBenefits(holder.account),
      ...openBenefits(holder.account, offered, context.moment.businessDate),
    ].map((benefit) => cited(context, benefit)),
    coupons: couponRows(view, holder.account, context.moment.businessDate),
    asOf: context.moment.at,
    stalenessMs: 0,
  });
};
