// The interpreter against a brute-force evaluator: no allowed combination is cheaper for the member.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { fc } from "../../support/seeded.ts";
import { describe, expect, it } from "vitest";
import { compileProgramme } from "../../../gateway/programme/compile.ts";
import { canonicalJson } from "../../../gateway/json.ts";
import type { BillLine } from "../../../gateway/programme/contract.ts";
import type { Effect, ProgrammeFile, Rule } from "../../../gateway/programme/format.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";
import { billOf, line, programmeFile } from "./bills.ts";
import { cheapestDue } from "./cheapest.ts";

const venue = fc.constantFrom("a", "b");
const lines: fc.Arbitrary<readonly BillLine[]> = fc
  .array(
    fc.record({
      venue,
      list: fc.integer({ min: 0, max: 3_000 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      tags: fc.constantFrom<string[]>([], ["drinks"]),
    }),
    { minLength: 1, maxLength: 3 },
  )
  // in the interpreter's own order, so that a fen of remainder falls on the same line in both
  .map((made) =>
    made.toSorted((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1)),
  );

const group = (names: readonly string[]) => fc.constantFrom(...names);
const inGroup = (name: string): Pick<Rule, "group"> => (name === "" ? {} : { group: name });

const lineRule = (groups: readonly string[]): fc.Arbitrary<Omit<Rule, "id">> =>
  fc
    .record({
      at: fc.constantFrom("price" as const, "discount" as const),
      venue,
      dishes: fc.boolean(),
      group: group(groups),
      effect: fc.oneof(
        fc.integer({ min: 0, max: 9_999 }).map((payRatio): Effect => ({ payRatio })),
        fc.integer({ min: 1, max: 2_000 }).map((price): Effect => ({ price })),
        fc.integer({ min: 1, max: 900 }).map((off): Effect => ({ off })),
      ),
    })
    .map(({ at, venue: where, dishes, group: name, effect }) => ({
      at,
      when: { venue: where, ...(dishes ? { tags: { none: ["drinks"] } } : {}) },
      ...inGroup(name),
      then: effect,
    }));

const billRule = (groups: readonly string[], threshold: boolean): fc.Arbitrary<Omit<Rule, "id">> =>
  fc
    .record({
      group: group(groups),
      least: fc.integer({ min: 0, max: 6_000 }),
      effect: fc.oneof(
        fc.integer({ min: 1, max: 1_500 }).map((off): Effect => ({ off })),
        fc
          .integer({ min: 2, max: 3 })
          .map((from): Effect => ({ pick: { from, take: 1, payRatio: 0 } })),
      ),
    })
    .map(({ group: name, least, effect }) => ({
      at: "discount" as const,
      ...(threshold ? { when: { billNet: { gte: least } } } : {}),
      ...inGroup(name),
      then: effect,
    }));

const withIds = (rules: readonly Omit<Rule, "id">[]): readonly Rule[] =>
  rules.map((rule, index) => ({ ...rule, id: `r${index}` }));

const offers = fc.array(
  fc.record({
    id: fc.constantFrom("lunch", "opening"),
    venue,
    payRatio: fc.integer({ min: 3_000, max: 9_900 }),
  }),
  { maxLength: 1 },
);

const fileWith = (rules: readonly Rule[]): ProgrammeFile => ({
  ...programmeFile("counter"),
  groups: { offer: "best_for_member", club: "best_for_member" },
  rules,
});

/**
 * A condition on the bill looks at the bill after line discounts and nobody is asked to give one of
 * those up to reach it. So thresholds are tried where line and bill discounts share one group.
 */
const shapes = {
  "several groups without thresholds": fc.tuple(
    fc.array(lineRule(["offer", "club", ""]), { maxLength: 4 }),
    fc.array(billRule(["offer", "club", ""], false), { maxLength: 2 }),
  ),
  "one group with thresholds": fc.tuple(
    fc.array(
      lineRule(["offer"]).filter((rule) => rule.at === "discount" && rule.group === "offer"),
      { maxLength: 4 },
    ),
    fc.array(billRule(["offer"], true), { maxLength: 3 }),
  ),
};

describe("no allowed combination is cheaper for the member", () => {
  it.each(Object.entries(shapes))("%s", (_, shape) => {
    // two cross-line offers on one bill would see each other's leftovers; one is enough to prove
    const rules = shape
      .filter(([, bill]) => bill.filter((rule) => rule.then.pick !== undefined).length <= 1)
      .map(([own, bill]) => withIds([...own, ...bill]));
    fc.assert(
      fc.property(rules, lines, offers, (made, bill, till) => {
        const file = fileWith(made);
        const input = billOf(bill, {}, { offers: till });
        expect(quoteBill(compileProgramme(file), input).due).toBe(cheapestDue(file, input));
      }),
      { numRuns: 1_500 },
    );
  });

  it("is not vacuous: a dearer choice is found out", () => {
    const rules = withIds([
      { at: "discount", group: "offer", then: { payRatio: 9_000 } },
      { at: "discount", group: "offer", then: { payRatio: 8_000 } },
    ]);
    const worse = compileProgramme({ ...fileWith(rules), groups: { offer: "first" } });
    const input = billOf([line("a", 1_000)]);
    expect(cheapestDue(fileWith(rules), input)).toBe(800);
    expect(quoteBill(worse, input).due).toBe(900);
  });
});
