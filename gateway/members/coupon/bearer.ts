// voucher.sell, voucher.hand, voucher.takeBack: vouchers that belong to whoever holds them, redeemed by their code at
// any till. Knows no member: what is lost is gone, like a banknote.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import { bearerLimits } from "../../programme/bearer-limits.ts";
import { isDate } from "../../programme/dates.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type PayingTender, takeOutsideTenders, tillLines } from "../account/tenders.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { happened } from "../evolver.ts";
import { issueReceipt } from "../receipt.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";
import type { Coupon } from "./file.ts";
import type { VoucherEnded, VoucherIssued } from "./events.ts";
import { bearerKind, codeOf, couponIdOf, couponRefusal, couponRoots } from "./find.ts";

interface Terms {
  /** of each, minor units */
  readonly value: number;
  /** 1–50 */
  readonly count: number;
  /** last good day */
  readonly expiresOn?: string;
  readonly minSpend?: number;
}

export interface SellVouchersParams extends Terms {
  readonly tenders: readonly PayingTender[];
}

export interface HandVouchersParams extends Terms {
  readonly reason: string;
  readonly approval?: Approval;
}

export interface TakeBackParams {
  readonly coupon: string;
  readonly reason: string;
  /** what the money goes out as; cash where nothing is said */
  readonly tender?: string;
  readonly approval?: Approval;
}

const badTerm = ({ moment }: Context, { expiresOn }: Terms): Refusal | undefined => {
  if (expiresOn === undefined) return undefined;
  if (!isDate(expiresOn)) return refusal("not_permitted", { expiresOn, why: "date" });
  return expiresOn < moment.businessDate ? refusal("coupon.expired", { expiresOn }) : undefined;
};

/** What the law that the programme names has to say about prepaid paper in nobody's name. */
const overLimits = (context: Context, terms: Terms): Refusal | undefined => {
  const { value, count, expiresOn } = terms;
  const { programme, moment } = context;
  const { valueMax, saleMax, goodUntil } = bearerLimits(programme.file, moment.businessDate);
  if (valueMax !== undefined && value > valueMax)
    return refusal("limit.reached", { limit: valueMax, why: "law" });
  if (saleMax !== undefined && value * count > saleMax)
    return refusal("limit.reached", { limit: saleMax, why: "law" });
  return goodUntil !== undefined && expiresOn !== undefined && expiresOn < goodUntil
    ? refusal("not_permitted", { why: "law", expiresOn: goodUntil })
    : undefined;
};

interface Made {
  readonly vouchers: readonly { readonly coupon: string; readonly code: string }[];
  readonly events: readonly DomainEvent[];
  /** what is owed to the holders */
  readonly lines: readonly Posting[];
}

const make = (
  context: Context,
  { value, count, expiresOn, minSpend }: Terms,
  { how, reason }: { readonly how: "sold" | "handed"; readonly reason: string },
): Made => {
  const unit = context.programme.currency;
  const bearer = { how, on: context.moment.businessDate, store: context.store.id } as const;
  const ids = Array.from({ length: count }, () => context.newId(bearerKind));
  const fileOf = (coupon: string): Coupon => ({
    bearer,
    value,
    code: codeOf(coupon),
    state: "open",
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(minSpend === undefined ? {} : { minSpend }),
  });
  return {
    vouchers: ids.map((coupon) => ({ coupon, code: codeOf(coupon) })),
    events: ids.map((coupon) =>
      happened<VoucherIssued>({ type: "VoucherIssued", coupon, file: fileOf(coupon), reason }),
    ),
    lines: ids.map((coupon) => ({ account: `liab:voucher:${coupon}`, unit, amount: -value })),
  };
};

/** The paper: each with its code to scan, and that it is like cash. */
const paper = (
  made: Made,
  { value, expiresOn }: Terms,
  unit: string,
): Parameters<typeof issueReceipt>[2]["rows"] => [
  ...made.vouchers.map(({ code }) => ({
    label: "voucher",
    text: code,
    amount: { value, unit },
    ...(expiresOn === undefined ? {} : { date: expiresOn }),
  })),
  { label: "bearer" },
];

