// What holds for any bill under any shipped programme.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { fc } from "../../support/seeded.ts";
import { describe, expect, it } from "vitest";
import type { Programme } from "../../../gateway/programme/compile.ts";
import { compileProgramme } from "../../../gateway/programme/compile.ts";
import type { BillInput, BillLine, BillQuote, Facts } from "../../../gateway/programme/contract.ts";
import { addDays, dateOfDay } from "../../../gateway/programme/dates.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { creditOn, expiryOf } from "../../../gateway/programme/lots.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";
import { topUpTerms } from "../../../gateway/programme/terms.ts";
import { shipped } from "./bills.ts";

const ids = ["counter", "demo", "mudan", "retail", "zhaohua"] as const;
const programmes = new Map(ids.map((id) => [id, shipped(id)]));

interface Case {
  readonly programme: Programme;
  readonly input: BillInput;
}

/** Every value a programme's rules compare a line with, so that generated lines meet its rules. */
const wordsOf = (file: ProgrammeFile, fact: string): readonly string[] => {
  const values = file.rules.flatMap(({ when }): readonly unknown[] => {
    const matcher = when?.[fact];
    if (matcher === undefined) return [];
    if (typeof matcher !== "object") return [matcher];
    if ("none" in matcher) return matcher.none ?? [];
    return Array.isArray(matcher) ? matcher : [];
  });
  return [...new Set(values.filter((value) => typeof value === "string")), "elsewhere"];
};

const linesOf = (file: ProgrammeFile): fc.Arbitrary<readonly BillLine[]> =>
  fc.array(
    fc.record({
      venue: fc.constantFrom(...wordsOf(file, "venue")),
      sku: fc.constantFrom(...wordsOf(file, "sku")),
      list: fc.integer({ min: 0, max: 90_000 }),
      quantity: fc.integer({ min: 1, max: 4 }),
      tags: fc.subarray([...wordsOf(file, "tags")]),
    }),
    { minLength: 1, maxLength: 6 },
  );

const factsOf = (file: ProgrammeFile): fc.Arbitrary<Facts> =>
  fc
    .record({
      card: fc.constantFrom(...file.cards.map((card) => card.type)),
      tier: fc.constantFrom("none", ...(file.tiers ?? []).map((tier) => tier.id)),
      channel: fc.constantFrom("desk", "ota"),
      birthdayToday: fc.boolean(),
      hour: fc.integer({ min: 0, max: 23 }),
      balanceBefore: fc.constantFrom(0, 5_000),
      maxSingleTopup: fc.constantFrom(0, 100_000),
    })
    .map((facts) => ({ member: true, authenticated: true, ...facts }));

const cases: fc.Arbitrary<Case> = fc.constantFrom(...ids).chain((id) => {
  const programme = programmes.get(id) ?? shipped(id);
  const { file } = programme;
  const counts = fc.integer({ min: 0, max: 5 });
  return fc
    .record({
      lines: linesOf(file),
      facts: factsOf(file),
      recognised: fc.constantFrom<BillInput["recognised"]>(true, true, true, null, "card.expired"),
      holdings: fc.record(Object.fromEntries(file.assets.map((asset) => [asset.id, counts]))),
      stored: fc.integer({ min: 0, max: 200_000 }),
      points: fc.integer({ min: 0, max: 3_000 }),
      carry: fc.integer({ min: 0, max: 999 }),
      voucher: fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }),
      wish: fc.boolean(),
      offers: fc.array(
        fc.record({
          id: fc.constantFrom("lunch", "late"),
          venue: fc.constantFrom(...wordsOf(file, "venue")),
          payRatio: fc.integer({ min: 0, max: 10_000 }),
        }),
        { maxLength: 2 },
      ),
    })
    .map((made): Case => ({
      programme,
      input: {
        lines: made.lines,
        facts: made.facts,
        recognised: made.recognised,
        holdings: { ...made.holdings, stored: made.stored, pts: made.points },
        carry: { pts: made.carry },
        vouchers: made.voucher === undefined ? [] : [{ coupon: "v", value: made.voucher }],
        redeem: made.wish && made.points > 0 ? [{ asset: "pts", quantity: made.points }] : [],
        offers: made.offers,
      },
    }));
});

const runs = { numRuns: 1_000 };
const sum = (amounts: readonly number[]): number =>
  amounts.reduce((left, right) => left + right, 0);
const quoteOf = ({ programme, input }: Case): BillQuote => quoteBill(programme, input);
const earned = (quote: BillQuote): number =>
  sum(Object.values(quote.earns).map((one) => one.quantity));

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

