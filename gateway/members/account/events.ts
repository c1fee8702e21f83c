// What happens to an account, and what each happening changes besides the balances: lots as empty
// vessels, progress, carry, tier, holds. Quantities are never touched here (see apply-lines.ts).
import { setStationSpent, stationSpent } from "./away.ts";
import type { Draft } from "../contract.ts";
import { evolver } from "../evolver.ts";
import { must } from "../must.ts";
import type { Account, Lot, ProgressRow } from "../state.ts";

export type LotOpened = {
  type: "LotOpened";
  account: string;
  lot: string;
  asset: string;
  createdOn: string;
  source: string;
  expiresOn?: string;
  creditsOn?: string;
  debt?: true;
};
/** Pending units became available; `expiresOn` absent = never. */
export type LotCredited = { type: "LotCredited"; account: string; lot: string; expiresOn?: string };
/** Emptied long ago; a late reversal opens such a lot anew. */
export type LotsDropped = { type: "LotsDropped"; account: string; lots: readonly string[] };
/** The running window of a points asset; without `from` it is over. */
export type WindowSet = { type: "WindowSet"; account: string; asset: string; from?: string };
export type ToppedUp = {
  type: "ToppedUp";
  account: string;
  asset: string;
  amount: number;
  bonus: number;
  on: string;
  lot?: string;
  seller?: string;
};
/** Rows are added to what stands on the same day; a reversal adds negative ones. */
export type ProgressMade = { type: "ProgressMade"; account: string; rows: readonly ProgressRow[] };
export type HistoryTrimmed = { type: "HistoryTrimmed"; account: string; before: string };
export type ActivityNoted = { type: "ActivityNoted"; account: string; asset: string; on: string };
/** A difference, so that what two stores did apart adds up. */
export type CarryMoved = { type: "CarryMoved"; account: string; asset: string; by: number };
export type TierChanged = {
  type: "TierChanged";
  account: string;
  from: string | null;
  to: string | null;
  /** first day of the tier */
  on: string;
  /** last day of a tier given for a time, and the tier after it where that is not `from` */
  until?: string;
  next?: string | null;
  /** card type that belongs to the tier; the card's own issued type stays in its history */
  cardType?: string;
  rule?: string;
};
/** `period`: the year, or for a task the day, month … in which it counts once. */
export type BenefitUsed = { type: "BenefitUsed"; account: string; code: string; period: string };
/** `account`: absent where a voucher was used, which is a risk of station and store alone. */
export type OfflineSpent = {
  type: "OfflineSpent";
  account?: string;
  amount: number;
  station?: string;
};
export type OfflineCleared = { type: "OfflineCleared"; account?: string; station?: string };

const change = (draft: Draft, id: string, to: (account: Account) => Account): void =>
  draft.put("account", id, to(must(draft.get("account", id), `account ${id}`)));

const withLot = (account: Account, id: string, to: (lot: Lot) => Lot): Account => ({
  ...account,
  lots: account.lots.map((lot) => (lot.lot === id ? to(lot) : lot)),
});

const until = (expiresOn: string | undefined): { expiresOn?: string } =>
  expiresOn === undefined ? {} : { expiresOn };

/** Adds rows to the history: one row for each day and kind, rows at zero leave. */
export const addProgress = (
  history: readonly ProgressRow[],
  rows: readonly ProgressRow[],
): readonly ProgressRow[] =>
  rows.reduce((sum, row) => {
    const at = sum.findIndex(({ on, what }) => on === row.on && what === row.what);
    const quantity = (sum[at]?.quantity ?? 0) + row.quantity;
    if (at === -1) return quantity === 0 ? sum : [...sum, row];
    return quantity === 0 ? sum.toSpliced(at, 1) : sum.with(at, { ...row, quantity });
  }, history);

/** What a key of `benefitsUsed` ends with; `ever` sorts behind every date. */
const periodIn = (key: string): string => key.slice(key.lastIndexOf(":") + 1);

