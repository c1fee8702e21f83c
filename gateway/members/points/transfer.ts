// points.transfer: units from one account to another, within the multiples and yearly bounds of the asset.
import type { AssetTerms } from "../../programme/format.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import type { ProgressMade } from "../account/events.ts";
import { availableOf } from "../account/lots.ts";
import { calendarYear, earnedRow, sumOver } from "../account/progress.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { draw, offlineRefusal } from "../account/spend.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Account, Allocation, ProgressRow } from "../state.ts";

export interface TransferParams {
  readonly account: string;
  readonly to: string;
  readonly asset: string;
  readonly quantity: number;
}

type Terms = NonNullable<AssetTerms["transfer"]>;

const outRow = (asset: string): string => `out:${asset}`;
const inRow = (asset: string): string => `in:${asset}`;
const timesRow = (asset: string): string => `transfers:${asset}`;

const inYear = (account: Account, what: string, on: string): number =>
  sumOver(account.history, what, calendarYear(on));

const beyond = (
  terms: Terms,
  move: { readonly asset: string; readonly quantity: number; readonly on: string },
  between: { readonly from: Account; readonly to: Account },
): Refusal | undefined => {
  const { asset, quantity, on } = move;
  const { from, to } = between;
  if (quantity % (terms.multiple ?? 1) !== 0) {
    return refusal("amount.out_of_range", { multiple: terms.multiple ?? 1 });
  }
  const out = inYear(from, outRow(asset), on) + quantity;
  const into = inYear(to, inRow(asset), on) + quantity;
  const times = inYear(from, timesRow(asset), on) + 1;
  if (out > (terms.maxOutPerYear ?? out))
    return refusal("limit.reached", { limit: terms.maxOutPerYear ?? 0 });
  if (into > (terms.maxInPerYear ?? into))
    return refusal("limit.reached", { limit: terms.maxInPerYear ?? 0 });
  return times > (terms.maxTimesPerYear ?? times)
    ? refusal("limit.reached", { limit: terms.maxTimesPerYear ?? 0 })
    : undefined;
};

const note = (book: Book, rows: readonly ProgressRow[]): void =>
  book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows })]);

/** Units keep their last good day where the programme says so, else they start anew. */
const receive = (
  book: Book,
  context: Context,
  given: {
    readonly asset: AssetTerms;
    readonly taken: readonly Allocation[];
    readonly from: Account;
  },
): void => {
  const { asset, taken, from } = given;
  const on = context.moment.businessDate;
  for (const { lot, part, amount, deferred = 0 } of taken) {
    const kept = from.lots.find((one) => one.lot === lot)?.expiresOn;
    const expiresOn =
      asset.transfer?.keepExpiry === true ? kept : creditExpiry(book, context, { asset, on });
    const put = putUnits(book, context, {
      asset,
      parts: { [part]: amount },
      on,
      source: "transfer",
      apart: asset.kind === "money" || deferred > 0,
      ...(expiresOn === undefined ? {} : { expiresOn }),
    });
    const unit = context.programme.currency;
    book.post([{ account: `liab:deferred:${book.id}:${put.lot}`, unit, amount: -deferred }]);
  }
};

const transferRefusal = (
  params: TransferParams,
  asset: AssetTerms | undefined,
  context: Context,
): Refusal | undefined => {
  if (asset === undefined) return refusal("not_found", { asset: params.asset });
  const offline = offlineRefusal(context);
  if (offline !== undefined) return offline;
  if (asset.transfer === undefined || params.account === params.to || params.quantity <= 0) {
    return refusal("not_permitted", { asset: params.asset });
  }
  return undefined;
};

/** → `{available}`: what is left in the account the units came from */
export const transferPoints: Decider<TransferParams> = {
  roots: (params) => [...accountRoots(params.account), ...accountRoots(params.to)],
  decide: (params, view, context) => {
    const from = usableHolder(view, params.account);
    if (!from.ok) return refused(from.error);
    const to = usableHolder(view, params.to);
    if (!to.ok) return refused(to.error);
    const asset = context.programme.asset(params.asset);
    const no = transferRefusal(params, asset, context);
    if (no !== undefined || asset?.transfer === undefined) {
      return refused(no ?? refusal("not_permitted"));
    }
    const { quantity } = params;
    const on = context.moment.businessDate;
    const over = beyond(
      asset.transfer,
      { asset: asset.id, quantity, on },
      { from: from.value.account, to: to.value.account },
    );
    if (over !== undefined) return refused(over);
    const giver = createBook(params.account, from.value.account);
    const taker = createBook(params.to, to.value.account);
    const taken = draw(giver, context, { asset, amount: quantity });
    if (!taken.ok) return refused(taken.error);
    receive(taker, context, { asset, taken: taken.value, from: from.value.account });
    note(giver, [
      { on, what: outRow(asset.id), quantity },
      { on, what: timesRow(asset.id), quantity: 1 },
    ]);
    note(taker, [
      { on, what: inRow(asset.id), quantity },
      ...(asset.transfer.countsForTier === true
        ? [{ on, what: earnedRow(asset.id), quantity }]
        : []),
    ]);
    return accepted({
      events: [...giver.events, ...taker.events],
      lines: [...giver.lines, ...taker.lines],
      member: from.value.account.member,
      account: params.account,
      result: {
        available: availableOf(context, giver.account, {
          asset: asset.id,
          when: context.moment,
        }),
      },
    });
  },
};
