// Takes value out of an account: stored value within balance, holds and the offline bound; counts; tab.
import { durationMs } from "../../programme/calendar.ts";
import type { AssetTerms } from "../../programme/format.ts";
import type { DomainEvent } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Context } from "../contract.ts";
import { happened } from "../evolver.ts";
import { useLeases } from "../lease/lease.ts";
import { holds, must } from "../must.ts";
import type { Allocation } from "../state.ts";
import type { Book } from "./book.ts";
import type { ActivityNoted, OfflineCleared, OfflineSpent } from "./events.ts";
import { allocate, allocationLines, availableOf } from "./lots.ts";

/** Stored value per card in all while head office is away, unless the programme says otherwise. */
const offlineSpendDefault = 100_000;

type OfflineAct = "spend_stored" | "spend_points" | "spend_count" | "tab" | "redeem_gift";

/** Acts allowed offline where the programme lists none. */
const offlineAllowDefault: readonly OfflineAct[] = ["spend_stored", "spend_count"];

/** What may be done while head office is away. */
export const actsApart = ({ file }: Context["programme"]): readonly string[] =>
  file.offline?.allow ?? offlineAllowDefault;

/** Refuses an act that must not be done while head office is away. */
export const offlineRefusal = (context: Context, act?: OfflineAct): Refusal | undefined => {
  if (context.headOffice !== "offline") return undefined;
  return act !== undefined && actsApart(context.programme).includes(act)
    ? undefined
    : refusal("offline.not_allowed");
};

interface Bound {
  readonly limit: number | undefined;
  readonly spent: number;
  readonly more: { readonly [what: string]: true };
}

const overBound = (bounds: readonly Bound[], amount: number): Refusal | undefined => {
  const over = bounds.find(({ limit, spent }) => limit !== undefined && spent + amount > limit);
  if (over === undefined) return undefined;
  return refusal("offline.limit", { limit: over.limit ?? 0, spent: over.spent, ...over.more });
};

/** Per station, store and use, and since head office was last heard: whoever spends. `before`: in this very decision. */
const beyondHouse = (context: Context, amount: number, before: number): Refusal | undefined => {
  const { away, programme } = context;
  const { perDeviceSpend, perStoreSpend, perUse, maxStaleness } = programme.file.offline ?? {};
  const over = overBound(
    [
      { limit: perDeviceSpend, spent: away.stationSpent + before, more: { station: true } },
      { limit: perStoreSpend, spent: (away.storeSpent ?? 0) + before, more: { store: true } },
      { limit: perUse, spent: 0, more: { use: true } },
    ],
    amount,
  );
  if (over !== undefined) return over;
  return maxStaleness !== undefined && away.ms > durationMs(maxStaleness)
    ? refusal("offline.limit", { awayMs: away.ms })
    : undefined;
};

/**
 * Refuses what goes beyond the programme's bounds: per use, card, station and store, and since head office was last
 * heard. Between the lower and the upper bound of a card somebody with the right `manager` must stand at the till.
 */
const beyondBounds = (book: Book, context: Context, amount: number): Refusal | undefined => {
  const { actor, programme } = context;
  const terms = programme.file.offline ?? {};
  const { account } = book;
  const spent = account.offlineSpent;
  const ofTier = account.tier === null ? undefined : terms.perTier?.[account.tier];
  const limit = ofTier ?? terms.perCardSpend ?? offlineSpendDefault;
  const over =
    overBound([{ limit, spent, more: {} }], amount) ??
    beyondHouse(context, amount, spentBefore(book));
  if (over !== undefined) return over;
  const { usesPerCard, lowerCardSpend } = terms;
  const uses = account.offlineUses ?? 0;
  if (usesPerCard !== undefined && uses >= usesPerCard)
    return refusal("offline.limit", { limit: usesPerCard, spent: uses, uses: true });
  if (lowerCardSpend !== undefined && spent + amount > lowerCardSpend)
    return actor.rights.includes("manager")
      ? undefined
      : refusal("missing.approval", { limit: lowerCardSpend, spent });
  return undefined;
};

/** What this very decision has spent already. */
const spentBefore = (book: Book): number =>
  book.events.reduce(
    (sum, event) =>
      event.type === "OfflineSpent" && typeof event["amount"] === "number"
        ? sum + event["amount"]
        : sum,
    0,
  );

