// event.import, one row: the decider of what happened, and in the same entry that this row of that source is in.
// A row that is in already changes nothing, however often and however late it comes again.
import type { JsonObject } from "../../json.ts";
import type { DomainEvent } from "../../ledger/entry.ts";
import { refusal } from "../../refusals.ts";
import { topUp, type TopUpParams } from "../account/top-up.ts";
import { reverseBill, type ReverseParams } from "../bill/reverse.ts";
import { type SettleParams, settleBill } from "../bill/settle.ts";
import {
  type Context,
  type Decider,
  type Decision,
  type Ref,
  type View,
  accepted,
  refused,
} from "../contract.ts";
import { type IssueCouponParams, issueCoupon } from "../coupon/coupon.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { exceptionSource, importedLater } from "../exception/exception.ts";

/** Where a row came from; `digest` tells whether it says the same as the first time. */
export interface RowOrigin {
  readonly source: string;
  readonly id: string;
  readonly digest: string;
  /** when it happened there, RFC 3339 */
  readonly happenedAt?: string;
}

type Inner =
  | { readonly type: "order"; readonly params: SettleParams }
  | {
      readonly type: "refund";
      readonly order: string;
      readonly params: Omit<ReverseParams, "bill">;
    }
  | { readonly type: "top_up"; readonly params: TopUpParams }
  | { readonly type: "coupon"; readonly params: IssueCouponParams };

export interface ImportRowParams {
  readonly origin: RowOrigin;
  readonly row: Inner;
}

type EventImported = {
  type: "EventImported";
  source: string;
  row: string;
  digest: string;
  happenedAt?: string;
  made: JsonObject;
};

export const importedId = (source: string, row: string): string => `${source} ${row}`;

const importedRef = (source: string, row: string): Ref => ({
  kind: "imported",
  id: importedId(source, row),
});

const innerRoots = (row: Inner, { source }: RowOrigin): readonly Ref[] => {
  switch (row.type) {
    case "order":
      return settleBill.roots(row.params);
    case "refund":
      return [importedRef(source, row.order)];
    case "top_up":
      return topUp.roots(row.params);
    case "coupon":
      return issueCoupon.roots(row.params);
  }
};

const decideInner = ({ row, origin }: ImportRowParams, view: View, context: Context): Decision => {
  switch (row.type) {
    case "order":
      return settleBill.decide(row.params, view, context);
    case "refund": {
      const order = view.get("imported", importedId(origin.source, row.order));
      const bill = order?.made["bill"];
      if (typeof bill !== "string") return refused(refusal("not_found", { order: row.order }));
      return reverseBill.decide({ ...row.params, bill }, view, context);
    }
    case "top_up":
      return topUp.decide(row.params, view, context);
    case "coupon":
      return issueCoupon.decide(row.params, view, context);
  }
};

/** What of a result another system may want to find again. */
const madeOf = (result: JsonObject): JsonObject =>
  Object.fromEntries(
    ["bill", "coupon", "code", "receipt"].flatMap((name) => {
      const value = result[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

/** → `{state: "accepted" | "known", bill?, coupon?, code?, receipt?}` */
export const importRow: Decider<ImportRowParams> = {
  roots: ({ origin, row }) => [
    importedRef(origin.source, origin.id),
    exceptionSource("import.refused", importedId(origin.source, origin.id)),
    ...innerRoots(row, origin),
  ],
  decide: (params, view, context) => {
    const { source, id, digest, happenedAt } = params.origin;
    const known = view.get("imported", importedId(source, id));
    if (known !== undefined) {
      if (known.digest !== digest) return refused(refusal("key.conflict", { key: id }));
      const result = { state: "known", ...known.made };
      return accepted({ events: [], lines: [], result });
    }
    const decided = decideInner(params, view, context);
    if (decided.kind === "refused") return decided;
    const made = madeOf(decided.result);
    const imported: DomainEvent = happened<EventImported>({
      type: "EventImported",
      source,
      row: id,
      digest,
      ...(happenedAt === undefined ? {} : { happenedAt }),
      made,
    });
    const settled = importedLater(view, importedId(source, id));
    return {
      ...decided,
      events: [...decided.events, imported, ...settled],
      result: { state: "accepted", ...made },
    };
  },
};

export const importEvolvers = {
  EventImported: evolver<EventImported>((draft, { source, row, digest, made }, { at }: At) =>
    draft.put("imported", importedId(source, row), { digest, made, at }),
  ),
};
