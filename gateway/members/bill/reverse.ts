// bill.reverse: a bill undone by line or whole. What stays is what a smaller bill would have been; all
// else goes back where it came from: cash first, then stored value into its own lots.
import type { Posting } from "../../ledger/entry.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Book, createBook } from "../account/book.ts";
import { unitOf } from "../account/lots.ts";
import { ledgerName, tillLines } from "../account/tenders.ts";
import {
  type Accepted,
  accepted,
  type Context,
  type Decider,
  refused,
  type View,
} from "../contract.ts";
import { happened } from "../evolver.ts";
import { shelfMoves } from "../goods/goods.ts";
import { must } from "../must.ts";
import { issueReceipt } from "../receipt.ts";
import type { Bill } from "../state.ts";
import { undoBonuses } from "./bonus.ts";
import type { BillReversed } from "./events.ts";
import { splitReturn } from "./give-back.ts";
import {
  type LineReturn,
  paidByPoints,
  paidByTenders,
  paidByVouchers,
  smallerBill,
  unitsReturned,
} from "./smaller.ts";
import {
  undoCommission,
  undoDrawn,
  undoEarned,
  undoRise,
  undoVouchers,
  type Undoing,
} from "./undo.ts";

export interface ReverseParams {
  readonly bill: string;
  /** absent: everything that is left */
  readonly lines?: readonly LineReturn[];
  readonly reason: string;
  /** shows what would go back where; changes nothing */
  readonly dryRun?: boolean;
}

const bookOf = (view: View, bill: Bill): Result<Book | undefined, Refusal> => {
  if (bill.account === null) return ok(undefined);
  const account = must(view.get("account", bill.account), `account ${bill.account}`);
  return view.get("card", account.card)?.state === "closed"
    ? err(refusal("card.closed"))
    : ok(createBook(bill.account, account));
};

/** Income that was not earned after all, money that leaves the till, points money not spent after all. */
const moneyLines = (context: Context, { bill, smaller, back }: Undoing): readonly Posting[] => {
  const unit = context.programme.currency;
  return [
    ...bill.rows.map(({ venue, net }, at) => ({
      account: `income:sales:${ledgerName(venue)}`,
      unit,
      amount: net - (smaller.nets[at] ?? 0),
    })),
    { account: "expense:voucher", unit, amount: smaller.pointsPaid - paidByPoints(bill) },
    { account: `asset:receivable:${bill.account ?? ""}`, unit, amount: -back.tab },
    ...tillLines(context, back.outside, -1),
  ];
};

const rowsAfter = (undoing: Undoing, returned: readonly number[]): Bill["rows"] =>
  undoing.bill.rows.map((row, at) => ({
    ...row,
    net: undoing.smaller.nets[at] ?? 0,
    returned: row.returned + (returned[at] ?? 0),
  }));

/** What the guest is handed or finds on her card again, by tender. */
const returnedTo = ({ bill, smaller, back }: Undoing): Readonly<Record<string, number>> => {
  const restored = bill.vouchers.filter(
    ({ coupon }) => !smaller.vouchers.some((voucher) => voucher.coupon === coupon),
  );
  const voucher = paidByVouchers(restored);
  return { ...back.byTender, ...(voucher === 0 ? {} : { voucher }) };
};

const clawedUnit = ({ programme }: Context, asset: string): string => {
  const terms = programme.asset(asset);
  return terms === undefined ? asset : unitOf(programme, terms);
};

const reversalReceipt = (
  view: View,
  context: Context,
  undone: { readonly undoing: Undoing; readonly clawedBack: Readonly<Record<string, number>> },
) => {
  const { id, bill } = undone.undoing;
  const unit = context.programme.currency;
  return issueReceipt(view, context, {
    kind: "reversal",
    ...(bill.account === null ? {} : { account: bill.account }),
    bill: id,
    rows: [
      ...Object.entries(returnedTo(undone.undoing)).map(([type, value]) => ({
        label: `tender.${type}`,
        amount: { value: -value, unit },
      })),
      ...Object.entries(undone.clawedBack).map(([asset, value]) => ({
        label: "clawedBack",
        amount: { value, unit: clawedUnit(context, asset) },
      })),
    ],
  });
};

