// The signals over acts: each scenario of a clerk who cheats is flagged by the act that completes it, each like it
// that is honest stays silent, and ten thousand ordinary operations raise no more than one.
import { describe, expect, test } from "vitest";
import type { Act } from "../../../gateway/members/fraud/acts.ts";
import { createRecent } from "../../../gateway/members/fraud/recent.ts";
import { type Flag, flagsOf } from "../../../gateway/members/fraud/signals.ts";
import { type Thresholds, thresholdsOf } from "../../../gateway/members/fraud/thresholds.ts";
import { fc } from "../../support/seeded.ts";

const dayMs = 86_400_000;
const openingMs = Date.parse("2024-01-10T09:00:00+08:00");

type Told = Partial<Act> & { readonly kind: Act["kind"]; readonly minute: number };

/** Acts of Lin at the till unless said otherwise; the minute is counted from nine o'clock. */
const acts = (told: readonly Told[]): readonly Act[] =>
  told.map(({ minute, ...act }, at) => {
    const atMs = openingMs + minute * 60_000;
    const on = new Date(Math.floor((atMs + 8 * 3_600_000) / dayMs) * dayMs).toISOString();
    const given = { staff: "lin", station: "till", cash: 0, paid: act.cash ?? 0, spent: {} };
    return { entry: `e${at}`, atMs, on: on.slice(0, 10), ...given, ...act };
  });

const flags = (told: readonly Told[], thresholds: Thresholds = thresholdsOf({})): Flag[] => {
  const recent = createRecent();
  return acts(told).flatMap((act) => {
    const found = flagsOf(act, recent.before(act), thresholds);
    recent.add(act);
    return found;
  });
};
const kinds = (told: readonly Told[]): readonly string[] => [
  ...new Set(flags(told).map(({ kind }) => kind.slice("fraud.".length))),
];

const sale = (minute: number, more: Partial<Act> = {}): Told => ({ kind: "sale", minute, ...more });
const cashSale = (minute: number, bill: string, cash: number): Told => sale(minute, { bill, cash });
const voided = (minute: number, bill: string, cash: number, more: Partial<Act> = {}): Told => ({
  kind: "reversal",
  minute,
  bill,
  cash: -cash,
  ...more,
});
const drawer = (minute: number, reason: string, more: Partial<Act> = {}): Told => ({
  kind: "drawer",
  minute,
  reason,
  ...more,
});
const topUp = (minute: number, account: string, paid: number, more: Partial<Act> = {}): Told => ({
  kind: "top_up",
  minute,
  account,
  cash: paid,
  ...more,
});
const adjusted = (minute: number, account: string, more: Partial<Act> = {}): Told => ({
  kind: "adjust",
  minute,
  account,
  given: { asset: "pts", quantity: 500 },
  ...more,
});
const redeemed = (minute: number, account: string, more: Partial<Act> = {}): Told => ({
  kind: "redeem",
  minute,
  account,
  spent: { pts: 500 },
  ...more,
});
const times = <T = Told>(n: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, at) => make(at));

