// bill.settle: the quote made final. One entry: what was sold, what paid for it, what it earned.
import type { Posting } from "../../ledger/entry.ts";
import type { BillQuote } from "../../programme/contract.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Book, createBook } from "../account/book.ts";
import { type Commission, commissionFor, sellerRoots } from "../account/commission.ts";
import type { BenefitUsed, ProgressMade } from "../account/events.ts";
import { availableOf } from "../account/lots.ts";
import { type Paid, payOutOf } from "../account/pay.ts";
import { counted } from "../account/progress.ts";
import { completeTasks } from "../account/tasks.ts";
import { deferredOf, draw, offlineRefusal, spendVouchersApart } from "../account/spend.ts";
import { ledgerName, type PayingTender, tillLines } from "../account/tenders.ts";
import { movedByTier, riseOf } from "../account/tier.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import type { VoucherUsed } from "../coupon/events.ts";
import { happened } from "../evolver.ts";
import { endHold, openHold } from "../hold/hold.ts";
import { shelfMoves, soldRoots } from "../goods/goods.ts";
import { must } from "../must.ts";
import { approvalRoots } from "../staff/approval.ts";
import type { Allocation, Bill } from "../state.ts";
import { benefits } from "../../programme/terms.ts";
import { billRoots, type BillParams } from "./ask.ts";
import { type ByHand, judgeByHand } from "./by-hand.ts";
import { giveBonuses } from "./bonus.ts";
import { earnPoints } from "./earn.ts";
import type { BillSettled } from "./events.ts";
import { keepChange } from "./keep-change.ts";
import { packBill } from "./packed.ts";
import { type QuotedBill, quoteAsked, quoteResult } from "./quote.ts";
import { billReceipt } from "./receipt.ts";

export interface SettleParams extends BillParams {
  readonly tenders: readonly PayingTender[];
  readonly seller?: string;
  /** the change goes into stored value instead of back */
  readonly keepChange?: boolean;
  /** why lines are reduced by hand, and the second person */
  readonly byHand?: ByHand;
  readonly note?: NonNullable<Bill["note"]>;
}

/** What is owed for the vouchers a bill takes, with what lapses of them. */
const worthOfVouchers = ({ voucherUse }: BillQuote): number =>
  voucherUse.reduce((sum, { used, forfeited }) => sum + used + forfeited, 0);

/** What vouchers and points leave to be paid. */
const toPay = ({ due, voucherUse, redeemed }: BillQuote): number =>
  due -
  voucherUse.reduce((sum, { used }) => sum + used, 0) -
  redeemed.reduce((sum, { amount }) => sum + amount, 0);

/** The programme may keep stored value or a tab from paying for some venues. */
const unpayable = (
  tenders: readonly PayingTender[],
  { quote }: QuotedBill,
  context: Context,
): Refusal | undefined => {
  const total = tenders.reduce((sum, { amount }) => sum + amount, 0);
  if (context.programme.rulesAt("tender").length === 0 || total > toPay(quote)) return undefined;
  const over = tenders.find(({ type, amount }) => {
    const kind = context.programme.asset(type)?.kind;
    return (kind === "money" || kind === "credit") && amount > (quote.payable[type] ?? 0);
  });
  if (over === undefined) return undefined;
  const most = quote.payable[over.type] ?? 0;
  return refusal("not_permitted", { tender: over.type, most });
};

/** Stored value and tab need a card that counts; a card shown in vain says why. */
const purseRefusal = (
  params: SettleParams,
  quoted: QuotedBill,
  context: Context,
): Refusal | undefined => {
  const purse = params.tenders.find(({ type }) => context.programme.asset(type) !== undefined);
  if (purse === undefined || quoted.accountId !== undefined) {
    return purse === undefined ? undefined : unpayable(params.tenders, quoted, context);
  }
  const { shown } = quoted;
  return refusal(shown === null || shown.counts === true ? "missing.card" : shown.counts);
};

/** Counts and points the bill takes from the account. */
const drawRedeemed = (
  book: Book,
  context: Context,
  quote: BillQuote,
): Result<readonly Allocation[], Refusal> => {
  const drawn: Allocation[] = [];
  for (const { asset: id, quantity, amount } of quote.redeemed) {
    const asset = must(context.programme.asset(id), `asset ${id}`);
    const act = asset.kind === "points" ? "spend_points" : "spend_count";
    const offline = offlineRefusal(context, act);
    if (offline !== undefined) return err(offline);
    const taken = draw(book, context, { asset, amount: quantity });
    if (!taken.ok) return taken;
    drawn.push(...taken.value);
    const house = asset.kind === "points" ? "house:redeemed" : "house:used";
    const { currency } = context.programme;
    book.post([
      { account: house, unit: id, amount: -quantity },
      { account: "expense:voucher", unit: currency, amount },
      { account: `income:sales:${id}`, unit: currency, amount: -deferredOf(taken.value) },
    ]);
  }
  return ok(drawn);
};

