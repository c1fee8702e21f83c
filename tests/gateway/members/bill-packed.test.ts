// What a settled bill and a receipt are packed into gives them back member by member, whatever they hold.
import { describe, expect, test } from "vitest";
import { packBill, unpackBill } from "../../../gateway/members/bill/packed.ts";
import { packReceipt, unpackReceipt } from "../../../gateway/members/packed-receipt.ts";
import { evolvers } from "../../../gateway/members/registry.ts";
import type { Bill } from "../../../gateway/members/state.ts";
import { fc } from "../../support/seeded.ts";

const amount = fc.integer({ min: -1_000_000, max: 100_000_000 });
const units = fc.nat(100_000);
const name = fc.stringMatching(/^[a-z]{1,6}$/u);
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const optional = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] });

const usual = {
  member: true,
  authenticated: true,
  guestIsMember: true,
  formFilled: true,
  identityVerified: false,
  gifted: false,
  workday: true,
  cycleStart: false,
  class: "ordinary",
  channel: "desk",
  where: "desk",
  date: "2026-11-21",
  hour: 11,
  weekday: "sat",
  quarter: "2026Q4",
};
const counted = [
  "spendInYear",
  "spend12m",
  "spentToday",
  "visits12m",
  "nightsInYear",
  "nightsInCycle",
  "staysInYear",
  "staysInQuarter",
  "noshowInCycle",
  "pointsEarnedInCardYear",
  "basePointsInYear",
  "qualifyingPoints",
  "maxSingleTopup",
];

/** Facts of a member with these holdings: mostly the usual ones, some of them changed, some missing. */
const factsOf = (holdings: Readonly<Record<string, number>>): fc.Arbitrary<Record<string, never>> =>
  fc
    .record({
      figures: fc.array(fc.constantFrom(0, 0, 0, 1, 4500), {
        minLength: counted.length,
        maxLength: counted.length,
      }),
      changed: fc.dictionary(name, fc.oneof(fc.boolean(), units, name), { maxKeys: 3 }),
      other: optional({
        identityVerified: fc.boolean(),
        channel: name,
        hour: fc.nat(23),
        weekday: name,
        gifted: fc.boolean(),
      }),
      passes: fc.boolean(),
      missing: some(fc.constantFrom(...counted, "gifted", "hour", "weekday")),
    })
    .map(({ figures, changed, other, passes, missing }) => {
      const facts: Record<string, unknown> = {
        ...usual,
        ...Object.fromEntries(counted.map((fact, at) => [fact, figures[at] ?? 0])),
        ...Object.fromEntries(
          Object.entries(holdings).map(([asset, held]) => [
            `has.${asset}`,
            passes ? held > 0 : held,
          ]),
        ),
        ...changed,
        ...other,
      };
      for (const fact of missing) delete facts[fact];
      return facts as Record<string, never>;
    });

const line = fc.record(
  { venue: name, sku: name, description: fc.string(), list: units, quantity: fc.nat(9) },
  { requiredKeys: ["venue", "list", "quantity"] },
);

const at = { at: "2026-11-22T11:12:08+08:00", businessDate: "2026-11-21" };

const bill: fc.Arbitrary<Bill> = fc
  .record({
    holdings: fc.dictionary(name, units, { maxKeys: 3 }),
    lines: fc.array(fc.tuple(line, amount), { maxLength: 4 }),
    odd: fc.option(amount, { nil: undefined }),
  })
  .chain(({ holdings, lines, odd }) =>
    fc.record({
      account: fc.option(name),
      card: fc.option(name),
      state: fc.constant("settled" as const),
      at: fc.constant(at.at),
      businessDate: fc.constant(at.businessDate),
      programmeVersion: fc.nat(9),
      input: fc
        .tuple(
          fc.record({
            lines: fc.constant(lines.map(([one]) => one)),
            facts: factsOf(holdings),
            recognised: fc.constantFrom(true as const, null, "pin.wrong"),
            holdings: fc.constant(holdings),
            carry: fc.dictionary(name, units, { maxKeys: 2 }),
            vouchers: some(fc.record({ coupon: name, value: units })),
            redeem: some(fc.record({ asset: name, quantity: units })),
            offers: some(fc.record({ id: name, payRatio: units })),
          }),
          optional<{
            agreementPrices: Record<string, number>;
            benefitsUsed: Record<string, number>;
          }>({
            agreementPrices: fc.dictionary(name, units, { maxKeys: 2 }),
            benefitsUsed: fc.dictionary(name, units, { maxKeys: 2 }),
          }),
        )
        .map(([input, more]) => ({ ...input, ...more })),
      rows: fc.constant(lines.map(([one, net]) => ({ ...one, net, returned: 0 }))),
      due: fc.constant(odd ?? lines.reduce((sum, [, net]) => sum + net, 0)),
      tenders: some(fc.record({ type: name, amount })),
      vouchers: some(fc.record({ coupon: name, used: units, forfeited: units })),
      drawn: some(fc.record({ asset: name, part: name, lot: name, amount })),
      earned: fc.dictionary(
        name,
        fc.record({ quantity: units, carryBefore: units, carry: units, lot: name }),
        { maxKeys: 2 },
      ),
      receipt: name,
    }),
  )
  .chain((whole) =>
    optional<Pick<Bill, "bonuses" | "commission" | "rise" | "byHand" | "note">>({
      byHand: fc.record({ reason: fc.string(), offered: units, approvedBy: name }),
      note: fc.record({ text: fc.string(), printed: fc.boolean() }),
      bonuses: some(fc.record({ rule: name, asset: name, lot: name, amount })),
      commission: fc.record({ seller: name, amount }),
      rise: fc.record({ from: fc.option(name), to: name }),
    }).map((more) => ({ ...whole, ...more })),
  );

/** As it comes back from the journal. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe("a settled bill", () => {
  test("comes back as it was packed", () => {
    fc.assert(
      fc.property(bill, (whole) => {
        expect(unpackBill(stored(packBill(whole)), at)).toEqual(stored(whole));
      }),
    );
  });

  test("of the first journals, kept whole, is read as well", () => {
    const made = evolvers["BillSettled"]?.makes?.(
      { type: "BillSettled", bill: "b_1", file: { account: null, state: "settled" } },
      at,
    );
    expect(made).toEqual({
      kind: "bill",
      id: "b_1",
      entity: { account: null, state: "settled" },
    });
  });
});

test("a receipt comes back as it was packed", () => {
  const row = fc.record(
    {
      label: name,
      text: fc.string(),
      amount: fc.record({ value: amount, unit: fc.constantFrom("CNY", "pts", "spa") }),
      before: amount,
      after: amount,
      cite: name,
      date: name,
    },
    { requiredKeys: ["label"] },
  );
  const receipt = fc.record(
    {
      kind: fc.constantFrom("bill" as const, "topup" as const),
      card: name,
      account: name,
      holder: name,
      bill: name,
      rows: fc.array(row, { maxLength: 8 }),
    },
    { requiredKeys: ["kind", "rows"] },
  );
  fc.assert(
    fc.property(receipt, (file) => {
      const { at: when, businessDate: on } = at;
      expect(unpackReceipt(stored(packReceipt(file)), at)).toEqual({ ...file, at: when, on });
    }),
  );
});