const undo = (
  undoing: Undoing,
  given: {
    readonly params: ReverseParams;
    readonly returned: readonly number[];
    readonly book: Book | undefined;
  },
  at: { readonly view: View; readonly context: Context },
): Accepted => {
  const { id, bill, smaller, back } = undoing;
  const { book } = given;
  const { view, context } = at;
  const drawn = book === undefined ? bill.drawn : undoDrawn(book, context, undoing);
  const points = book === undefined ? undefined : undoEarned(book, context, undoing);
  const bonuses =
    book === undefined ? undefined : undoBonuses(book, context, { bill, kept: smaller.bonuses });
  const clawedBack = { ...points?.clawedBack, ...bonuses?.taken };
  const rise = book === undefined ? {} : undoRise(book, at, undoing);
  const vouchers = undoVouchers(context, undoing);
  const commission = undoCommission(context, undoing);
  const { rise: _, ...settled } = bill;
  const file: Bill = {
    ...settled,
    ...rise,
    state: undoing.isWhole ? "reversed" : "part_reversed",
    rows: rowsAfter(undoing, given.returned),
    due: smaller.due,
    tenders: back.tenders,
    vouchers: smaller.vouchers,
    drawn,
    earned: points?.earned ?? bill.earned,
    ...(bill.bonuses === undefined ? {} : { bonuses: bonuses?.bonuses ?? bill.bonuses }),
    ...commission.left,
  };
  const returned = returnedTo(undoing);
  const { reason } = given.params;
  const reversed = { type: "BillReversed", bill: id, file, reason, returned } as const;
  if (given.params.dryRun === true)
    return accepted({ events: [], lines: [], result: { returned, clawedBack } });
  const shelf = shelfMoves(
    view,
    bill.rows.map((row, at) => ({ ...row, quantity: given.returned[at] ?? 0 })),
    "returned",
  );
  const receipt = reversalReceipt(view, context, {
    undoing,
    clawedBack,
  });
  return accepted({
    events: [
      ...(book?.events ?? []),
      ...vouchers.events,
      happened<BillReversed>(reversed),
      ...shelf.events,
      ...receipt.events,
    ],
    lines: [
      ...moneyLines(context, undoing),
      ...vouchers.lines,
      ...commission.lines,
      ...shelf.lines,
      ...(book?.lines ?? []),
    ].filter((line) => line.amount !== 0),
    ...(book === undefined ? {} : { member: book.account.member, account: book.id }),
    receipt: receipt.facts,
    result: { returned, clawedBack, receipt: receipt.facts.receipt },
  });
};

/** → `{returned: {<tender>: amount}, clawedBack: {<asset>: quantity}, receipt}` */
export const reverseBill: Decider<ReverseParams> = {
  roots: (params) => [{ kind: "bill", id: params.bill }],
  decide: (params, view, context) => {
    const bill = view.get("bill", params.bill);
    if (bill === undefined) return refused(refusal("not_found", { bill: params.bill }));
    const programme = context.programmeAt(bill.programmeVersion);
    if (programme === undefined) return refused(refusal("not_permitted", { why: "programme" }));
    const returned = unitsReturned(bill, params.lines);
    if (!returned.ok) return refused(returned.error);
    const book = bookOf(view, bill);
    if (!book.ok) return refused(book.error);
    const smaller = smallerBill(programme, bill, returned.value);
    const toPay = smaller.due - paidByVouchers(smaller.vouchers) - smaller.pointsPaid;
    const back = splitReturn(context, bill, {
      amount: paidByTenders(bill) - toPay,
      owedOnTab: book.value?.account.receivable ?? 0,
    });
    const isWhole = bill.rows.every(
      (row, at) => row.returned + (returned.value[at] ?? 0) === row.quantity,
    );
    return undo(
      { id: params.bill, bill, smaller, back, isWhole },
      { params, returned: returned.value, book: book.value },
      { view, context },
    );
  },
};