/** Pays, freeing holds that are named; what a hold had over is free again. */
const pay = (
  book: Book | undefined,
  context: Context,
  bill: { readonly due: number; readonly tenders: readonly PayingTender[] },
): Result<Paid, Refusal> =>
  payOutOf(book, context, {
    ...bill,
    release: (hold, amount) => {
      if (book === undefined) return refusal("missing.card");
      const open = openHold(book, context, hold);
      if (!open.ok) return open.error;
      const captured = Math.min(amount, open.value.amount);
      endHold(book, hold, { type: "HoldCaptured", captured });
      return undefined;
    },
  });

/** Sales by venue, and what vouchers paid and lost. */
const saleLines = (context: Context, quoted: QuotedBill): readonly Posting[] => {
  const unit = context.programme.currency;
  const { quote, input } = quoted;
  return [
    ...quote.lines.map(({ net }, at) => ({
      account: `income:sales:${ledgerName(input.lines[at]?.venue ?? "")}`,
      unit,
      amount: -net,
    })),
    ...quote.voucherUse.flatMap(({ coupon, used, forfeited }) => [
      { account: `liab:voucher:${coupon}`, unit, amount: used + forfeited },
      { account: "income:breakage", unit, amount: -forfeited },
    ]),
  ];
};

const progress = (book: Book, context: Context, quote: BillQuote): void => {
  const on = context.moment.businessDate;
  const rows = [
    { on, what: counted.spend, quantity: quote.due },
    { on, what: counted.visit, quantity: 1 },
  ].filter(({ quantity }) => quantity > 0);
  book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows })]);
};

/** Benefits with a yearly number that this very bill brings about are given with it. */
const giveBenefits = (book: Book, context: Context, quoted: QuotedBill): void => {
  const before = new Set(
    benefits(context.programme, quoted.input.facts).map((benefit) => benefit.code),
  );
  const period = context.moment.businessDate.slice(0, 4);
  for (const { code, perYear } of quoted.quote.benefits) {
    if (typeof perYear !== "number" || before.has(code)) continue;
    book.happen([happened<BenefitUsed>({ type: "BenefitUsed", account: book.id, code, period })]);
  }
};

const soldBy = (seller: string, { amount }: Commission): NonNullable<Bill["commission"]> => ({
  seller,
  amount,
});

const billFile = (
  context: Context,
  quoted: QuotedBill,
  done: Pick<Bill, "drawn" | "earned" | "receipt"> & {
    readonly paid: Paid;
    readonly also: Pick<Bill, "bonuses" | "commission" | "rise" | "counted" | "byHand" | "note">;
  },
): Bill => ({
  account: quoted.accountId ?? null,
  card: quoted.shown?.cardId ?? null,
  state: "settled",
  at: context.moment.at,
  businessDate: context.moment.businessDate,
  programmeVersion: context.programme.version,
  input: quoted.input,
  rows: quoted.input.lines.map((line, at) => ({
    ...line,
    net: quoted.quote.lines[at]?.net ?? 0,
    returned: 0,
  })),
  due: quoted.quote.due,
  tenders: [
    ...done.paid.outside,
    ...done.paid.tab.map(({ asset, amount }) => ({ type: asset, amount })),
    ...done.paid.stored.map(({ asset, amount }) => ({ type: asset, amount })),
  ],
  vouchers: quoted.quote.voucherUse,
  drawn: done.drawn,
  earned: done.earned,
  ...done.also,
  receipt: done.receipt,
});

const settled = (
  params: SettleParams,
  quoted: QuotedBill,
  at: { readonly view: View; readonly context: Context },
) => {
  const { view, context } = at;
  const { quote, accountId, shown } = quoted;
  const book =
    accountId === undefined || shown === null ? undefined : createBook(accountId, shown.account);
  const apart = spendVouchersApart(context, worthOfVouchers(quote));
  if (!apart.ok) return apart;
  // what the account spends counts beside it
  book?.happen(apart.value);
  const redeemed = book === undefined ? ok([]) : drawRedeemed(book, context, quote);
  if (!redeemed.ok) return redeemed;
  const paid = pay(book, context, { due: toPay(quote), tenders: params.tenders });
  if (!paid.ok) return paid;
  const kept = params.keepChange === true ? keepChange(book, context, paid.value.change) : ok(0);
  if (!kept.ok) return kept;
  const bill = context.newId("b");
  const earned = book === undefined ? {} : earnPoints(book, context, { id: bill, quote });
  const bonuses = book === undefined ? [] : giveBonuses(book, context, { id: bill, quote });
  if (book !== undefined && shown !== null) {
    progress(book, context, quote);
    completeTasks(book, context, { holder: shown, stage: "earn" });
    giveBenefits(book, context, quoted);
    book.happen(movedByTier(context, { ...shown, account: book.account }, book.id));
  }
  const sold = commissionFor(view, context, {
    seller: params.seller,
    facts: { ...quoted.input.facts, event: "sale", billNet: quote.due },
  });
  if (!sold.ok) return sold;
  const drawn = [...redeemed.value, ...paid.value.drawn];
  return ok({
    book,
    apart: book === undefined ? apart.value : [],
    paid: { ...paid.value, change: paid.value.change - kept.value },
    kept: kept.value,
    bill,
    earned,
    bonuses,
    drawn,
    commission: sold.value,
  });
};

