// points.adjust: units given or taken by hand, with a reason and a second person. Never money.
import { type Refusal, refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { type Book, createBook } from "../account/book.ts";
import { availableOf } from "../account/lots.ts";
import { creditExpiry, putUnits } from "../account/put-units.ts";
import { draw } from "../account/spend.ts";
import type { AssetTerms } from "../../programme/format.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";

export interface AdjustParams {
  readonly account: string;
  readonly asset: string;
  /** units; below zero takes away, never more than there are */
  readonly quantity: number;
  readonly reason: string;
  readonly approval?: Approval;
}

/** For the record only: the balance moves by the lines. */
type Adjusted = {
  type: "PointsAdjusted";
  account: string;
  asset: string;
  quantity: number;
  reason: string;
  approvedBy: string;
};

const adjustable: readonly AssetTerms["kind"][] = ["points", "progress", "count", "deposit_item"];

const put = (
  book: Book,
  context: Context,
  given: { asset: AssetTerms; quantity: number },
): void => {
  const { asset, quantity } = given;
  const on = context.moment.businessDate;
  const expiresOn = creditExpiry(book, context, { asset, on });
  putUnits(book, context, {
    asset,
    parts: { avail: quantity },
    on,
    source: "adjustment",
    ...(expiresOn === undefined ? {} : { expiresOn }),
  });
};

const adjust = (
  book: Book,
  context: Context,
  by: { readonly asset: AssetTerms; readonly quantity: number },
): Refusal | undefined => {
  const { asset, quantity } = by;
  if (quantity > 0) {
    put(book, context, by);
  } else {
    const taken = draw(book, context, { asset, amount: -quantity });
    if (!taken.ok) return taken.error;
    const deferred = taken.value.reduce((sum, one) => sum + (one.deferred ?? 0), 0);
    const unit = context.programme.currency;
    book.post([{ account: "income:breakage", unit, amount: -deferred }]);
  }
  book.post([{ account: "house:adjusted", unit: asset.id, amount: quantity }]);
  return undefined;
};

export const adjustPoints: Decider<AdjustParams> = {
  roots: (params) => [...accountRoots(params.account), ...approvalRoots(params.approval)],
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const asset = context.programme.asset(params.asset);
    if (asset === undefined || !adjustable.includes(asset.kind)) {
      return refused(refusal("not_found", { asset: params.asset }));
    }
    if (params.reason.trim() === "") return refused(refusal("missing.reason"));
    const approved = approve(view, context, {
      approval: params.approval,
      rights: ["manager"],
      missing: "missing.approval",
    });
    if (approved.refusal !== undefined || params.approval === undefined) {
      return refused(approved.refusal ?? refusal("missing.approval"), approved.events);
    }
    const { account, quantity, reason } = params;
    if (quantity === 0) return refused(refusal("amount.out_of_range"), approved.events);
    const book = createBook(account, holder.value.account);
    const no = adjust(book, context, { asset, quantity });
    if (no !== undefined) return refused(no, approved.events);
    const adjusted = happened<Adjusted>({
      type: "PointsAdjusted",
      account,
      asset: asset.id,
      quantity,
      reason,
      approvedBy: params.approval.staff,
    });
    return accepted({
      events: [...approved.events, ...book.events, adjusted],
      lines: book.lines,
      member: holder.value.account.member,
      account,
      result: {
        available: availableOf(context, book.account, {
          asset: asset.id,
          when: context.moment,
        }),
      },
    });
  },
};

export const pointsEvolvers = {
  PointsAdjusted: evolver<Adjusted>(() => {}),
};
