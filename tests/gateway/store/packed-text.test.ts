// Packed texts come back as they were, packed or not, and damaged ones are told.
import { expect, test } from "vitest";
import { answerPacking } from "../../../gateway/store/packed-answer.ts";
import { textPacking } from "../../../gateway/store/packed-text.ts";
import { fc } from "../../support/seeded.ts";

const packing = textPacking({ mark: "z9:", dictionary: '{"kind":"row","left":"合计"', from: 40 });

test("any text comes back, and short ones are left alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const json = JSON.stringify({ text });
      expect(packing.unpack(packing.pack(json))).toBe(json);
      if (json.length < 40) expect(packing.pack(json)).toBe(json);
    }),
  );
});

test("a damaged text throws, and never comes back as another", () => {
  const packed = packing.pack(JSON.stringify({ kind: "row", left: "合计".repeat(30) }));
  expect(packed).toMatch(/^z9:/u);
  expect(() => packing.unpack(packed.slice(0, packed.length / 2))).toThrow();
});

test("an answer of a bill shrinks to less than half", () => {
  const line = {
    list: 30_000,
    net: 30_000,
    applied: [],
    refused: [{ rule: "earn.birthday", cite: "5.1", why: "not_met", fact: "birthdayToday" }],
    used: [],
  };
  const answer = JSON.stringify({ result: { lines: [line, line], due: 60_000 }, seq: 20 });
  expect(answerPacking.pack(answer).length).toBeLessThan(answer.length / 2);
});