describe("is flagged", () => {
  test.each<readonly [string, string, readonly Told[]]>([
    ["a sale on the own card", "own_card", [sale(1, { account: "a", own: "link" })]],
    ["a sale on a card of the own name", "own_card", [sale(1, { account: "a", own: "name" })]],
    [
      "a punch on the own card",
      "own_card",
      [{ kind: "punch", minute: 1, account: "a", own: "link" }],
    ],
    ["a reward from the own card", "own_card", [redeemed(1, "a", { own: "link" })]],
    ["points given to the own card", "own_card", [adjusted(1, "a", { own: "link" })]],
    [
      "a voucher for the own card",
      "own_card",
      [{ kind: "coupon", minute: 1, account: "a", own: "link" }],
    ],
    [
      "a large void after cash",
      "void_after_cash",
      [cashSale(1, "b", 30_000), voided(20, "b", 30_000)],
    ],
    [
      "a void just before the time is up",
      "void_after_cash",
      [cashSale(0, "b", 20_000), voided(120, "b", 20_000)],
    ],
    [
      "a large part of a bill voided",
      "void_after_cash",
      [cashSale(1, "b", 90_000), voided(9, "b", 25_000)],
    ],
    [
      "the third small void of a day",
      "void_after_cash",
      times(3, (n) => n).flatMap((n) => [
        cashSale(n * 30, `b${n}`, 900),
        voided(n * 30 + 9, `b${n}`, 900),
      ]),
    ],
    [
      "a void of a member's bill",
      "void_after_cash",
      [
        sale(1, { bill: "b", cash: 40_000, account: "a" }),
        voided(5, "b", 40_000, { account: "a" }),
      ],
    ],
    [
      "money of a void topped up elsewhere",
      "refund_elsewhere",
      [cashSale(1, "b", 5_000), voided(9, "b", 5_000), topUp(12, "mine", 5_000)],
    ],
    [
      "a member's refund on another card",
      "refund_elsewhere",
      [voided(9, "b", 5_000, { account: "hers" }), topUp(30, "mine", 5_000)],
    ],
    [
      "a refund by transfer put on another card",
      "refund_elsewhere",
      [voided(9, "b", 0, { paid: -5_000 }), topUp(30, "mine", 0, { paid: 5_000 })],
    ],
    [
      "a refund made into a voucher for another",
      "refund_elsewhere",
      [
        voided(9, "b", 5_000, { account: "hers" }),
        { kind: "coupon", minute: 15, account: "mine", worth: 5_000 },
      ],
    ],
    [
      "a returned card's money on another card",
      "refund_elsewhere",
      [
        { kind: "card_refund", minute: 3, account: "hers", cash: -80_000 },
        topUp(8, "mine", 80_000),
      ],
    ],
    [
      "the fourth opening for nothing",
      "drawer_no_sale",
      times(4, (n) => drawer(n * 90, "no_sale")),
    ],
    [
      "openings for sales that never were",
      "drawer_no_sale",
      times(4, (n) => drawer(n * 90, "sale")),
    ],
    [
      "openings long after the last sale",
      "drawer_no_sale",
      [cashSale(0, "b", 900), ...times(4, (n) => drawer(20 + n, "sale"))],
    ],
    [
      "a tenth of the takings given away by hand",
      "discounts_by_hand",
      times(7, (n) => sale(n * 30, { paid: 20_000, off: 3_000 })),
    ],
    [
      "a little off bill after bill",
      "discounts_by_hand",
      times(13, (n) => sale(n * 20, { paid: 90_000, off: 100 })),
    ],
    ["points given, then redeemed", "points_edited", [adjusted(1, "a"), redeemed(5, "a")]],
    [
      "points given, redeemed the next morning",
      "points_edited",
      [adjusted(600, "a"), redeemed(1_500, "a")],
    ],
    [
      "points approved, then redeemed by the approver",
      "points_edited",
      [adjusted(1, "a", { staff: "zhou", approvedBy: "lin" }), redeemed(9, "a")],
    ],
    [
      "points given and paid with",
      "points_edited",
      [adjusted(1, "a"), sale(9, { account: "a", spent: { pts: 200, stored: 0 } })],
    ],
    [
      "counts given and punched",
      "points_edited",
      [
        adjusted(1, "a", { given: { asset: "spa", quantity: 100 } }),
        { kind: "punch", minute: 4, account: "a", spent: { spa: 1 } },
      ],
    ],
    [
      "a card used five times an hour",
      "card_burst",
      times(5, (n) => sale(n * 10, { account: "a" })),
    ],
    ["a card used nine times a day", "card_burst", times(9, (n) => sale(n * 70, { account: "a" }))],
    [
      "sales and punches of one card together",
      "card_burst",
      times(5, (n) => ({ kind: n % 2 === 0 ? "sale" : "punch", minute: n * 9, account: "a" })),
    ],
  ])("%s", (_says, kind, told) => {
    expect(kinds(told)).toContain(kind);
    expect(kinds(told.slice(0, -1))).not.toContain(kind);
    const [found] = flags(told);
    expect(found?.evidence["entries"]).toContain(`e${told.length - 1}`);
  });
});

