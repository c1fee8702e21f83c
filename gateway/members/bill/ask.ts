// A bill as the till asks about it, turned into what the programme is asked: who was recognised, what
// she holds, which vouchers are good. Quote and settlement take the same road.
import type { BillInput, BillLine, Facts } from "../../programme/contract.ts";
import { isGuestFact } from "../../programme/facts.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountFacts, holdingsOf, timeFacts, whereOf } from "../account/facts.ts";
import { isOver } from "../account/lots.ts";
import type { PayingTender } from "../account/tenders.ts";
import { type Recognised, recognise, shownRoots } from "../card/recognise.ts";
import type { Context, Ref, View } from "../contract.ts";
import { couponIdOf, couponRefusal, couponRoots } from "../coupon/find.ts";
import type { ShownCard } from "../sealed.ts";
import type { Coupon } from "../coupon/file.ts";
import type { Account } from "../state.ts";

export interface BillParams {
  readonly lines: readonly BillLine[];
  readonly card?: ShownCard;
  readonly channel?: string;
  readonly where?: string;
  /** ids or codes of vouchers */
  readonly vouchers?: readonly string[];
  readonly redeem?: BillInput["redeem"];
  readonly offers?: BillInput["offers"];
  /** facts of the bill the till knows; facts about the guest are never taken from outside */
  readonly facts?: Facts;
  readonly tenders?: readonly PayingTender[];
}

export interface AskedBill {
  readonly input: BillInput;
  /** null: no card was shown */
  readonly shown: Recognised | null;
  /** the account, when the card counts */
  readonly accountId: string | undefined;
  readonly coupons: readonly { readonly id: string; readonly coupon: Coupon }[];
}

export const billRoots = (params: BillParams): readonly Ref[] => [
  ...shownRoots(params.card),
  ...(params.vouchers ?? []).flatMap(couponRoots),
  ...(params.tenders ?? []).flatMap(({ hold }) =>
    hold === undefined ? [] : [{ kind: "hold" as const, id: hold }],
  ),
];

/** Every voucher must be there and good; how many of them a bill takes is the programme's word. */
const goodCoupons = (
  params: BillParams,
  view: View,
  context: Context,
): Result<AskedBill["coupons"], Refusal> => {
  const coupons: { id: string; coupon: Coupon }[] = [];
  for (const named of params.vouchers ?? []) {
    const id = couponIdOf(view, named);
    const coupon = id === undefined ? undefined : view.get("coupon", id);
    if (id === undefined || coupon === undefined)
      return err(refusal("coupon.unknown", { coupon: named }));
    const refused = couponRefusal(coupon, context.moment.businessDate);
    if (refused !== undefined) return err(refused);
    if (coupons.some((other) => other.id === id)) return err(refusal("coupon.not_applicable"));
    coupons.push({ id, coupon });
  }
  return ok(coupons);
};

/** Spendable units, with the money of the holds that this bill pays from. */
const holdingsWith = (
  context: Context,
  account: Account,
  tenders: readonly PayingTender[],
): BillInput["holdings"] => {
  const named = new Set(tenders.map(({ hold }) => hold));
  const holdings = { ...holdingsOf(context, account) };
  for (const hold of account.holds) {
    if (!named.has(hold.hold) || isOver(hold.expiresAt, context.moment)) continue;
    holdings[hold.asset] = (holdings[hold.asset] ?? 0) + hold.amount;
  }
  return holdings;
};

const tillFacts = (facts: Facts | undefined): Facts =>
  Object.fromEntries(
    Object.entries(facts ?? {}).filter(([name]) => !isGuestFact(name) || name === "guestIsMember"),
  );

const usedThisYear = (account: Account, on: string): Readonly<Record<string, number>> => {
  const year = `:${on.slice(0, 4)}`;
  return Object.fromEntries(
    Object.entries(account.benefitsUsed).flatMap(([key, times]) =>
      key.endsWith(year) ? [[key.slice(0, -year.length), times]] : [],
    ),
  );
};

const agreementPrices = (
  shown: Recognised,
  on: string,
): { agreementPrices?: Readonly<Record<string, number>> } => {
  const { agreement } = shown.member;
  if (agreement === undefined) return {};
  const runs = (agreement.from ?? on) <= on && on <= (agreement.to ?? on);
  return runs ? { agreementPrices: agreement.prices } : {};
};

const guestInput = (
  shown: Recognised,
  params: BillParams,
  context: Context,
): Pick<BillInput, "holdings" | "carry" | "agreementPrices" | "benefitsUsed"> & {
  facts: Facts;
} => {
  const { account, card, member } = shown;
  const on = context.moment.businessDate;
  const holdings = holdingsWith(context, account, params.tenders ?? []);
  const stored = context.programme.storedAsset?.id ?? "";
  return {
    facts: {
      ...accountFacts(context, { account, card, member }),
      authenticated: shown.counts === true,
      guestIsMember: true,
      balanceBefore: holdings[stored] ?? 0,
    },
    holdings,
    carry: account.carry,
    benefitsUsed: usedThisYear(account, on),
    ...agreementPrices(shown, on),
  };
};

/** A price that the house offers is a till's word: a page that stands among guests has none. */
const isOfferedByGuest = ({ where, offers = [] }: BillParams): boolean =>
  where === "kiosk" && offers.length > 0;

/** Recognises card and vouchers and gathers the facts; refuses lost cards and vouchers that are not good. */
export const askBill = (
  params: BillParams,
  view: View,
  context: Context,
): Result<AskedBill, Refusal> => {
  if (isOfferedByGuest(params)) return err(refusal("not_permitted", { what: "offer" }));
  const recognised = recognise(view, context, params.card);
  if (!recognised.ok) return recognised;
  const coupons = goodCoupons(params, view, context);
  if (!coupons.ok) return coupons;
  const shown = recognised.value;
  const guest =
    shown === null
      ? { facts: { member: false, authenticated: false }, holdings: {}, carry: {} }
      : guestInput(shown, params, context);
  const input: BillInput = {
    ...guest,
    lines: params.lines,
    facts: {
      ...guest.facts,
      ...timeFacts(context),
      ...tillFacts(params.facts),
      channel: params.channel ?? "desk",
      where: whereOf(context, params.where),
    },
    recognised: shown === null ? null : shown.counts,
    vouchers: coupons.value.map(({ id, coupon }) => ({ coupon: id, value: coupon.value })),
    redeem: params.redeem ?? [],
    offers: params.offers ?? [],
  };
  return ok({
    input,
    shown,
    accountId: shown?.counts === true ? shown.accountId : undefined,
    coupons: coupons.value,
  });
};
