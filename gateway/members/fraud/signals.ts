// The signals: what an employee has just done, beside what went before. Each says what shows it; none accuses.
// Pure: acts in, flags out. What is normal at a till must stay silent (tests/gateway/members/fraud.test.ts).
import type { JsonObject } from "../../json.ts";
import type { ExceptionKind } from "../exception/kinds.ts";
import type { Act } from "./acts.ts";
import type { Thresholds } from "./thresholds.ts";

export interface Flag {
  readonly kind: Extract<ExceptionKind, `fraud.${string}`>;
  /** one of a source is enough */
  readonly source: string;
  readonly staff: string;
  readonly station: string;
  readonly account?: string;
  readonly evidence: JsonObject;
}

/** What went before, oldest first. */
export interface Earlier {
  /** by the same employee, today and yesterday */
  readonly mine: readonly Act[];
  /** units given by hand, by anybody */
  readonly adjustments: readonly Act[];
}

type Signal = (act: Act, earlier: Earlier, thresholds: Thresholds) => Flag | undefined;

const within = (act: Act, before: Act, minutes: number): boolean =>
  act.atMs - before.atMs <= minutes * 60_000;

const flag = (
  kind: Flag["kind"],
  act: Act,
  shown: { readonly source: string; readonly acts: readonly Act[]; readonly facts?: JsonObject },
): Flag => ({
  kind,
  source: shown.source,
  staff: act.staff,
  station: act.station,
  ...(act.account === undefined ? {} : { account: act.account }),
  evidence: { ...shown.facts, entries: shown.acts.map(({ entry }) => entry) },
});

const serving: readonly Act["kind"][] = ["sale", "punch", "redeem"];
const favours: readonly Act["kind"][] = [...serving, "adjust", "coupon"];

/** An employee serves the own card. */
const ownCard: Signal = (act) => {
  if (act.own === undefined || !favours.includes(act.kind)) return undefined;
  const source = `${act.staff}:${act.account ?? ""}:${act.on}`;
  return flag("fraud.own_card", act, { source, acts: [act], facts: { by: act.own } });
};

/** Cash was taken for a bill and the same employee undid it: large, or once too often on a day. */
const voidAfterCash: Signal = (act, { mine }, { voidAfterCash: limit }) => {
  const saleOf = (reversal: Act): Act | undefined =>
    reversal.kind !== "reversal" || reversal.cash >= 0
      ? undefined
      : mine.find(
          (one) =>
            one.kind === "sale" &&
            one.bill === reversal.bill &&
            one.cash > 0 &&
            within(reversal, one, limit.withinMinutes),
        );
  const sale = saleOf(act);
  if (sale === undefined) return undefined;
  const before = mine.filter((one) => one.on === act.on && saleOf(one) !== undefined);
  const isLarge = -act.cash >= limit.above;
  if (!isLarge && before.length + 1 < limit.timesPerDay) return undefined;
  return flag("fraud.void_after_cash", act, {
    source: act.entry,
    acts: [sale, ...before, act],
    facts: { bill: act.bill ?? "", cash: -act.cash, timesToday: before.length + 1 },
  });
};

/** What an act puts into an account, in money. */
const put = (act: Act): number =>
  act.kind === "top_up" ? act.paid : act.kind === "coupon" ? (act.worth ?? 0) : 0;

/** What was handed back for one guest turns up on another's card. */
const refundElsewhere: Signal = (act, { mine }, { refundElsewhere: limit }) => {
  const amount = put(act);
  if (amount <= 0 || act.account === undefined) return undefined;
  const back = mine.findLast(
    (one) =>
      (one.kind === "reversal" || one.kind === "card_refund") &&
      -one.paid === amount &&
      one.account !== act.account &&
      within(act, one, limit.withinMinutes),
  );
  if (back === undefined) return undefined;
  const facts = { amount, from: back.account ?? "", to: act.account };
  return flag("fraud.refund_elsewhere", act, { source: back.entry, acts: [back, act], facts });
};

/** Longer than any receipt takes: an opening after that belongs to no sale. */
const saleMinutes = 5;

