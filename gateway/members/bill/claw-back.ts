// Points of a bill that was undone are taken back: from where they were put, then from others as the
// asset's debt policy allows. Carry is what the smaller bill would have left.
import type { AssetTerms } from "../../programme/format.ts";
import type { Book } from "../account/book.ts";
import { lotAccount, lotsInOrder } from "../account/lots.ts";
import { hasLapsed, owe } from "../account/owe.ts";
import type { Context } from "../contract.ts";
import type { Lot } from "../state.ts";
import { putEarned, setCarry } from "./earn.ts";

export interface Unearned {
  readonly asset: AssetTerms;
  /** units the bill stands for less than before; below zero where it now earns more */
  readonly quantity: number;
  /** change of the carry, in the same base as the rule's `per` */
  readonly carry: number;
  /** lot they went into */
  readonly lot?: string | undefined;
  readonly bill: string;
}

/** How much of a carry makes how many units: of the rule that carries, undefined where none does. */
const carryUnit = (
  context: Context,
  asset: string,
): { readonly per: number; readonly give: number } | undefined =>
  context.programme
    .rulesAt("earn")
    .flatMap(({ then }) => (then.points === undefined ? [] : [then.points]))
    .find((points) => points.asset === asset && points.carry === true && points.per > 0);

/** Moves whole units between carry and points, so that the carry stays within one unit. */
const normalised = (
  context: Context,
  unearned: Unearned,
  carryNow: number,
): { readonly quantity: number; readonly carry: number } => {
  const carry = carryNow + unearned.carry;
  const unit = carryUnit(context, unearned.asset.id);
  if (unit === undefined) return { quantity: unearned.quantity, carry: Math.max(0, carry) };
  const steps = Math.floor(carry / unit.per);
  return { quantity: unearned.quantity - steps * unit.give, carry: carry - steps * unit.per };
};

interface Source {
  readonly lot: Lot;
  readonly part: "pending" | "avail";
}

/** Where units may be taken from: the bill's own lot, then what is pending, then what is available. */
const sourcesOf = (book: Book, context: Context, unearned: Unearned): readonly Source[] => {
  const { asset } = unearned;
  const parts =
    asset.debt === "only_pending" ? (["pending"] as const) : (["pending", "avail"] as const);
  const own = book.account.lots.filter(({ lot }) => lot === unearned.lot);
  const live = lotsInOrder(context, book.account, {
    asset,
    on: context.moment.businessDate,
  });
  const waiting = book.account.lots.filter(
    (lot) => lot.asset === asset.id && (lot.parts["pending"] ?? 0) > 0,
  );
  const others = [...waiting.toReversed(), ...live].filter(({ lot }) => lot !== unearned.lot);
  return [...own, ...others].flatMap((lot) => parts.map((part) => ({ lot, part })));
};

const takeFrom = (book: Book, asset: string, source: Source, amount: number): void =>
  book.post([
    {
      account: lotAccount(book.id, { asset, part: source.part, lot: source.lot.lot }),
      unit: asset,
      amount,
    },
  ]);

/** Takes units back; how many were taken (a policy may let the guest keep some). */
const take = (book: Book, context: Context, unearned: Unearned & { quantity: number }): number => {
  const { asset, bill } = unearned;
  if (hasLapsed(book, context, unearned.lot)) return 0;
  let open = unearned.quantity;
  for (const source of sourcesOf(book, context, unearned)) {
    const left = source.lot.debt === true ? 0 : (source.lot.parts[source.part] ?? 0);
    const amount = Math.min(open, left);
    if (amount <= 0) continue;
    takeFrom(book, asset.id, source, amount);
    open -= amount;
  }
  if (open > 0 && asset.debt === "allow") {
    owe(book, context, { asset, amount: open, bill });
    open = 0;
  }
  const taken = unearned.quantity - open;
  book.post([{ account: "house:issued", unit: asset.id, amount: -taken }]);
  return taken;
};

export interface ClawedBack {
  /** units taken from the account; below zero where it was given more */
  readonly taken: number;
  /** units the bill earned less, whatever could be taken */
  readonly unearned: number;
}

/** Takes back what a bill no longer earns and sets the carry to what it would have been. */
export const clawBack = (book: Book, context: Context, unearned: Unearned): ClawedBack => {
  const { asset, bill } = unearned;
  const now = book.account.carry[asset.id] ?? 0;
  const { quantity, carry } = normalised(context, unearned, now);
  setCarry(book, asset.id, carry);
  if (quantity === 0) return { taken: 0, unearned: 0 };
  if (quantity > 0)
    return { taken: take(book, context, { ...unearned, quantity }), unearned: quantity };
  putEarned(book, context, { asset, quantity: -quantity, source: bill });
  return { taken: quantity, unearned: quantity };
};
