// deposit.put and deposit.take: a guest leaves a bottle with the house and drinks of it later. Each deposit is a lot of
// its own, so that it lapses by the programme's rule and what is left is what the ledger says.
import type { AssetTerms } from "../../programme/format.ts";
import { addDays, isDate } from "../../programme/dates.ts";
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { createBook } from "../account/book.ts";
import { lastDayOf, lotAccount, spendableOf, unitOf } from "../account/lots.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { lookup, point } from "../member/lookups.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";
import type { Account, Lot } from "../state.ts";
import type { DepositFile } from "../trade-state.ts";

export interface PutDepositParams {
  readonly account: string;
  readonly what: string;
  readonly quantity: number;
  readonly measure: DepositFile["measure"];
  readonly place?: string;
  /** an earlier last good day than the programme's */
  readonly until?: string;
}

type ItemDeposited = { type: "ItemDeposited"; deposit: string; file: DepositFile };
type ItemTaken = { type: "ItemTaken"; deposit: string; quantity: number; left: number };

const codeSigns = 6;

/** How a label's code finds its deposit. */
export const depositLookup = (code: string): string => `deposit:${code.toUpperCase()}`;

const depositAsset = ({ programme }: Pick<Context, "programme">): AssetTerms | undefined =>
  programme.file.assets.find(({ kind }) => kind === "deposit_item");

/** What a deposit still holds, and until when; nothing once its lot lapsed. */
export const leftOf = (
  context: Pick<Context, "programme" | "calendar" | "moment">,
  account: Account,
  file: Pick<DepositFile, "lot">,
): { readonly left: number; readonly expiresOn?: string } => {
  const lot = account.lots.find((one) => one.lot === file.lot);
  if (lot === undefined) return { left: 0 };
  const expiresOn = lastDayOf(context, account, lot);
  const isOver = expiresOn !== undefined && expiresOn < context.moment.businessDate;
  const left = isOver ? 0 : spendableOf(lot);
  return { left, ...(expiresOn === undefined ? {} : { expiresOn }) };
};

const receiptOf = (
  at: { readonly view: View; readonly context: Context },
  file: DepositFile,
  change: {
    readonly label: "deposited" | "taken";
    readonly before: number;
    readonly after: number;
  },
) => {
  const { view, context } = at;
  const amount = { value: Math.abs(change.after - change.before), unit: file.asset };
  return issueReceipt(view, context, {
    kind: "deposit",
    account: file.account,
    rows: [
      { label: file.what, text: file.code },
      { label: change.label, amount, before: change.before, after: change.after },
    ],
  });
};

/** → `{deposit, code, left, expiresOn?, receipt}` */
export const putDeposit: Decider<PutDepositParams> = {
  roots: ({ account }) => accountRoots(account),
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const asset = depositAsset(context);
    if (asset === undefined) return refused(refusal("not_permitted", { why: "no deposits" }));
    const on = context.moment.businessDate;
    const book = createBook(params.account, holder.value.account);
    const most = creditExpiry(book, context, { asset, on });
    const { until = most } = params;
    const isLate = until !== undefined && most !== undefined && until > most;
    if (
      until !== undefined &&
      (!isDate(until) || until < on || isLate || until > addDays(on, 3_660))
    )
      return refused(
        refusal("not_permitted", { why: "until", ...(most === undefined ? {} : { most }) }),
      );
    const deposit = context.newId("d");
    const { quantity } = params;
    const { lot } = putUnits(book, context, {
      asset,
      parts: { avail: quantity },
      on,
      source: deposit,
      apart: true,
      ...(until === undefined ? {} : { expiresOn: until }),
    });
    book.post([
      { account: "house:issued", unit: unitOf(context.programme, asset), amount: quantity },
    ]);
    const file: DepositFile = {
      account: params.account,
      asset: asset.id,
      lot: must(lot, "a deposit has a lot of its own"),
      code: deposit.slice(-codeSigns).toUpperCase(),
      what: params.what,
      measure: params.measure,
      quantity,
      ...(params.place === undefined ? {} : { place: params.place }),
      on,
    };
    const change = { label: "deposited", before: 0, after: quantity } as const;
    const receipt = receiptOf({ view, context }, file, change);
    return accepted({
      events: [
        ...book.events,
        happened<ItemDeposited>({ type: "ItemDeposited", deposit, file }),
        ...receipt.events,
      ],
      lines: book.lines,
      member: holder.value.account.member,
      account: params.account,
      receipt: receipt.facts,
      result: {
        deposit,
        code: file.code,
        left: quantity,
        ...(until === undefined ? {} : { expiresOn: until }),
        receipt: receipt.facts.receipt,
      },
    });
  },
};

export interface TakeDepositParams {
  readonly deposit: string;
  readonly quantity: number;
}

const lotIn = (account: Account, id: string): Lot | undefined =>
  account.lots.find(({ lot }) => lot === id);

/** → `{deposit, taken, left, receipt}`; more than is left is refused, and so is what has lapsed */
export const takeDeposit: Decider<TakeDepositParams> = {
  roots: ({ deposit }) => [{ kind: "deposit", id: deposit }],
  decide: ({ deposit, quantity }, view, context) => {
    const file = view.get("deposit", deposit);
    if (file === undefined) return refused(refusal("not_found", { deposit }));
    const holder = usableHolder(view, file.account);
    if (!holder.ok) return refused(holder.error);
    const { account } = holder.value;
    const { left: before } = leftOf(context, account, file);
    const asset = context.programme.asset(file.asset);
    if (before < quantity || asset === undefined || lotIn(account, file.lot) === undefined) {
      const has = { asset: file.asset, available: before };
      return refused(refusal("insufficient_balance", has));
    }
    const book = createBook(file.account, account);
    const unit = unitOf(context.programme, asset);
    book.post([
      {
        account: lotAccount(book.id, { asset: asset.id, part: "avail", lot: file.lot }),
        unit,
        amount: quantity,
      },
      { account: "house:used", unit, amount: -quantity },
    ]);
    const left = before - quantity;
    const receipt = receiptOf({ view, context }, file, { label: "taken", before, after: left });
    return accepted({
      events: [
        happened<ItemTaken>({ type: "ItemTaken", deposit, quantity, left }),
        ...receipt.events,
      ],
      lines: book.lines,
      member: account.member,
      account: file.account,
      receipt: receipt.facts,
      result: { deposit, taken: quantity, left, receipt: receipt.facts.receipt },
    });
  },
};

export const depositRoots = (named: { readonly code?: string; readonly account?: string }) => [
  ...(named.code === undefined ? [] : [lookup(depositLookup(named.code))]),
  ...(named.account === undefined ? [] : accountRoots(named.account)),
];

export const depositEvolvers = {
  ItemDeposited: evolver<ItemDeposited>((draft, { deposit, file }) => {
    draft.put("deposit", deposit, file);
    point(draft, depositLookup(file.code), { kind: "deposit", id: deposit });
  }),
  ItemTaken: evolver<ItemTaken>(() => {}),
};
