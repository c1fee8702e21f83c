// The closed table of exceptions: what each kind is, who answers for it, and the ways it may end. Each way is an
// entry; what it moves is said by its effect. (LEDGER.md, CONFLICT; spec/PROVISIONING.md, staff fraud)
import type { ExceptionFile } from "../service-state.ts";

/**
 * What an outcome does to value, for the exception's `asset` and `amount`:
 * `none` nothing moves · `give` the house gives the member what she lost · `forgive` the house takes over what
 * she owes · `charge` she owes what the house has lost, netted when value next comes in.
 */
export type Effect = "none" | "give" | "forgive" | "charge";

interface KindTerms {
  /** right of the employee who answers for it until it is given to somebody */
  readonly owner: "manager" | "finance";
  readonly outcomes: Readonly<Record<string, Effect>>;
}

const signal: KindTerms = {
  owner: "manager",
  outcomes: { explained: "none", warned: "none", reported: "none" },
};

export const exceptionKinds = {
  /** two tills spent the same stored value while apart: the account is below zero */
  overdraft: { owner: "finance", outcomes: { net_at_next_top_up: "none", write_off: "forgive" } },
  /** a coupon was taken twice; the second was booked to the house */
  double_coupon: { owner: "manager", outcomes: { house_bears: "none", member_owes: "charge" } },
  /** a punch was used twice; the second was booked to the house */
  double_punch: { owner: "manager", outcomes: { house_bears: "none", member_owes: "charge" } },
  /** a card was used after its loss was reported and before this store knew */
  lost_card_used: { owner: "manager", outcomes: { make_whole: "give", holder_used_it: "none" } },
  /** units that had lapsed elsewhere were used here */
  late_expiry: { owner: "finance", outcomes: { honour: "none", member_owes: "charge" } },
  /** one deposit was captured in two stores */
  double_capture: { owner: "finance", outcomes: { both_right: "none", give_back: "give" } },
  /** a deposit was placed apart on money that somebody else had a right to: so much of it is not there */
  uncovered_hold: { owner: "manager", outcomes: { secured_otherwise: "none", let_be: "none" } },
  /** one bill was given back in two stores; the books hold both */
  double_reversal: { owner: "finance", outcomes: { house_bears: "none", collected: "none" } },
  /** a tab was paid off in two stores; the house owes the second payment */
  paid_twice: { owner: "finance", outcomes: { paid_back: "none", kept_as_paid: "none" } },
  /** a copy of a store's box went on by itself: what it booked is in no balance */
  cloned_store: { owner: "finance", outcomes: { entered_by_hand: "none", not_ours: "none" } },
  /** an entry of a store could not be read by this build, or names what the chain does not know: it is in no balance */
  parked_entry: {
    owner: "finance",
    outcomes: { entered_by_hand: "none", counted_elsewhere: "none", not_ours: "none" },
  },
  /** this replica of the chain and another, or the stream, are not the same: nothing is final until it is healed */
  "chain.in_doubt": { owner: "manager", outcomes: { healed: "none", repaired: "none" } },
  /** two files of one person were used as two members */
  merged_members: { owner: "manager", outcomes: { follow: "none" } },
  /** a row of `event.import` was refused; taken later, it ends by itself as `imported` */
  "import.refused": {
    owner: "manager",
    outcomes: { entered_by_hand: "none", not_ours: "none", imported: "none" },
  },
  /** an endpoint has taken no webhook for days: deliveries were given up */
  "webhook.given_up": { owner: "manager", outcomes: { repaired: "none", removed: "none" } },
  "fraud.own_card": signal,
  "fraud.void_after_cash": signal,
  "fraud.refund_elsewhere": signal,
  "fraud.drawer_no_sale": signal,
  "fraud.discounts_by_hand": signal,
  "fraud.points_edited": signal,
  "fraud.card_burst": signal,
} as const satisfies Readonly<Record<string, KindTerms>>;

export type ExceptionKind = keyof typeof exceptionKinds;

const termsByKind: Readonly<Record<string, KindTerms>> = exceptionKinds;

/** Terms of a kind; undefined for one the table does not have. */
export const kindTerms = (kind: string): KindTerms | undefined =>
  Object.hasOwn(termsByKind, kind) ? termsByKind[kind] : undefined;

/** Ways in which an exception may be ended: what moves a member's value needs a member. */
export const waysOut = ({
  kind,
  account,
}: Pick<ExceptionFile, "kind" | "account">): readonly { outcome: string; effect: Effect }[] =>
  Object.entries(kindTerms(kind)?.outcomes ?? {}).flatMap(([outcome, effect]) =>
    effect === "none" || account !== undefined ? [{ outcome, effect }] : [],
  );