describe("any bill under any shipped programme", () => {
  it("adds up: lines, tenders, shares and explanations, in whole numbers and never below zero", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const quote = quoteOf(one);
        expect(quote.due).toBe(sum(quote.lines.map((line) => line.net)));
        expect(sum(quote.tenders.map((tender) => tender.amount))).toBe(quote.due);
        for (const line of quote.lines) {
          expect(line.list - sum(line.applied.map((rule) => rule.amount))).toBe(line.net);
          expect(line.voucherShare + line.pointsShare).toBeLessThanOrEqual(line.net);
        }
        expect(sum(quote.lines.map((line) => line.voucherShare))).toBe(
          sum(quote.voucherUse.map((use) => use.used)),
        );
        for (const number of numbersIn(quote)) {
          expect(Number.isSafeInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  it("takes no more of anything than the account holds or the guest asked for", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const quote = quoteOf(one);
        const holds = (asset: string): number =>
          one.input.recognised === true ? (one.input.holdings[asset] ?? 0) : 0;
        for (const use of quote.redeemed)
          expect(use.quantity).toBeLessThanOrEqual(holds(use.asset));
        for (const tender of quote.tenders) {
          if (tender.type === "stored") expect(tender.amount).toBeLessThanOrEqual(holds("stored"));
        }
        for (const use of quote.voucherUse) {
          expect(use.used + use.forfeited).toBe(one.input.vouchers[0]?.value);
        }
      }),
      runs,
    );
  });

  it("is quoted alike whatever the order of its lines, and however often", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (one, keys) => {
        const order = one.input.lines
          .map((_, index) => index)
          .toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        const lines = order
          .map((index) => one.input.lines[index])
          .filter((line) => line !== undefined);
        const there = quoteOf(frozen(one));
        const back = quoteOf({ ...one, input: { ...one.input, lines } });
        const text = (quote: BillQuote): readonly string[] =>
          quote.lines.map((line) => JSON.stringify(line)).toSorted();
        expect(text(back)).toEqual(text(there));
        expect({ ...back, lines: [] }).toEqual({ ...there, lines: [] });
        expect(quoteOf(one)).toEqual(there);
      }),
      runs,
    );
  });

  it("never costs a member more than a guest", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const guest = quoteOf({ ...one, input: { ...one.input, recognised: null } });
        const member = quoteOf({ ...one, input: { ...one.input, recognised: true } });
        expect(member.due).toBeLessThanOrEqual(guest.due);
        expect(earned(guest)).toBe(0);
      }),
      runs,
    );
  });

  it("of one line earns no less when more is paid", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 90_000 }), (one, other) => {
        const quoteAt = (list: number): BillQuote => {
          const lines = one.input.lines.slice(0, 1).map((line) => ({ ...line, list, quantity: 1 }));
          return quoteOf({ ...one, input: { ...one.input, lines, vouchers: [], redeem: [] } });
        };
        const [less, more] = [quoteAt(one.input.lines[0]?.list ?? 0), quoteAt(other)].toSorted(
          (a, b) => a.due - b.due,
        );
        if (less === undefined || more === undefined) return;
        const carry = (quote: BillQuote): number => quote.earns["pts"]?.carry ?? 0;
        const same = earned(less) === earned(more) && carry(less) <= carry(more);
        expect(same || earned(less) < earned(more) || less.due === more.due).toBe(true);
      }),
      runs,
    );
  });
});

describe("rules", () => {
  it("of another group never change what this group gives", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 9_999 }), (one, payRatio) => {
        const { file } = one.programme;
        if (file.rules.some((rule) => rule.when?.["billNet"] !== undefined)) return;
        const extra = { id: "extra", at: "discount" as const, group: "extra", then: { payRatio } };
        const more = compileProgramme({
          ...file,
          groups: { ...file.groups, extra: "first" },
          rules: [...file.rules, extra],
        });
        const input = { ...one.input, offers: [] };
        const chosen = (quote: BillQuote): readonly string[][] =>
          quote.lines.map((line) =>
            line.refused
              .filter((rule) => rule.why === "beaten")
              .map((rule) => `${rule.rule} ${rule.by ?? ""}`),
          );
        expect(chosen(quoteBill(more, input))).toEqual(chosen(quoteBill(one.programme, input)));
      }),
      runs,
    );
  });

  it("that carry give over many bills what one bill would have given", () => {
    const mudan = programmes.get("mudan") ?? shipped("mudan");
    const nets = fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 20 });
    const bill = (list: number, carry: number): BillQuote =>
      quoteBill(mudan, {
        lines: [{ venue: "shop", list, quantity: 1 }],
        facts: { member: true, authenticated: true, card: "vip", balanceBefore: 1 },
        recognised: true,
        holdings: {},
        carry: { pts: carry },
        vouchers: [],
        redeem: [],
        offers: [],
      });
    fc.assert(
      fc.property(nets, (amounts) => {
        let [points, carry] = [0, 0];
        for (const amount of amounts) {
          const earns = bill(amount, carry).earns["pts"];
          points += earns?.quantity ?? 0;
          carry = earns?.carry ?? 0;
        }
        expect({ points, carry }).toEqual({
          points: Math.floor(sum(amounts) / 10_000),
          carry: sum(amounts) % 10_000,
        });
      }),
    );
  });

  it("of top-ups never give less for more within one step", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.nat(1_000_000), fc.nat(1_000), (id, amount, more) => {
        const programme = programmes.get(id) ?? shipped(id);
        const facts = { card: programme.file.cards[0]?.type, channel: "desk" };
        const bonus = (of: number): number => topUpTerms(programme, { ...facts, amount: of }).bonus;
        expect(bonus(amount + more)).toBeGreaterThanOrEqual(bonus(amount));
      }),
    );
  });
});

describe("lots", () => {
  it("are credited before they lapse, and a later lot never lapses sooner", () => {
    const days = fc.integer({ min: 18_000, max: 30_000 });
    fc.assert(
      fc.property(fc.constantFrom(...ids), days, fc.nat(400), (id, day, later) => {
        const programme = programmes.get(id) ?? shipped(id);
        for (const asset of programme.file.assets) {
          const earnedOn = dateOfDay(day);
          const credit = creditOn(programme, asset, earnedOn);
          expect(credit >= earnedOn).toBe(true);
          const first = expiryOf(programme, asset, { createdOn: credit });
          const second = expiryOf(programme, asset, { createdOn: addDays(credit, later) });
          if (first === undefined || second === undefined) continue;
          expect(first >= credit).toBe(true);
          expect(second >= first).toBe(true);
        }
      }),
    );
  });
});
