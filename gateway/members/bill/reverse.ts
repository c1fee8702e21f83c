// bill.reverse: a bill undone by line or whole. What stays is what a smaller bill would have been, asked of
// the same programme under the same facts; everything else goes back where it came from.
import type { Posting } from "../../ledger/entry.ts";
import type { BillQuote } from "../../programme/contract.ts";
import type { Programme } from "../../programme/programme.ts";
import { quoteBill } from "../../programme/quote.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Book, createBook } from "../account/book.ts";
import type { ProgressMade } from "../account/events.ts";
import { allocationLines } from "../account/lots.ts";
import { counted, earnedRow } from "../account/progress.ts";
import { ledgerName, tillLines } from "../account/tenders.ts";
import { accepted, type Context, type Decider, refused, type View } from "../contract.ts";
import type { VoucherRestored, VoucherUsed } from "../coupon/events.ts";
import { happened } from "../evolver.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";
import type { Bill } from "../state.ts";
import { clawBack } from "./claw-back.ts";
import type { BillReversed } from "./events.ts";
import { differenceOf, keptOf, type Returned, splitReturn } from "./give-back.ts";
import { deferredOf } from "../account/spend.ts";

export interface ReverseParams {
  readonly bill: string;
  /** lines count from 0; absent: everything that is left */
  readonly lines?: readonly { readonly line: number; readonly quantity: number }[];
  readonly reason: string;
}

type Asked = Pick<BillQuote, "due" | "voucherUse" | "redeemed" | "earns"> & {
  readonly nets: readonly number[];
};

/** Units of each line that go back; refuses lines that are not there and more than is left. */
const returning = (bill: Bill, params: ReverseParams): Result<readonly number[], Refusal> => {
  const left = bill.rows.map(({ quantity, returned }) => quantity - returned);
  const asked = bill.rows.map((_, at) =>
    params.lines === undefined
      ? (left[at] ?? 0)
      : params.lines.reduce((sum, { line, quantity }) => (line === at ? sum + quantity : sum), 0),
  );
  const unknown = params.lines?.some(
    ({ line, quantity }) => left[line] === undefined || quantity < 1,
  );
  const tooMany = asked.some((quantity, at) => quantity > (left[at] ?? 0));
  if (unknown === true || tooMany || asked.every((quantity) => quantity === 0)) {
    return err(refusal("not_permitted", { why: "nothing left to return" }));
  }
  return ok(asked);
};