const opensWithoutSale = (act: Act, mine: readonly Act[]): boolean => {
  if (act.kind !== "drawer" || act.reason === "count") return false;
  if (act.reason === "no_sale") return true;
  if (act.bill !== undefined) return false;
  return !mine.some(
    (one) => one.cash !== 0 && one.atMs <= act.atMs && act.atMs - one.atMs <= saleMinutes * 60_000,
  );
};

/** The drawer was opened without a sale more often than a till needs change. */
const drawerNoSale: Signal = (act, { mine }, { drawerNoSale: limit }) => {
  if (!opensWithoutSale(act, mine)) return undefined;
  const before = mine.filter((one) => one.on === act.on && opensWithoutSale(one, mine));
  if (before.length < limit.timesPerDay) return undefined;
  const source = `${act.staff}:${act.on}`;
  const facts = { timesToday: before.length + 1 };
  return flag("fraud.drawer_no_sale", act, { source, acts: [...before, act], facts });
};

/** Small change of a sum (抹零) is no discount: a cashier takes it off alone (bill/by-hand.ts). */
const smallChange = 100;

/** By hand again and again, or so much of the takings that it is no longer an exception. */
const discountsByHand: Signal = (act, { mine }, { discountsByHand: limit }) => {
  const isDiscounted = ({ kind, off = 0 }: Act): boolean => kind === "sale" && off >= smallChange;
  if (!isDiscounted(act)) return undefined;
  const sales = [...mine, act].filter(({ kind, on }) => kind === "sale" && on === act.on);
  const discounted = sales.filter(isDiscounted);
  const amount = discounted.reduce((sum, { off = 0 }) => sum + off, 0);
  const takings = sales.reduce((sum, { paid }) => sum + paid, 0);
  const isMuch = amount >= limit.above && amount * 10_000 >= takings * limit.shareOfTakings;
  if (!isMuch && discounted.length <= limit.timesPerDay) return undefined;
  return flag("fraud.discounts_by_hand", act, {
    source: `${act.staff}:${act.on}`,
    acts: discounted,
    facts: { timesToday: discounted.length, amount, takings },
  });
};

/** Units given by hand are used up with whoever gave or approved them. */
const pointsEdited: Signal = (act, { adjustments }, { pointsEdited: limit }) => {
  if (act.kind !== "redeem" && act.kind !== "sale" && act.kind !== "punch") return undefined;
  const given = adjustments.findLast(
    (one) =>
      one.account === act.account &&
      one.given !== undefined &&
      one.given.quantity >= limit.above &&
      (act.spent[one.given.asset] ?? 0) > 0 &&
      (one.staff === act.staff || one.approvedBy === act.staff) &&
      within(act, one, limit.withinMinutes),
  );
  if (given?.given === undefined) return undefined;
  const { asset, quantity } = given.given;
  const facts = { asset, given: quantity, spent: act.spent[asset] ?? 0 };
  return flag("fraud.points_edited", act, { source: given.entry, acts: [given, act], facts });
};

/** One card comes again and again to one employee: whose card is it? */
const cardBurst: Signal = (act, { mine }, { cardBurst: limit }) => {
  if (act.account === undefined || !serving.includes(act.kind)) return undefined;
  const today = mine.filter(
    (one) => one.account === act.account && one.on === act.on && serving.includes(one.kind),
  );
  const lately = today.filter((one) => within(act, one, 60));
  const timesToday = today.length + 1;
  const timesLately = lately.length + 1;
  if (timesToday < limit.timesPerDay && timesLately < limit.timesPerHour) return undefined;
  return flag("fraud.card_burst", act, {
    source: `${act.staff}:${act.account}:${act.on}`,
    acts: [...today, act],
    facts: { timesToday, timesInTheHour: timesLately },
  });
};

const signals: readonly Signal[] = [
  ownCard,
  voidAfterCash,
  refundElsewhere,
  drawerNoSale,
  discountsByHand,
  pointsEdited,
  cardBurst,
];

export const flagsOf = (act: Act, earlier: Earlier, thresholds: Thresholds): readonly Flag[] =>
  signals.flatMap((signal) => signal(act, earlier, thresholds) ?? []);