/** Books what offline spending adds to the risk of account and station, or refuses when a bound is reached. */
const spendOffline = (book: Book, context: Context, amount: number): Refusal | undefined => {
  const { station } = context.actor;
  if (context.headOffice !== "offline") {
    if (book.account.offlineSpent > 0 || context.away.stationSpent > 0)
      book.happen([
        happened<OfflineCleared>({ type: "OfflineCleared", account: book.id, station }),
      ]);
    return undefined;
  }
  const denied = offlineRefusal(context, "spend_stored") ?? beyondBounds(book, context, amount);
  if (denied !== undefined) return denied;
  book.happen([
    happened<OfflineSpent>({ type: "OfflineSpent", account: book.id, amount, station }),
  ]);
  return undefined;
};

/**
 * Books what vouchers that are used apart add to the risk of station and store, or refuses when a bound is reached:
 * the same paper can be shown in another store meanwhile.
 */
export const spendVouchersApart = (
  context: Context,
  amount: number,
): Result<readonly DomainEvent[], Refusal> => {
  const { actor, away, headOffice } = context;
  const { station } = actor;
  if (amount === 0) return ok([]);
  if (headOffice !== "offline")
    return ok(
      away.stationSpent > 0 ? [happened<OfflineCleared>({ type: "OfflineCleared", station })] : [],
    );
  const denied = beyondHouse(context, amount, 0);
  if (denied !== undefined) return err(denied);
  return ok([happened<OfflineSpent>({ type: "OfflineSpent", amount, station })]);
};

export interface Drawing {
  readonly asset: AssetTerms;
  readonly amount: number;
  /** overrides the asset's own way of drawing; a card fee takes principal first */
  readonly draw?: AssetTerms["draw"];
}

const short = (asset: AssetTerms, available: number): Refusal =>
  asset.kind === "points" || asset.kind === "progress"
    ? refusal("not_enough_points", { available })
    : refusal("insufficient_balance", { asset: asset.id, available });

/** Draws units and posts them out of the account; the other side is the caller's. */
export const draw = (
  book: Book,
  context: Context,
  drawing: Drawing,
): Result<readonly Allocation[], Refusal> => {
  const { asset, amount } = drawing;
  const { programme, moment } = context;
  holds(Number.isSafeInteger(amount) && amount >= 0, `whole units are drawn, not ${amount}`);
  const available = availableOf(context, book.account, { asset: asset.id, when: moment });
  if (amount > available) return err(short(asset, available));
  const covered = useLeases(book, context, { asset: asset.id, amount });
  if (asset.kind === "money" && amount > covered) {
    const refused = spendOffline(book, context, amount - covered);
    if (refused !== undefined) return err(refused);
  }
  const allocations = allocate(context, book.account, {
    asset,
    amount,
    on: moment.businessDate,
    ...(drawing.draw === undefined ? {} : { draw: drawing.draw }),
  });
  const taken = must(allocations, `${amount} of ${asset.id} in account ${book.id}`);
  book.post(allocationLines(programme, book.id, { allocations: taken, sign: 1 }));
  return ok(taken);
};

/** Notes that a points asset was used or filled, for rules that let idle points lapse. */
export const noteActivity = (
  book: Book,
  context: Context,
  act: { readonly asset: AssetTerms; readonly what: "earn" | "redeem" },
): void => {
  const { expiry, id } = act.asset;
  if (expiry?.rule !== "inactivity" || expiry.activity?.includes(act.what) === false) return;
  const on = context.moment.businessDate;
  book.happen([
    happened<ActivityNoted>({ type: "ActivityNoted", account: book.id, asset: id, on }),
  ]);
};

/** Puts an amount on the member's tab, within its limit. */
export const spendOnTab = (
  book: Book,
  context: Context,
  tab: { readonly asset: AssetTerms; readonly amount: number },
): Refusal | undefined => {
  const denied = offlineRefusal(context, "tab");
  if (denied !== undefined) return denied;
  const owed = book.account.receivable ?? 0;
  const { limit = 0 } = tab.asset;
  if (owed + tab.amount > limit) return refusal("limit.reached", { limit, owed });
  const unit = context.programme.currency;
  book.post([{ account: `asset:receivable:${book.id}`, unit, amount: tab.amount }]);
  return undefined;
};

/** Deferred money that counts release when they are used. */
export const deferredOf = (allocations: readonly Allocation[]): number =>
  allocations.reduce((sum, { deferred }) => sum + (deferred ?? 0), 0);