/** The quote of what is left of the bill, under the facts it was settled with. */
const smallerQuote = (programme: Programme, bill: Bill, asked: readonly number[]): Asked => {
  const kept = bill.rows.map(
    ({ quantity, returned }, at) => quantity - returned - (asked[at] ?? 0),
  );
  const lines = bill.input.lines.flatMap((line, at) => {
    const quantity = kept[at] ?? 0;
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
  if (lines.length === 0) return emptied(bill);
  const quote = quoteBill(programme, { ...bill.input, lines });
  let at = -1;
  const nets = kept.map((quantity) => (quantity === 0 ? 0 : (quote.lines[(at += 1)]?.net ?? 0)));
  return { ...quote, nets };
};

const emptied = (bill: Bill): Asked => ({
  due: 0,
  voucherUse: [],
  redeemed: [],
  earns: Object.fromEntries(
    Object.entries(bill.earned).map(([asset, { carryBefore }]) => [
      asset,
      { quantity: 0, carry: carryBefore, rules: [] },
    ]),
  ),
  nets: bill.rows.map(() => 0),
});

/** A smaller bill that would cost more (an offer is lost) takes nothing back from the guest. */
const neverMore = (bill: Bill, smaller: Asked): Asked =>
  smaller.due - usedOf(smaller.voucherUse) <= bill.due - usedOf(bill.vouchers)
    ? smaller
    : {
        ...smaller,
        due: bill.due,
        nets: bill.rows.map(({ net }) => net),
        voucherUse: bill.vouchers,
      };

const usedOf = (vouchers: Bill["vouchers"]): number =>
  vouchers.reduce((sum, { used }) => sum + used, 0);

/** What vouchers paid less, and what they lose more or get back. A voucher nothing uses is open again. */
const voucherChange = (bill: Bill, id: string, smaller: Asked) => {
  const changes = bill.vouchers.map((before) => {
    const after = smaller.voucherUse.find(({ coupon }) => coupon === before.coupon);
    return { before, after: after === undefined || after.used === 0 ? undefined : after };
  });
  return {
    events: changes.flatMap(({ before, after }) => {
      if (after?.used === before.used) return [];
      const { coupon } = before;
      return after === undefined
        ? [happened<VoucherRestored>({ type: "VoucherRestored", coupon, bill: id })]
        : [happened<VoucherUsed>({ type: "VoucherUsed", ...after, bill: id })];
    }),
    lines: (unit: string): readonly Posting[] =>
      changes.flatMap(({ before, after }) => {
        const breakage = { account: "income:breakage", unit };
        if (after !== undefined) return [{ ...breakage, amount: after.used - before.used }];
        const value = before.used + before.forfeited;
        return [
          { account: `liab:voucher:${before.coupon}`, unit, amount: -value },
          { ...breakage, amount: before.forfeited },
        ];
      }),
    left: changes.flatMap(({ after }) => (after === undefined ? [] : [after])),
  };
};

/** Stored value, counts and points that leave the bill, back into their lots. */
const restoreDrawn = (
  book: Book | undefined,
  context: Context,
  at: { readonly bill: Bill; readonly smaller: Asked; readonly back: Returned },
): Bill["drawn"] => {
  const { bill, smaller, back } = at;
  if (book === undefined) return bill.drawn;
  const assets = [...new Set(bill.drawn.map(({ asset }) => asset))];
  const kept = assets.flatMap((asset) => {
    const drawn = bill.drawn.reduce(
      (sum, one) => (one.asset === asset ? sum + one.amount : sum),
      0,
    );
    const used = smaller.redeemed.reduce(
      (sum, one) => (one.asset === asset ? sum + one.quantity : sum),
      0,
    );
    const isMoney = context.programme.asset(asset)?.kind === "money";
    return keptOf(
      bill.drawn,
      asset,
      isMoney ? drawn - (back.stored[asset] ?? 0) : Math.min(used, drawn),
    );
  });
  const freed = differenceOf(bill.drawn, kept);
  const { currency } = context.programme;
  for (const allocation of freed) {
    const asset = context.programme.asset(allocation.asset);
    reopenLot(book, context, allocation);
    book.post(allocationLines(context.programme, book.id, { allocations: [allocation], sign: -1 }));
    if (asset?.kind === "money") continue;
    const house = asset?.kind === "points" ? "house:redeemed" : "house:used";
    book.post([
      { account: house, unit: allocation.asset, amount: allocation.amount },
      {
        account: `income:sales:${allocation.asset}`,
        unit: currency,
        amount: deferredOf([allocation]),
      },
    ]);
  }
  return kept;
};

/** A lot that was emptied and dropped long ago is opened anew under its own id. */
const reopenLot = (book: Book, context: Context, { asset, lot }: Bill["drawn"][number]): void => {
  if (book.account.lots.some((known) => known.lot === lot)) return;
  const createdOn = context.moment.businessDate;
  book.happen([
    happened({ type: "LotOpened", account: book.id, lot, asset, createdOn, source: "reversal" }),
  ]);
};

interface Undone {
  readonly earned: Bill["earned"];
  readonly clawedBack: Readonly<Record<string, number>>;
}

/** Points, carry and the year's progress become what the smaller bill would have left. */
const undoEarned = (
  book: Book | undefined,
  context: Context,
  at: { readonly bill: Bill; readonly id: string; readonly smaller: Asked },
): Undone => {
  const { bill, id, smaller } = at;
  if (book === undefined) return { earned: bill.earned, clawedBack: {} };
  const earned: Record<string, Bill["earned"][string]> = {};
  const clawedBack: Record<string, number> = {};
  const rows = [
    { on: bill.businessDate, what: counted.spend as string, quantity: smaller.due - bill.due },
  ];
  for (const [assetId, before] of Object.entries(bill.earned)) {
    const after = smaller.earns[assetId] ?? { quantity: 0, carry: before.carryBefore };
    const done = clawBack(book, context, {
      asset: must(context.programme.asset(assetId), `asset ${assetId}`),
      quantity: before.quantity - after.quantity,
      carry: after.carry - before.carry,
      lot: before.lot,
      bill: id,
    });
    if (done.taken > 0) clawedBack[assetId] = done.taken;
    rows.push({ on: bill.businessDate, what: earnedRow(assetId), quantity: -done.unearned });
    earned[assetId] = { ...before, quantity: after.quantity, carry: after.carry };
  }
  if (smaller.due === 0 && smaller.nets.every((net) => net === 0) && bill.due > 0) {
    rows.push({ on: bill.businessDate, what: counted.visit, quantity: -1 });
  }
  const moved = rows.filter(({ quantity }) => quantity !== 0);
  book.happen([happened<ProgressMade>({ type: "ProgressMade", account: book.id, rows: moved })]);
  return { earned, clawedBack };
};

/** Income that was not earned after all, and points money that was not spent. */
const saleLines = (context: Context, bill: Bill, smaller: Asked): readonly Posting[] => {
  const unit = context.programme.currency;
  return bill.rows.map(({ venue, net }, at) => ({
    account: `income:sales:${ledgerName(venue)}`,
    unit,
    amount: net - (smaller.nets[at] ?? 0),
  }));
};

const fileAfter = (
  bill: Bill,
  asked: readonly number[],
  left: {
    smaller: Asked;
    back: Returned;
    vouchers: Bill["vouchers"];
    drawn: Bill["drawn"];
    earned: Bill["earned"];
  },
): Bill => {
  const rows = bill.rows.map((row, at) => ({
    ...row,
    net: left.smaller.nets[at] ?? 0,
    returned: row.returned + (asked[at] ?? 0),
  }));
  return {
    ...bill,
    state: rows.every((row) => row.returned === row.quantity) ? "reversed" : "part_reversed",
    rows,
    due: left.smaller.due,
    tenders: left.back.tenders,
    vouchers: left.vouchers,
    drawn: left.drawn,
    earned: left.earned,
  };
};

const bookOf = (view: View, bill: Bill): Result<Book | undefined, Refusal> => {
  if (bill.account === null) return ok(undefined);
  const account = must(view.get("account", bill.account), `account ${bill.account}`);
  return view.get("card", account.card)?.state === "closed"
    ? err(refusal("card.closed"))
    : ok(createBook(bill.account, account));
};

/** Money of points that paid part of a bill. */
const pointsMoney = (redeemed: BillQuote["redeemed"]): number =>
  redeemed.reduce((sum, { amount }) => sum + amount, 0);

/** Money that goes back: what was paid less what the smaller bill would have to be paid. */
const moneyBack = (bill: Bill, smaller: Asked): number => {
  const paid = bill.tenders.reduce((sum, { amount }) => sum + amount, 0);
  return paid - (smaller.due - usedOf(smaller.voucherUse) - pointsMoney(smaller.redeemed));
};

/** Points money that the sale no longer needs, so that the entry balances. */
const pointsLine = (context: Context, bill: Bill, smaller: Asked): Posting => {
  const paid = bill.tenders.reduce((sum, { amount }) => sum + amount, 0);
  const before = bill.due - usedOf(bill.vouchers) - paid;
  return {
    account: "expense:voucher",
    unit: context.programme.currency,
    amount: pointsMoney(smaller.redeemed) - before,
  };
};

/** → `{returned: {<tender>: amount}, clawedBack: {<asset>: quantity}, receipt}` */
export const reverseBill: Decider<ReverseParams> = {
  roots: (params) => [{ kind: "bill", id: params.bill }],
  decide: (params, view, context) => {
    const bill = view.get("bill", params.bill);
    if (bill === undefined) return refused(refusal("not_found", { bill: params.bill }));
    const programme = context.programmeAt(bill.programmeVersion);
    if (programme === undefined) return refused(refusal("not_permitted", { why: "programme" }));
    const asked = returning(bill, params);
    if (!asked.ok) return refused(asked.error);
    const book = bookOf(view, bill);
    if (!book.ok) return refused(book.error);
    const smaller = neverMore(bill, smallerQuote(programme, bill, asked.value));
    const back = splitReturn(context, bill, {
      amount: moneyBack(bill, smaller),
      owedOnTab: book.value?.account.receivable ?? 0,
    });
    return undone(
      params,
      { bill, book: book.value, smaller, back, asked: asked.value },
      { view, context },
    );
  },
};

const undone = (
  params: ReverseParams,
  done: {
    bill: Bill;
    book: Book | undefined;
    smaller: Asked;
    back: Returned;
    asked: readonly number[];
  },
  at: { readonly view: View; readonly context: Context },
) => {
  const { bill, book, smaller, back } = done;
  const { view, context } = at;
  const unit = context.programme.currency;
  const drawn = restoreDrawn(book, context, { bill, smaller, back });
  const { earned, clawedBack } = undoEarned(book, context, { bill, id: params.bill, smaller });
  const vouchers = voucherChange(bill, params.bill, smaller);
  const file = fileAfter(bill, done.asked, {
    smaller,
    back,
    vouchers: vouchers.left,
    drawn,
    earned,
  });
  const voucherBack = usedOf(bill.vouchers) - usedOf(vouchers.left);
  const returned = {
    ...back.byTender,
    ...(voucherBack > 0 && vouchers.left.length === 0 ? { voucher: voucherBack } : {}),
  };
  const receipt = issueReceipt(view, context, {
    kind: "reversal",
    ...(bill.account === null ? {} : { account: bill.account }),
    bill: params.bill,
    rows: Object.entries(returned).map(([type, value]) => ({
      label: `tender.${type}`,
      amount: { value: -value, unit },
    })),
  });
  const reversed = happened<BillReversed>({
    type: "BillReversed",
    bill: params.bill,
    file,
    reason: params.reason,
    returned,
  });
  return accepted({
    events: [...(book?.events ?? []), ...vouchers.events, reversed, ...receipt.events],
    lines: [
      ...saleLines(context, bill, smaller),
      ...vouchers.lines(unit),
      pointsLine(context, bill, smaller),
      ...tillLines(context, back.outside, -1),
      ...(book?.lines ?? []),
      { account: `asset:receivable:${bill.account ?? ""}`, unit, amount: -back.tab },
    ].filter((line) => line.amount !== 0),
    ...(book === undefined ? {} : { member: book.account.member, account: book.id }),
    receipt: receipt.facts,
    result: { returned, clawedBack: { ...clawedBack }, receipt: receipt.facts.receipt },
  });
};
