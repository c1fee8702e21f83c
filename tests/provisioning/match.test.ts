// What a case expects, held against an answer: subset, arrays in full, four matchers, saved names.
import { describe, expect, test } from "vitest";
import { UnsavedName, atPointer, mismatches, withSaved } from "../../provisioning/cases/match.ts";

describe("an expectation", () => {
  test("names only the members it is about", () => {
    expect(mismatches({ due: 1 }, { due: 1, more: true })).toEqual([]);
    expect(mismatches({ due: 1 }, { due: "1" })).toEqual(['/due: expected 1, got "1"']);
    expect(mismatches({ due: 1 }, {})).toEqual(["/due: expected 1, got nothing"]);
    expect(mismatches({ a: { b: 1 } }, { a: null })).toEqual(['/a: expected {"b":1}, got null']);
  });

  test("takes arrays element by element and of equal length", () => {
    expect(mismatches([{ net: 1 }, { net: 2 }], [{ net: 1 }, { net: 2, list: 3 }])).toEqual([]);
    expect(mismatches([1], [1, 2])).toEqual(["/: expected [1], got [1,2]"]);
    expect(mismatches({ l: [{ net: 1 }] }, { l: [{ net: 2 }] })).toEqual([
      "/l/0/net: expected 1, got 2",
    ]);
  });

  test("has a matcher for some, none, absent and any", () => {
    const benefits = [{ code: "late_checkout", until: "14:00" }, { code: "gift" }];
    expect(mismatches({ $some: { code: "gift" } }, benefits)).toEqual([]);
    expect(mismatches({ $some: { code: "other" } }, benefits)).toHaveLength(1);
    expect(mismatches({ $none: { code: "other" } }, benefits)).toEqual([]);
    expect(mismatches({ $none: { code: "gift" } }, benefits)).toHaveLength(1);
    expect(mismatches({ b: { $none: { code: "gift" } } }, {})).toEqual([]);
    expect(mismatches({ b: { $absent: true } }, {})).toEqual([]);
    expect(mismatches({ b: { $absent: true } }, { b: 0 })).toHaveLength(1);
    expect(mismatches({ b: { $any: true } }, { b: null })).toEqual([]);
    expect(mismatches({ b: { $any: true } }, {})).toHaveLength(1);
  });

  test("does not take a member of every object for a matcher", () => {
    expect(mismatches({ constructor: 1 }, { constructor: 2 })).toEqual([
      "/constructor: expected 1, got 2",
    ]);
  });
});

describe("saved names", () => {
  const saved = new Map<string, unknown>([["a", "a_1"]]);

  test("stand for their value anywhere, and @@ for one @", () => {
    expect(withSaved({ x: ["@a", "@@a", "b@a"] }, saved)).toEqual({ x: ["a_1", "@a", "b@a"] });
  });

  test("that were never saved are a fault of the case", () => {
    expect(() => withSaved("@b", saved)).toThrow(UnsavedName);
  });

  test("come from a JSON pointer into the answer", () => {
    expect(atPointer({ a: [{ "b/c": 7 }] }, "/a/0/b~1c")).toBe(7);
    expect(atPointer({ a: 1 }, "/a/b/c")).toBeUndefined();
    expect(atPointer({}, "/constructor")).toBeUndefined();
  });
});