const lotEvolvers = {
  LotOpened: evolver<LotOpened>((draft, event) => {
    const { type: _, account: id, ...opened } = event;
    change(draft, id, (account) =>
      account.lots.some(({ lot }) => lot === opened.lot)
        ? account
        : { ...account, lots: [...account.lots, { ...opened, parts: {} }] },
    );
  }),
  LotCredited: evolver<LotCredited>((draft, { account: id, lot: lotId, expiresOn }) =>
    change(draft, id, (account) =>
      withLot(account, lotId, (pending) => {
        const { creditsOn: _, expiresOn: _before, ...lot } = pending;
        return { ...lot, ...until(expiresOn) };
      }),
    ),
  ),
  LotsDropped: evolver<LotsDropped>((draft, { account: id, lots }) =>
    change(draft, id, (account) => ({
      ...account,
      lots: account.lots.filter(({ lot }) => !lots.includes(lot)),
    })),
  ),
  WindowSet: evolver<WindowSet>((draft, { account: id, asset, from }) =>
    change(draft, id, (account) => {
      const { [asset]: _, ...others } = account.windowFrom;
      return { ...account, windowFrom: from === undefined ? others : { ...others, [asset]: from } };
    }),
  ),
};

const progressEvolvers = {
  ToppedUp: evolver<ToppedUp>((draft, { account: id, amount, on }) =>
    change(draft, id, (account) => ({
      ...account,
      maxSingleTopUp: Math.max(account.maxSingleTopUp, amount),
      history: addProgress(account.history, [{ on, what: "topup", quantity: amount }]),
    })),
  ),
  ProgressMade: evolver<ProgressMade>((draft, { account: id, rows }) =>
    change(draft, id, (account) => ({ ...account, history: addProgress(account.history, rows) })),
  ),
  HistoryTrimmed: evolver<HistoryTrimmed>((draft, { account: id, before }) =>
    change(draft, id, (account) => ({
      ...account,
      history: account.history.filter(({ on }) => on >= before),
      benefitsUsed: Object.fromEntries(
        Object.entries(account.benefitsUsed).filter(([key]) => periodIn(key) >= before.slice(0, 4)),
      ),
    })),
  ),
  ActivityNoted: evolver<ActivityNoted>((draft, { account: id, asset, on }) =>
    change(draft, id, (account) => ({
      ...account,
      lastActivityOn: { ...account.lastActivityOn, [asset]: on },
    })),
  ),
  CarryMoved: evolver<CarryMoved>((draft, { account: id, asset, by }) =>
    change(draft, id, (account) => {
      const carry = (account.carry[asset] ?? 0) + by;
      return { ...account, carry: { ...account.carry, [asset]: carry } };
    }),
  ),
  TierChanged: evolver<TierChanged>((draft, moved) => {
    change(draft, moved.account, (before) => {
      const { tierUntil: _, tierBefore: _tier, ...kept } = before;
      const limited =
        moved.until === undefined
          ? {}
          : {
              tierUntil: moved.until,
              tierBefore: moved.next === undefined ? moved.from : moved.next,
            };
      return { ...kept, tier: moved.to, tierSince: moved.on, ...limited };
    });
    const account = draft.get("account", moved.account);
    const card = account === undefined ? undefined : draft.get("card", account.card);
    if (account === undefined || card === undefined || moved.cardType === undefined) return;
    draft.put("card", account.card, { ...card, type: moved.cardType });
  }),
  BenefitUsed: evolver<BenefitUsed>((draft, { account: id, code, period }) =>
    change(draft, id, (account) => {
      const key = `${code}:${period}`;
      const times = (account.benefitsUsed[key] ?? 0) + 1;
      return { ...account, benefitsUsed: { ...account.benefitsUsed, [key]: times } };
    }),
  ),
  OfflineSpent: evolver<OfflineSpent>((draft, { account: id, amount, station }) => {
    if (id !== undefined)
      change(draft, id, (account) => ({
        ...account,
        offlineSpent: account.offlineSpent + amount,
        offlineUses: (account.offlineUses ?? 0) + 1,
      }));
    if (station !== undefined)
      setStationSpent(draft, station, stationSpent(draft, station) + amount);
  }),
  OfflineCleared: evolver<OfflineCleared>((draft, { account: id, station }) => {
    if (id !== undefined)
      change(draft, id, (account) => ({ ...account, offlineSpent: 0, offlineUses: 0 }));
    if (station !== undefined) setStationSpent(draft, station, 0);
  }),
};

export const accountEvolvers = { ...lotEvolvers, ...progressEvolvers };
