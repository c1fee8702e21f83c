// The load that the figures of the programme room are measured on: 30 lines under 100 rules.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import type { Programme } from "../../../gateway/programme/compile.ts";
import type { BillInput, BillLine } from "../../../gateway/programme/contract.ts";
import type { Rule } from "../../../gateway/programme/format.ts";
import { billOf, programmeWith } from "./bills.ts";

const venues = ["a", "b", "c", "d", "e"] as const;

const ruleAt = (index: number): Rule => {
  const venue = venues[index % venues.length] ?? "a";
  const id = `r${index}`;
  const when = { venue, authenticated: true, tags: { none: ["special"] } };
  if (index % 10 === 9) {
    return { id, at: "earn", when, then: { points: { asset: "pts", per: 100 + index, give: 1 } } };
  }
  if (index % 10 === 8)
    return { id, at: "price", when: { ...when, sku: `s${index}` }, then: { price: 900 } };
  const group = index % 2 === 0 ? { group: "offer" } : { group: "club" };
  return { id, at: "discount", ...group, when, then: { payRatio: 9_900 - index * 10 } };
};

/** A programme of `rules` rules in two exclusive groups, one of them with money off the bill. */
export const programmeOfSize = (rules: number): Programme =>
  programmeWith({
    groups: { offer: "best_for_member", club: "best_for_member" },
    rules: [
      ...Array.from({ length: rules - 1 }, (_, index) => ruleAt(index)),
      {
        id: "save",
        at: "discount",
        group: "club",
        when: { billNet: { gte: 50_000 } },
        then: { off: 3_000 },
      },
    ],
  });

/** A bill of `lines` lines over five venues. */
export const billOfSize = (lines: number): BillInput =>
  billOf(
    Array.from({ length: lines }, (_, index): BillLine => ({
      venue: venues[index % venues.length] ?? "a",
      sku: `s${index}`,
      list: 1_000 + index * 7,
      quantity: 1 + (index % 3),
    })),
  );