describe("stays silent", () => {
  test.each<readonly [string, readonly Told[]]>([
    ["a sale to a guest", [sale(1, { account: "a" })]],
    ["the own card paid in to", [topUp(1, "a", 10_000, { own: "link" })]],
    ["small change off every sum", times(40, (n) => sale(n * 10, { paid: 5_000, off: 99 }))],
    ["a few bills with something off", times(6, (n) => sale(n * 60, { paid: 20_000, off: 2_000 }))],
    [
      "a large discount on a day of large sales",
      [sale(1, { paid: 900_000 }), sale(9, { paid: 200_000, off: 50_000 })],
    ],
    ["a small void", [cashSale(1, "b", 900), voided(5, "b", 900)]],
    [
      "two small voids",
      [cashSale(1, "b", 900), voided(5, "b", 900), cashSale(50, "c", 900), voided(60, "c", 900)],
    ],
    ["a void hours later", [cashSale(1, "b", 30_000), voided(122, "b", 30_000)]],
    [
      "a void by another employee",
      [cashSale(1, "b", 30_000), voided(5, "b", 30_000, { staff: "zhou" })],
    ],
    [
      "a void of a bill paid by card",
      [sale(1, { bill: "b", paid: 30_000 }), voided(5, "b", 0, { paid: -30_000 })],
    ],
    [
      "a refund topped up to her own card",
      [voided(9, "b", 5_000, { account: "hers" }), topUp(12, "hers", 5_000)],
    ],
    ["another sum for another guest", [voided(9, "b", 900), topUp(12, "other", 5_000)]],
    ["the same sum an hour later", [voided(9, "b", 900), topUp(70, "other", 900)]],
    [
      "the same sum at another till",
      [voided(9, "b", 900), topUp(12, "other", 900, { staff: "zhou" })],
    ],
    ["three openings for change", times(3, (n) => drawer(n * 90, "no_sale"))],
    ["openings to count", times(6, (n) => drawer(n * 90, "count"))],
    [
      "openings for sales",
      times(6, (n) => n).flatMap((n) => [
        cashSale(n * 30, `b${n}`, 900),
        drawer(n * 30 + 1, "sale"),
      ]),
    ],
    ["openings for named bills", times(6, (n) => drawer(n, "sale", { bill: `b${n}` }))],
    [
      "openings of two days",
      [...times(3, (n) => drawer(n, "no_sale")), ...times(3, (n) => drawer(1_440 + n, "no_sale"))],
    ],
    [
      "few points given and redeemed",
      [adjusted(1, "a", { given: { asset: "pts", quantity: 99 } }), redeemed(5, "a")],
    ],
    [
      "points taken, then redeemed",
      [adjusted(1, "a", { given: { asset: "pts", quantity: -500 } }), redeemed(5, "a")],
    ],
    ["points given to one, redeemed by another", [adjusted(1, "a"), redeemed(5, "b")]],
    [
      "points given by the manager, redeemed at the till",
      [adjusted(1, "a", { staff: "zhou", approvedBy: "chen" }), redeemed(5, "a")],
    ],
    [
      "points given, money spent",
      [adjusted(1, "a"), sale(5, { account: "a", spent: { stored: 9 } })],
    ],
    ["points given long ago", [adjusted(1, "a"), redeemed(1_445, "a")]],
    ["a good guest's day", times(8, (n) => sale(n * 70, { account: "a" }))],
    ["a family at five tills", times(5, (n) => sale(n, { account: "a", staff: `s${n}` }))],
    ["many guests in an hour", times(40, (n) => sale(n, { account: `a${n}` }))],
    ["many bills without a card", times(40, (n) => sale(n))],
  ])("%s", (_says, told) => {
    expect(flags(told)).toEqual([]);
  });
});

test("a house may name its own thresholds", () => {
  const strict = thresholdsOf({
    signals: { drawerNoSale: { timesPerDay: 0 }, cardBurst: { timesPerHour: 2 } },
  });
  expect(flags([drawer(1, "no_sale")], strict)).toHaveLength(1);
  expect(
    flags(
      times(2, (n) => sale(n, { account: "a" })),
      strict,
    ),
  ).toHaveLength(1);
  expect(strict.cardBurst.timesPerDay).toBe(9);
});

/** Ordinary days: a few employees, and guests who come once or twice. */
const ordinary = fc.record({
  kind: fc.constantFrom<Act["kind"]>(
    ...times(12, () => sale(0)).map(({ kind }) => kind),
    "punch",
    "punch",
    "redeem",
    "top_up",
    "top_up",
    "drawer",
  ),
  staff: fc.constantFrom("lin", "zhou", "chen", "wu"),
  account: fc.option(fc.integer({ min: 1, max: 2_000 }), { freq: 3, nil: undefined }),
  cash: fc.integer({ min: 0, max: 60_000 }),
  gap: fc.integer({ min: 1, max: 8 }),
});

test("ten thousand ordinary operations raise one flag at most", () => {
  const [days = []] = fc.sample(fc.array(ordinary, { minLength: 10_000, maxLength: 10_000 }), 1);
  let minute = 0;
  const told = days.map(({ kind, staff, account, cash, gap }, at): Told => {
    minute += gap;
    const named = account === undefined ? {} : { account: `a${account}` };
    if (kind === "drawer") return { kind, minute, staff, reason: "sale", bill: `b${at}` };
    return { kind, minute, staff, ...named, cash, bill: `b${at}`, spent: { pts: cash % 7 } };
  });
  expect(flags(told).length).toBeLessThanOrEqual(1);
});