/** → the quote with `{bill, receipt, tenders, change?}`; `tenders` say what was really given. */
export const settleBill: Decider<SettleParams> = {
  roots: (params) => [
    ...billRoots(params),
    ...sellerRoots(params.seller),
    ...soldRoots(params.lines),
    ...approvalRoots(params.byHand?.approval),
  ],
  decide: (params, view, context) => {
    if (params.note !== undefined && params.where === "kiosk")
      return refused(refusal("not_permitted", { what: "note" }));
    const quoted = quoteAsked(params, view, context);
    if (!quoted.ok) return refused(quoted.error);
    const { shown, quote, accountId } = quoted.value;
    const byHand = judgeByHand({ ...params, quote }, view, context);
    const tries = [...(shown?.events ?? []), ...byHand.events];
    if (byHand.refusal !== undefined) return refused(byHand.refusal, tries);
    const purse = purseRefusal(params, quoted.value, context);
    if (purse !== undefined) return refused(purse, tries);
    const done = settled(params, quoted.value, { view, context });
    if (!done.ok) return refused(done.error, tries);
    const { book, apart, paid, kept, bill, commission } = done.value;
    const shelf = shelfMoves(view, params.lines, "sold");
    const receipt = billReceipt(view, context, {
      ...done.value,
      quoted: quoted.value,
      note: params.note,
    });
    const file = billFile(context, quoted.value, {
      ...done.value,
      receipt: receipt.facts.receipt,
      also: {
        ...(done.value.bonuses.length === 0 ? {} : { bonuses: done.value.bonuses }),
        ...(params.seller === undefined ? {} : { commission: soldBy(params.seller, commission) }),
        ...(book === undefined || shown === null ? {} : riseOf(shown.account, book.account)),
        ...(shelf.skus.length === 0 ? {} : { counted: shelf.skus }),
        ...byHand.kept,
        ...(params.note === undefined ? {} : { note: params.note }),
      },
    });
    const vouchers = quote.voucherUse.map(({ coupon, used, forfeited }) =>
      happened<VoucherUsed>({ type: "VoucherUsed", coupon, used, forfeited, bill }),
    );
    const stored = context.programme.storedAsset?.id ?? "";
    return accepted({
      events: [
        ...tries,
        ...apart,
        ...(book?.events ?? []),
        ...vouchers,
        happened<BillSettled>({ type: "BillSettled", bill, sale: packBill(file) }),
        ...shelf.events,
        ...receipt.events,
      ],
      lines: [
        ...saleLines(context, quoted.value),
        ...tillLines(context, paid.outside),
        ...(book?.lines ?? []),
        ...commission.lines,
        ...shelf.lines,
      ].filter((line) => line.amount !== 0),
      ...(shown === null || accountId === undefined
        ? {}
        : { member: shown.memberId, account: accountId }),
      receipt: receipt.facts,
      result: {
        ...quoteResult(context, quote),
        tenders: [
          ...quote.tenders.filter(({ type }) => !isPaid(context, type)).map((one) => ({ ...one })),
          ...params.tenders.map(({ type, amount }) => ({ type, amount })),
        ],
        bill,
        receipt: receipt.facts.receipt,
        ...(book === undefined
          ? {}
          : {
              available: availableOf(context, book.account, {
                asset: stored,
                when: context.moment,
              }),
            }),
        ...(paid.change === 0 ? {} : { change: paid.change }),
        ...(kept === 0 ? {} : { kept }),
        ...(commission.amount === 0 ? {} : { commission: commission.amount }),
      },
    });
  },
};

/** Tenders somebody gives at the till, as against vouchers and points, which the quote itself uses. */
const isPaid = (context: Context, type: string): boolean => {
  if (type === "voucher") return false;
  const kind = context.programme.asset(type)?.kind;
  return kind === undefined || kind === "money" || kind === "credit";
};
