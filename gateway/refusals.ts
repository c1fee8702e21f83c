// The closed table of refusals: every "no" a client can get, with what a person may do about it.
// docs/ERRORS.md, the pages' words and tests/gateway/refusals.test.ts are held against this table.
import type { JsonObject } from "./json.ts";

export type Retry = "never" | "later" | "after_release" | "ask_staff";

/** code → when a retry makes sense. Meaning, cure and sentences stand in docs/ERRORS.md and words. */
export const refusalTable = {
  issue_conditions_not_met: "ask_staff",
  below_minimum: "never",
  insufficient_balance: "never",
  not_enough_points: "never",
  not_a_working_day: "later",
  outside_hours: "later",
  wrong_channel: "ask_staff",
  counter_closed: "later",
  too_early: "later",
  identity_locked: "ask_staff",
  "card.lost": "ask_staff",
  "card.replaced": "ask_staff",
  "card.expired": "ask_staff",
  "card.blocked": "ask_staff",
  "card.closed": "ask_staff",
  "card.unknown": "ask_staff",
  "card.in_use": "ask_staff",
  "bank_card.refused": "never",
  "pin.required": "never",
  "pin.wrong": "never",
  "pin.blocked": "ask_staff",
  "pin.weak": "never",
  "missing.pin": "never",
  "missing.identity": "never",
  "missing.consent": "never",
  "missing.reason": "never",
  "missing.registration": "ask_staff",
  "missing.card": "never",
  "missing.approval": "ask_staff",
  "missing.finance_approval": "ask_staff",
  "missing.shift": "never",
  "offline.not_allowed": "later",
  "offline.limit": "later",
  "coupon.used": "never",
  "coupon.expired": "never",
  "coupon.unknown": "never",
  "coupon.not_applicable": "never",
  "coupon.bearer": "never",
  "invoice.too_late": "never",
  "invoice.not_due": "never",
  "tender.mismatch": "never",
  "amount.out_of_range": "never",
  "limit.reached": "ask_staff",
  "stock.empty": "later",
  "benefit.not_due": "never",
  "key.conflict": "never",
  not_permitted: "never",
  not_found: "never",
  already_exists: "never",
  "pairing.failed": "ask_staff",
  "visit.over": "never",
  "claim.stale": "after_release",
  "claim.held": "after_release",
  "device.unknown": "never",
  "device.absent": "later",
  "device.unsuited": "never",
  "job.begun": "never",
  "job.not_uncertain": "never",
  "row.invalid": "never",
  "host.not_allowed": "ask_staff",
  "programme.invalid": "never",
  "programme.case_failed": "never",
  "store.read_only": "ask_staff",
  "store.full": "ask_staff",
  "store.busy": "later",
  too_many: "later",
} as const satisfies Record<string, Retry>;

export type RefusalCode = keyof typeof refusalTable;

/** A "no" as data. `params` fill the sentence; `cite` names the clause of the rulebook. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly params?: JsonObject;
  readonly cite?: string;
}

export const refusal = (code: RefusalCode, params?: JsonObject, cite?: string): Refusal => ({
  code,
  ...(params === undefined ? {} : { params }),
  ...(cite === undefined ? {} : { cite }),
});

export const isRefusalCode = (code: string): code is RefusalCode =>
  Object.hasOwn(refusalTable, code);
