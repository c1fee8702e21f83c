// What leaves with a card that is taken back: money that was paid in goes to the guest, the rest lapses.
import type { Posting } from "../../ledger/entry.ts";
import { lotAccount, unitOf } from "../account/lots.ts";
import { tillLines } from "../account/tenders.ts";
import type { Context } from "../contract.ts";
import type { Account, Lot } from "../state.ts";

export interface Payout {
  readonly pay: number;
  readonly forfeited: Readonly<Record<string, number>>;
  readonly lines: readonly Posting[];
}

/** Where the other side of a part goes: back to the guest, back to the house, or lapsed. */
const counterpart = (part: string): string | undefined =>
  part === "principal" ? undefined : part === "bonus" ? "expense:bonus" : "house:expired";

const lotPayout = (context: Context, account: string, lot: Lot): readonly Posting[] => {
  const asset = context.programme.asset(lot.asset);
  const unit = asset === undefined ? lot.asset : unitOf(context.programme, asset);
  return Object.entries(lot.parts).flatMap(([part, left]) => {
    const name = lotAccount(account, { asset: lot.asset, part, lot: lot.lot });
    const other = counterpart(part);
    return [
      { account: name, unit, amount: left },
      ...(other === undefined ? [] : [{ account: other, unit, amount: -left }]),
    ];
  });
};

/** Empties the account: principal and money for unused counts are paid, everything else is forfeited. */
export const payoutOf = (context: Context, id: string, account: Account): Payout => {
  const { currency } = context.programme;
  const principal = account.lots.reduce((sum, lot) => sum + (lot.parts["principal"] ?? 0), 0);
  const deferred = account.lots.reduce((sum, lot) => sum + (lot.deferred ?? 0), 0);
  const pay = principal + deferred;
  const forfeited: Record<string, number> = {};
  for (const lot of account.lots) {
    const { principal: _, ...lapsing } = lot.parts;
    const quantity = Object.values(lapsing).reduce((sum, left) => sum + left, 0);
    if (quantity !== 0) forfeited[lot.asset] = (forfeited[lot.asset] ?? 0) + quantity;
  }
  const lines = [
    ...account.lots.flatMap((lot) => lotPayout(context, id, lot)),
    ...account.lots.map((lot) => ({
      account: `liab:deferred:${id}:${lot.lot}`,
      unit: currency,
      amount: lot.deferred ?? 0,
    })),
    ...tillLines(context, [{ type: "cash", amount: pay }], -1),
  ];
  return { pay, forfeited, lines: lines.filter((line) => line.amount !== 0) };
};
