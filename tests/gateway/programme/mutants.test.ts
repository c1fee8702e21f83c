// Programmes with one thing changed, any JSON and any text: findings or a quote, never an exception.
import { fc } from "../../support/seeded.ts";
import { describe, expect, it } from "vitest";
import { checkProgramme, checkProgrammeText } from "../../../gateway/programme/check.ts";
import { charterOf } from "../../../gateway/programme/charter/charter.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";
import { parseProgramme } from "../../../gateway/programme/programme.ts";
import {
  benefits,
  commission,
  issueTerms,
  nextTier,
  rewardTerms,
  topUpTerms,
} from "../../../gateway/programme/terms.ts";
import { billOf, line, programmeText } from "./bills.ts";

const ids = ["counter", "demo", "mudan", "retail", "zhaohua", "chain-hotel"] as const;
const texts = new Map(ids.map((id) => [id, programmeText(id)]));

/** Pointers to every member and element of a JSON value. */
const placesOf = (
  value: unknown,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] => {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Array.isArray(value)
    ? value.flatMap((one, index) => placesOf(one, [...at, index]))
    : Object.entries(value).flatMap(([key, one]) => placesOf(one, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
};

const places = new Map(ids.map((id) => [id, placesOf(JSON.parse(texts.get(id) ?? ""))]));

/** The same text's value with what stands at a place replaced, or taken out when `by` is undefined. */
const mutated = (text: string, at: readonly (string | number)[], by: unknown): unknown => {
  const file: unknown = JSON.parse(text);
  let holder: unknown = file;
  for (const step of at.slice(0, -1)) {
    if (typeof holder === "object" && holder !== null) holder = Reflect.get(holder, step);
  }
  const last = at.at(-1);
  if (typeof holder === "object" && holder !== null && last !== undefined) {
    if (by === undefined && Array.isArray(holder)) holder.splice(Number(last), 1);
    else if (by === undefined) Reflect.deleteProperty(holder, last);
    else Reflect.set(holder, last, by);
  }
  return file;
};

const values = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    "",
    "P",
    "gold",
    "2023-02-29",
    [],
    {},
    { gte: 1 },
    { none: [] },
    -1,
    0.5,
    2 ** 53,
    Number.NaN,
  ),
  fc.integer(),
  fc.string({ maxLength: 5 }),
);

const mutants = fc
  .constantFrom(...ids)
  .chain((id) =>
    fc.record({ id: fc.constant(id), at: fc.constantFrom(...(places.get(id) ?? [])), by: values }),
  );

describe("a programme with one thing wrong", () => {
  it("is refused with findings, or works; it never throws", () => {
    fc.assert(
      fc.property(mutants, ({ id, at, by }) => {
        const parsed = parseProgramme(mutated(texts.get(id) ?? "", at, by));
        if (!parsed.ok) {
          expect(parsed.error.some((finding) => finding.level === "error")).toBe(true);
          return;
        }
        const programme = parsed.value;
        const type = programme.file.cards[0]?.type ?? "";
        const facts = {
          member: true,
          authenticated: true,
          card: type,
          amount: 500_000,
          firstTopup: 500_000,
        };
        const lines = [
          line("rooms", 36_800, { sku: "std_twin" }),
          line("restaurant", 999, { quantity: 3 }),
        ];
        const quote = quoteBill(
          programme,
          billOf(lines, facts, { vouchers: [{ coupon: "v", value: 1_000 }] }),
        );
        expect(quote.tenders.reduce((sum, tender) => sum + tender.amount, 0)).toBe(quote.due);
        issueTerms(programme, type, facts);
        topUpTerms(programme, facts);
        rewardTerms(programme, "free_night", { quantity: 1, facts });
        benefits(programme, facts);
        commission(programme, { event: "topup", amount: 500_000 });
        nextTier(programme, null, facts, "cycle_end");
        expect(charterOf(programme, "en").length).toBeGreaterThan(0);
      }),
      { numRuns: 600 },
    );
  });

  it("is nothing at all: any JSON value is refused with a place", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const findings = checkProgramme(value);
        expect(findings.length).toBeGreaterThan(0);
        expect(findings.every((finding) => finding.level === "error")).toBe(true);
      }),
    );
  });

  it("is any text: the checker answers with lines", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { findings } = checkProgrammeText(text);
        expect(findings.every((finding) => (finding.line ?? 0) >= 1)).toBe(true);
        expect(findings.some((finding) => finding.level === "error")).toBe(true);
      }),
    );
  });
});