/** → `{vouchers: [{coupon, code}], due, receipt, change?}`; sold at what they are worth */
export const sellVouchers: Decider<SellVouchersParams> = {
  roots: () => [],
  decide: (params, view, context) => {
    const no = badTerm(context, params) ?? overLimits(context, params);
    if (no !== undefined) return refused(no);
    const due = params.value * params.count;
    const paid = takeOutsideTenders(context, due, params.tenders);
    if (!paid.ok) return refused(paid.error);
    const made = make(context, params, { how: "sold", reason: "bearer.sold" });
    const unit = context.programme.currency;
    const { change, outside } = paid.value;
    const receipt = issueReceipt(view, context, {
      kind: "voucher",
      invoiceable: { as: "topup", amount: due },
      rows: [
        ...paper(made, params, unit),
        ...outside.map(({ type, amount }) => ({
          label: `tender.${type}`,
          amount: { value: amount, unit },
        })),
        ...(change === 0 ? [] : [{ label: "change", amount: { value: change, unit } }]),
      ],
    });
    return accepted({
      events: [...made.events, ...receipt.events],
      lines: [...tillLines(context, outside), ...made.lines],
      receipt: receipt.facts,
      result: {
        vouchers: made.vouchers.map((one) => ({ ...one })),
        due,
        receipt: receipt.facts.receipt,
        ...(change === 0 ? {} : { change }),
      },
    });
  },
};

/** → `{vouchers: [{coupon, code}], receipt}`; a gift of money to nobody by name needs a second person */
export const handVouchers: Decider<HandVouchersParams> = {
  roots: ({ approval }) => approvalRoots(approval),
  decide: (params, view, context) => {
    if (params.reason.trim() === "") return refused(refusal("missing.reason"));
    const no = badTerm(context, params);
    if (no !== undefined) return refused(no);
    const { approval } = params;
    const rights = ["manager"];
    const approved = approve(view, context, { approval, rights, missing: "missing.approval" });
    if (approved.refusal !== undefined) return refused(approved.refusal, approved.events);
    const made = make(context, params, { how: "handed", reason: params.reason });
    const unit = context.programme.currency;
    const rows = paper(made, params, unit);
    const receipt = issueReceipt(view, context, { kind: "voucher", rows });
    return accepted({
      events: [...approved.events, ...made.events, ...receipt.events],
      lines: [
        { account: "expense:voucher", unit, amount: params.value * params.count },
        ...made.lines,
      ],
      receipt: receipt.facts,
      result: {
        vouchers: made.vouchers.map((one) => ({ ...one })),
        receipt: receipt.facts.receipt,
      },
      ...(approval === undefined ? {} : { meta: { approvedBy: approval.staff } }),
    });
  },
};

/** → `{coupon, paid, receipt}`: the paper itself comes back, unused, and its money goes out of the till */
export const takeBackVoucher: Decider<TakeBackParams> = {
  roots: ({ coupon, approval }) => [...couponRoots(coupon), ...approvalRoots(approval)],
  decide: (params, view, context) => {
    const id = couponIdOf(view, params.coupon);
    const coupon = id === undefined ? undefined : view.get("coupon", id);
    if (id === undefined || coupon === undefined) return refused(refusal("coupon.unknown"));
    if (coupon.bearer?.how !== "sold")
      return refused(refusal("coupon.not_applicable", { why: "not_sold" }));
    const over = couponRefusal(coupon, context.moment.businessDate);
    if (over !== undefined) return refused(over);
    const approved = context.actor.rights.includes("manager")
      ? { events: [] }
      : approve(view, context, {
          approval: params.approval,
          rights: ["manager"],
          missing: "missing.approval",
        });
    if (approved.refusal !== undefined) return refused(approved.refusal, approved.events);
    const { value } = coupon;
    const back = takeOutsideTenders(context, value, [
      { type: params.tender ?? "cash", amount: value },
    ]);
    if (!back.ok) return refused(back.error, approved.events);
    const unit = context.programme.currency;
    const { reason } = params;
    const receipt = issueReceipt(view, context, {
      kind: "reversal",
      rows: [
        { label: "voucher", text: coupon.code, amount: { value: -value, unit } },
        ...back.value.outside.map(({ type, amount }) => ({
          label: `tender.${type}`,
          amount: { value: -amount, unit },
        })),
      ],
    });
    return accepted({
      events: [
        ...approved.events,
        happened<VoucherEnded>({ type: "VoucherVoided", coupon: id, reason }),
        ...receipt.events,
      ],
      lines: [
        { account: `liab:voucher:${id}`, unit, amount: value },
        ...tillLines(context, back.value.outside, -1),
      ],
      receipt: receipt.facts,
      result: { coupon: id, paid: value, receipt: receipt.facts.receipt },
    });
  },
};
