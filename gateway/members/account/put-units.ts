// Puts units into an account: pays a debt first, then fills the lot they belong to.
import type { AssetTerms, Expiry } from "../../programme/format.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Lot } from "../state.ts";
import type { Book } from "./book.ts";
import { type Dated, lastDayOfUnits } from "./last-day.ts";
import type { LotOpened, WindowSet } from "./events.ts";
import { allocate, allocationLines, balanceOf, lotAccount, unitOf } from "./lots.ts";

export interface Units {
  readonly asset: AssetTerms;
  /** by part: `{principal: 5000, bonus: 500}`, `{avail: 3}`, `{pending: 3}` */
  readonly parts: Readonly<Record<string, number>>;
  readonly on: string;
  /** bill, top-up, pass or adjustment they come from */
  readonly source: string;
  readonly expiresOn?: string;
  readonly creditsOn?: string;
  /** true: a lot of its own, as for money and passes; else units of one fate share a lot */
  readonly apart?: boolean;
}

/** Opens or finds the lot and credits it; the other side of the entry is the caller's. */
export const putUnits = (
  book: Book,
  context: Pick<Context, "programme" | "newId">,
  units: Units,
): { readonly lot?: string } => {
  const paying = debtPartOf(units.asset);
  const repaid = payDebt(book, context, units);
  const parts = {
    ...units.parts,
    ...(repaid === 0 ? {} : { [paying]: (units.parts[paying] ?? 0) - repaid }),
  };
  if (Object.values(parts).every((quantity) => quantity === 0)) return {};
  const lot = units.apart === true ? undefined : lotOfSameFate(book, units);
  const id = lot ?? context.newId("lot");
  if (lot === undefined) book.happen([opened(book.id, id, units)]);
  book.post(
    Object.entries(parts).map(([part, quantity]) => ({
      account: lotAccount(book.id, { asset: units.asset.id, part, lot: id }),
      unit: unitOf(context.programme, units.asset),
      amount: -quantity,
    })),
  );
  return { lot: id };
};

const opened = (account: string, lot: string, units: Units): ReturnType<typeof happened> =>
  happened<LotOpened>({
    type: "LotOpened",
    account,
    lot,
    asset: units.asset.id,
    createdOn: units.on,
    source: units.source,
    ...(units.expiresOn === undefined ? {} : { expiresOn: units.expiresOn }),
    ...(units.creditsOn === undefined ? {} : { creditsOn: units.creditsOn }),
  });

const lotOfSameFate = (book: Book, units: Units): string | undefined =>
  book.account.lots.find(
    (lot) =>
      lot.asset === units.asset.id &&
      lot.debt !== true &&
      lot.deferred === undefined &&
      lot.expiresOn === units.expiresOn &&
      lot.creditsOn === units.creditsOn,
  )?.lot;

export const debtLotOf = (lots: readonly Lot[], asset: string): Lot | undefined =>
  lots.find((lot) => lot.asset === asset && lot.debt === true);

/** What a debt is owed in: money paid in, or available units. */
export const debtPartOf = ({ kind }: Pick<AssetTerms, "kind">): "principal" | "avail" =>
  kind === "money" ? "principal" : "avail";

const payDebt = (book: Book, context: Pick<Context, "programme">, units: Units): number => {
  const debt = debtLotOf(book.account.lots, units.asset.id);
  const part = debtPartOf(units.asset);
  const repaid = Math.min(-(debt?.parts[part] ?? 0), units.parts[part] ?? 0);
  if (debt === undefined || repaid <= 0) return 0;
  book.post([
    {
      account: lotAccount(book.id, { asset: units.asset.id, part, lot: debt.lot }),
      unit: unitOf(context.programme, units.asset),
      amount: -repaid,
    },
  ]);
  return repaid;
};

/** A debt and units to pay it never stand side by side: whatever came back pays first. */
export const settleDebt = (
  book: Book,
  context: Pick<Context, "programme" | "calendar" | "moment">,
  asset: AssetTerms,
): void => {
  const debt = debtLotOf(book.account.lots, asset.id);
  const owed = -(debt?.parts["avail"] ?? 0);
  if (debt === undefined || owed <= 0) return;
  const { programme, moment } = context;
  const on = moment.businessDate;
  const there = balanceOf(context, book.account, { asset: asset.id, on }) + owed;
  const amount = Math.min(owed, there);
  const paid = allocate(context, book.account, { asset, amount, on }) ?? [];
  book.post([
    ...allocationLines(programme, book.id, { allocations: paid, sign: 1 }),
    {
      account: lotAccount(book.id, { asset: asset.id, part: "avail", lot: debt.lot }),
      unit: unitOf(programme, asset),
      amount: -amount,
    },
  ]);
};

/**
 * The last good day of units that become available on `on`. Under a window rule the first credit
 * opens the window; all credits inside it end with it. Units whose giver has its own word on it
 * (`expiry`) stand outside the window.
 */
export const creditExpiry = (
  book: Book,
  context: Dated,
  credit: { readonly asset: AssetTerms; readonly on: string; readonly expiry?: Expiry | undefined },
): string | undefined => {
  const { asset, on, expiry } = credit;
  const tier = book.account.tier === null ? {} : { tier: book.account.tier };
  if (expiry !== undefined)
    return lastDayOfUnits(context, asset, { createdOn: on, ...tier, expiry });
  if (asset.expiry?.rule === "inactivity") return undefined;
  if (asset.expiry?.rule !== "window_from_first_credit") {
    return lastDayOfUnits(context, asset, { createdOn: on, ...tier });
  }
  const running = book.account.windowFrom[asset.id];
  const end =
    running === undefined
      ? undefined
      : lastDayOfUnits(context, asset, { createdOn: on, windowFrom: running, ...tier });
  if (end !== undefined && end >= on) return end;
  book.happen([
    happened<WindowSet>({ type: "WindowSet", account: book.id, asset: asset.id, from: on }),
  ]);
  return lastDayOfUnits(context, asset, { createdOn: on, windowFrom: on, ...tier });
};
